// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/trial.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace paretoscope::ui::session {

/// Anything a design can be placed by: a parameter or a metric. What plots, tables and pins have in common.
struct Axis
{
    QString name;  ///< as in the study file; what a pin names
    QString label; ///< "Energy"
    QString unit;  ///< base unit
    bool isParameter = false;
    bool isObjective = false;
    std::size_t index = 0;                                    ///< of the parameter or of the metric
    problem::Direction better = problem::Direction::Minimize; ///< metrics only
    bool logarithmic = false;
    double low = 0.0, high = 1.0; ///< extent, parameters only
    QStringList categories;       ///< categorical parameters: positions 0, 1, ... as people read them
    QStringList identifiers;      ///< the same as files write them
    std::vector<double> values;   ///< ordinal parameters: the legal positions

    /// Position of a trial on this axis, base units; NaN where unknown or inactive.
    [[nodiscard]] double value(const study::Trial& trial, const problem::Problem& problem) const;
    /// A position as text: "128 KiB", "row stationary", "3.91 mJ".
    [[nodiscard]] QString text(double position, int digits = 3) const;
    /// The category of a position as files write it: "row_stationary"; empty where there is none.
    [[nodiscard]] QString identifier(double position) const;
    /// The position of a category, in either writing and any case; -1 when there is none of that name.
    [[nodiscard]] int categoryNamed(const QString& wanted) const;
    /// "Energy [mJ]"-style caption for a display unit.
    [[nodiscard]] QString caption(const QString& displayUnit) const;
};

/// Objectives first, then the other metrics, then the parameters.
[[nodiscard]] std::vector<Axis> axesOf(const problem::Problem& problem);
/// Position in `axes` of the axis called `name`, -1 when there is none.
[[nodiscard]] int axisNamed(const std::vector<Axis>& axes, const QString& name);

} // namespace paretoscope::ui::session
