// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QString>

namespace paretoscope::ui::plots {

/// What going from one design to another changes on two axes, in words: "+12 % Energy buys −31 % Latency",
/// "−4 % Energy and −9 % Latency: better in both". Axes without a better end are told as "Columns 8 → 16".
/// Empty where a value is unknown.
[[nodiscard]] QString tradeOff(session::StudyDocument& document, session::TrialId from, session::TrialId to,
                               const session::Axis& x, const session::Axis& y);

} // namespace paretoscope::ui::plots
