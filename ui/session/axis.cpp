// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/axis.h"

#include "ui/look/quantity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::ui::session {

namespace {

Axis metricAxis(const problem::Problem& problem, std::size_t index)
{
    const problem::Metric& metric = problem.metrics()[index];
    Axis axis;
    axis.name = QString::fromStdString(metric.name);
    axis.label = QString::fromStdString(metric.label.empty() ? metric.name : metric.label);
    axis.unit = QString::fromStdString(metric.unit);
    axis.index = index;
    axis.better = metric.better;
    axis.logarithmic = metric.scale == problem::Scale::Logarithmic;
    axis.isObjective = std::any_of(problem.objectives().begin(), problem.objectives().end(),
                                   [index](const problem::Objective& o) { return o.metric == index; });
    return axis;
}

Axis parameterAxis(const space::Parameter& parameter, std::size_t index)
{
    const space::Parameter::Extent extent = parameter.axisExtent();
    Axis axis;
    axis.name = QString::fromStdString(parameter.name());
    axis.label = QString::fromStdString(parameter.label());
    axis.unit = QString::fromStdString(parameter.unit());
    axis.isParameter = true;
    axis.index = index;
    axis.logarithmic = extent.logarithmic;
    axis.low = extent.low;
    axis.high = extent.high;
    axis.values = space::valuesOf(parameter);
    if (parameter.kind() == space::ParameterKind::Categorical) {
        for (const std::string& label : space::labelsOf(parameter))
            axis.identifiers << QString::fromStdString(label);
        axis.categories = axis.identifiers;
        axis.categories.replaceInStrings(QStringLiteral("_"), QStringLiteral(" "));
    }
    return axis;
}

} // namespace

double Axis::value(const study::Trial& trial, const problem::Problem& problem) const
{
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    if (!isParameter)
        return index < trial.outcome.metrics.size() ? trial.outcome.metrics[index] : kUnknown;
    const space::Space& space = problem.space();
    if (index >= space.size() || trial.design.empty() || !space.isActive(trial.design, index))
        return kUnknown;
    return space.parameter(index).axisPosition(space.value(trial.design, index));
}

QString Axis::text(double position, int digits) const
{
    if (categories.isEmpty() || !std::isfinite(position))
        return look::quantity(position, unit, digits);
    const auto last = static_cast<double>(categories.size() - 1);
    return categories[static_cast<qsizetype>(std::lround(std::clamp(position, 0.0, last)))];
}

QString Axis::identifier(double position) const
{
    const double last = static_cast<double>(identifiers.size()) - 1.0;
    return std::isfinite(position) && last >= 0.0
               ? identifiers[static_cast<qsizetype>(std::lround(std::clamp(position, 0.0, last)))]
               : QString();
}

int Axis::categoryNamed(const QString& wanted) const
{
    const auto plain = [](QString text) {
        return text.replace(QLatin1Char('_'), QLatin1Char(' ')).toLower();
    };
    for (qsizetype i = 0; i < categories.size(); ++i)
        if (plain(categories[i]) == plain(wanted))
            return static_cast<int>(i);
    return -1;
}

QString Axis::caption(const QString& displayUnit) const
{
    return displayUnit.isEmpty() ? label : QStringLiteral("%1 [%2]").arg(label, displayUnit);
}

std::vector<Axis> axesOf(const problem::Problem& problem)
{
    std::vector<Axis> axes;
    for (const problem::Objective& objective : problem.objectives())
        axes.push_back(metricAxis(problem, objective.metric));
    for (std::size_t index = 0; index < problem.metrics().size(); ++index) {
        Axis axis = metricAxis(problem, index);
        if (!axis.isObjective)
            axes.push_back(std::move(axis));
    }
    for (std::size_t index = 0; index < problem.space().size(); ++index)
        axes.push_back(parameterAxis(problem.space().parameter(index), index));
    return axes;
}

int axisNamed(const std::vector<Axis>& axes, const QString& name)
{
    const auto found = std::find_if(axes.begin(), axes.end(), [&](const Axis& a) { return a.name == name; });
    return found == axes.end() ? -1 : static_cast<int>(found - axes.begin());
}

} // namespace paretoscope::ui::session
