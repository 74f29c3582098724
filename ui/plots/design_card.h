// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

namespace paretoscope::ui::plots {

/// A design in a few lines of rich text, for a hover card: number, standing, objectives, parameters.
[[nodiscard]] QString designCard(session::StudyDocument& document, session::TrialId id);

/// A design in one plain sentence, for people who listen: "design 18442, Energy 3.91 mJ, Latency 6.1 ms".
[[nodiscard]] QString designSentence(session::StudyDocument& document, session::TrialId id);

} // namespace paretoscope::ui::plots
