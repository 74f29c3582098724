// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/session/study_document.h"

#include <QString>

#include <optional>

namespace paretoscope::ui::panels {

/// "#18 442"
[[nodiscard]] QString designName(session::TrialId id);

/// Where a design stands among the others.
struct Standing
{
    bool feasible = false;
    bool failed = false;
    bool onFront = false;
    bool knee = false;
    bool byHand = false;
    bool reference = false; ///< beside the search, not of it
    bool passesPins = true;
    QString reason; ///< why it is infeasible or failed
};
[[nodiscard]] Standing standingOf(const session::StudyDocument& document, const study::Trial& trial);

/// One glyph and one word or two: "◆ knee", "× infeasible"; the strongest statement wins.
struct Badge
{
    QChar glyph;
    QString word;
    QColor colour;
    QString help;
};
[[nodiscard]] Badge badgeOf(const Standing& standing, const look::Colours& colours);

/// The best value of a metric among the designs on the front; absent when the front is empty.
[[nodiscard]] std::optional<double> bestOnFront(const session::StudyDocument& document, std::size_t metric);

/// +1 when b is better than a, -1 when worse, 0 when neither can be said.
[[nodiscard]] int compareMetric(const problem::Metric& metric, double a, double b);

/// The design with its parameters and metrics in base units, for other programs; C locale, indented.
[[nodiscard]] QString designAsJson(const session::StudyDocument& document, const study::Trial& trial);

} // namespace paretoscope::ui::panels
