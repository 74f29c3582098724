// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QString>

namespace paretoscope::ui::session {

/// "#18,442", or the name of a reference design: "Eyeriss". For people; never read back.
[[nodiscard]] QString designName(const StudyDocument& document, TrialId id);

/// "0.62 × Eyeriss (Energy × delay)": a trial against the baseline, in the metric that it is judged by. Empty
/// without a baseline, and for the baseline itself.
[[nodiscard]] QString ratioText(const StudyDocument& document, const study::Trial& trial);

} // namespace paretoscope::ui::session
