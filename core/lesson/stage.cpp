// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/stage.h"

#include <cmath>

namespace paretoscope::lesson {

namespace {

constexpr std::size_t kAlongLine = 241; ///< a pixel or two apart in a window (our choice)
constexpr std::size_t kAlongSide = 49;

bool isDrawable(const space::Space& space)
{
    if (space.size() < 1 || space.size() > 2)
        return false;
    for (std::size_t i = 0; i < space.size(); ++i)
        if (space.parameter(i).kind() != space::ParameterKind::Real)
            return false;
    return true;
}

double placeAt(const space::Parameter& parameter, std::size_t index, std::size_t count)
{
    const double share = static_cast<double>(index) / static_cast<double>(count - 1);
    const space::Parameter::Extent extent = parameter.axisExtent();
    return extent.logarithmic ? extent.low * std::pow(extent.high / extent.low, share)
                              : extent.low + share * (extent.high - extent.low);
}

} // namespace

Stage stageOf(const problem::Problem& problem, const std::stop_token& stop)
{
    Stage stage;
    const space::Space& space = problem.space();
    if (!isDrawable(space))
        return stage;
    stage.columns = space.size() == 1 ? kAlongLine : kAlongSide;
    stage.rows = space.size() == 1 ? 1 : kAlongSide;
    for (std::size_t row = 0; row < stage.rows; ++row) {
        for (std::size_t column = 0; column < stage.columns; ++column) {
            space::Design design(std::vector<double>(space.slotCount(), 0.0));
            space.value(design, 0)[0] = placeAt(space.parameter(0), column, stage.columns);
            if (stage.rows > 1)
                space.value(design, 1)[0] = placeAt(space.parameter(1), row, stage.rows);
            const problem::Outcome outcome = problem.evaluate(design, stop);
            const bool known = outcome.verdict == problem::Verdict::Feasible && !outcome.metrics.empty();
            stage.truth.push_back(known ? outcome.metrics[problem.objectives()[0].metric] : std::nan(""));
            stage.designs.push_back(std::move(design));
        }
    }
    return stage;
}

} // namespace paretoscope::lesson
