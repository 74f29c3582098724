// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <QColor>
#include <QString>

#include <vector>

namespace paretoscope::ui::plots {

/// One metric of the designs being compared.
struct MetricRow
{
    QString label; ///< "Energy"
    QString unit;  ///< base unit
    problem::Direction better = problem::Direction::Minimize;
    std::vector<double> values; ///< one per design, base unit; NaN = unknown
};

/// One of the designs.
struct MetricDesign
{
    QString name; ///< "A"
    QColor colour;
};

} // namespace paretoscope::ui::plots
