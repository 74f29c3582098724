// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/stage.h"

#include "core/codesign/codesign_problem.h"

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

constexpr std::int32_t kAlongMachines = 35; ///< each costs a search (our choice)

/// Narrow input scratchpads do not hold what the dataflow wants inside a PE, so part of the line does not
/// work.
Stage machineStage(const problem::Problem& problem, const codesign::CodesignView& view,
                   const std::stop_token& stop)
{
    constexpr std::int32_t kWeights = 100; // leaves room for either of the others (our choice)
    Stage stage;
    stage.parameter = *problem.space().indexOf("input_words");
    stage.rows = 1;
    codesign::Machine machine = codesign::eyeriss(view.question().pes);
    machine.weightWords = kWeights;
    const std::int32_t most = codesign::kLocalWords - kWeights - 1;
    for (std::int32_t i = 0; i < kAlongMachines && !stop.stop_requested(); ++i) {
        machine.inputWords = 1 + i * (most - 1) / (kAlongMachines - 1);
        machine.outputWords = codesign::kLocalWords - machine.inputWords - kWeights;
        space::Design design = codesign::designOf(problem.space(), machine);
        const problem::Outcome outcome = problem.evaluate(design, stop);
        stage.truth.push_back(outcome.verdict == problem::Verdict::Feasible
                                  ? outcome.metrics[problem.objectives()[0].metric]
                                  : std::nan(""));
        stage.designs.push_back(std::move(design));
    }
    stage.columns = stage.designs.size();
    return stage;
}

} // namespace

Stage stageOf(const problem::Problem& problem, const std::stop_token& stop)
{
    Stage stage;
    const space::Space& space = problem.space();
    if (const codesign::CodesignView* view = codesign::codesignOf(problem))
        return machineStage(problem, *view, stop);
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
