// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"

#include <string>
#include <vector>

/// What an agent between models did, step by step.
namespace paretoscope::lesson {

/// How a result came to an objective's model.
enum class Knowledge {
    None,  ///< the model was not told
    First, ///< one of the first designs, which teach all models
    Owned, ///< the model proposed it
    Shared ///< another model proposed it, and the agent passed it on
};
[[nodiscard]] Knowledge knowledgeOf(const LessonStep& step, std::size_t objective);

/// The turn whose design was evaluated; null where no agent was at work.
[[nodiscard]] const optimizer::PaboTurn* ownTurn(const LessonStep& step);

/// The result that the owner set out from: the agent's anchor or, where it has none, the best result in the
/// owner's objective. Absent before the first model.
[[nodiscard]] std::optional<std::uint64_t> incumbentOf(const Lesson& lesson, const LessonStep& step);

/// What the agent made of the result, and what that spared: for the narration.
[[nodiscard]] std::vector<std::string> agentWords(const LessonStep& step, const problem::Problem& problem);

} // namespace paretoscope::lesson
