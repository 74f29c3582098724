// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"

namespace paretoscope::lesson {

/// What had been known before a result came.
struct Before
{
    const problem::Problem& problem;
    std::optional<double> best;          ///< of the first objective, as minimised, among feasible results
    std::vector<std::uint64_t> beatenBy; ///< trials on the front that dominate the result
    std::size_t beats = 0;               ///< trials that the result pushes off the front
    bool onFront = false;
};

/// Why this design, in a few sentences: what the method says, and what it expects.
[[nodiscard]] std::vector<std::string> whyWords(const LessonStep& step, const problem::Problem& problem);
/// What came of it: against what had been known, and against what had been expected.
[[nodiscard]] std::vector<std::string> whatWords(const LessonStep& step, const Before& before);

} // namespace paretoscope::lesson
