// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_hardware.h"

#include "core/problem/crossbar_evaluation.h"
#include "core/problem/crossbar_explanation.h"
#include "core/problem/crossbar_problem.h"

namespace paretoscope::problem {

namespace {

using hardware::CrossbarArray;
using hardware::CrossbarTemplate;

struct Mapped
{
    CrossbarArray machine;
    cost::crossbar::NetworkCost cost;
};

Result<Mapped> mapped(const CrossbarTemplate& machine, const workload::Network& network,
                      const accuracy::CrossbarWidths& widths)
{
    const auto made = machine.instantiate({{"array.side", static_cast<double>(widths.arrayRows), {}},
                                           {"array.cell_bits", static_cast<double>(widths.cellBits), {}},
                                           {"weight_bits", static_cast<double>(widths.weightBits), {}},
                                           {"input_bits", static_cast<double>(widths.activationBits), {}},
                                           {"adc.bits", static_cast<double>(widths.converterBits), {}},
                                           {"device.sigma_relative", widths.variation, {}}});
    if (!made)
        return made.error();
    const auto layers = crossbarLayers(network);
    if (!layers)
        return layers.error();
    auto cost = cost::crossbar::evaluate(*layers, *made);
    if (const std::string obstacle = crossbarObstacle(*made, cost); !obstacle.empty())
        return Error{ErrorCode::InvalidInput, obstacle, {}, {}};
    return Mapped{*made, std::move(cost)};
}

/// Accuracy and energy must speak of the same machine.
Status checkArithmetic(const CrossbarTemplate& machine)
{
    const auto made = machine.instantiate({});
    if (!made)
        return made.error();
    const auto refuse = [&](const char* why) {
        return Error{ErrorCode::InvalidInput,
                     "Trained networks do not run on \"" + machine.name() + "\": " + why,
                     {},
                     "hardware/puma_pairs_crossbar.json is one that does."};
    };
    if (!made->differential || made->layout == hardware::CrossbarLayout::BitGroups)
        return refuse("they need a positive and a negative array for every slice of the weights.");
    if (made->dacBits != 1)
        return refuse("they are judged with inputs applied one bit at a time, which takes DACs of one bit.");
    return success();
}

} // namespace

Result<HardwareScore> crossbarHardware(const CrossbarTemplate& machine)
{
    if (const Status status = checkArithmetic(machine); !status)
        return status.error();
    HardwareScore hardware;
    hardware.metrics = crossbarMetrics();
    hardware.score = [machine](const workload::Network& network,
                               const accuracy::CrossbarWidths& widths) -> Result<std::vector<double>> {
        const auto found = mapped(machine, network, widths);
        if (!found)
            return found.error();
        return crossbarFigures(found->cost);
    };
    hardware.explain = [machine](const workload::Network& network,
                                 const accuracy::CrossbarWidths& widths) -> Result<Explanation> {
        const auto found = mapped(machine, network, widths);
        if (!found)
            return found.error();
        return explainCrossbar(network, found->machine, found->cost);
    };
    return hardware;
}

} // namespace paretoscope::problem
