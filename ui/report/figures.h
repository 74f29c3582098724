// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report.h"
#include "ui/session/study_document.h"

namespace paretoscope::ui::report {

/// The front and its convergence as they stand, in the light theme whatever the window wears, at twice the
/// resolution of a screen; the front also as vectors. Needs a QApplication; takes some tenths of a second.
[[nodiscard]] std::vector<Figure> figuresOf(session::StudyDocument& document);

/// What a report on the document says, except the explanation of the design that it takes apart.
[[nodiscard]] ReportContent contentOf(session::StudyDocument& document);

/// Adds that explanation: a full evaluation, so not for the UI thread.
void explainHighlighted(ReportContent& content);

} // namespace paretoscope::ui::report
