// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/report.h"

namespace paretoscope::cost::spatial {

namespace {

void describeRagged(const Counts& counts, const workload::Operation& operation, LayerReport& report)
{
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
        if (counts.padded[d] != operation.dimensions[d].size)
            report.ragged.push_back(
                {operation.dimensions[d].name, operation.dimensions[d].size, counts.padded[d]});
    report.raggedIdle = 1.0
                        - static_cast<double>(report.macs)
                              / (static_cast<double>(counts.usedMacs)
                                 * static_cast<double>(counts.computeCycles));
}

} // namespace

Illegal explain(const Misfit& misfit, const hardware::SpatialArchitecture& architecture)
{
    if (misfit.reason == IllegalReason::FactorProduct)
        return {misfit.reason,
                {},
                "the factors of a dimension of size " + std::to_string(misfit.needed) + " multiply to "
                    + std::to_string(misfit.available)
                    + ", which leaves a part of it out or adds iterations that never run."};
    const bool macs = misfit.level >= architecture.levels.size();
    const std::string level = macs ? "MAC" : architecture.levels[misfit.level].name;
    const std::string needed = std::to_string(misfit.needed);
    const std::string available = std::to_string(misfit.available);
    if (misfit.reason == IllegalReason::Capacity)
        return {misfit.reason, level,
                "the tiles need " + needed + " words in " + level + ", which holds " + available + "."};
    return {misfit.reason, level,
            "the mapping spreads over " + needed + (macs ? " MACs" : " instances of " + level)
                + " along one side of the array, which has " + available + "."};
}

LayerReport report(const Counts& counts, const Nest& nest, const workload::Operation& operation,
                   const hardware::SpatialArchitecture& architecture)
{
    LayerReport report;
    report.computeCycles = counts.computeCycles;
    report.cycles = counts.cycles;
    report.macs = 1;
    for (const workload::Dimension& dimension : operation.dimensions)
        report.macs *= dimension.size;
    report.utilization = static_cast<double>(report.macs)
                         / (static_cast<double>(architecture.macs()) * static_cast<double>(counts.cycles));
    report.macEnergy_J = counts.macEnergy_J;
    report.energy_J = counts.energy_J;
    report.bound = "compute";
    std::int64_t slowest = counts.computeCycles;
    for (std::size_t l = 0; l < architecture.levels.size(); ++l) {
        const LevelCounts& level = counts.levels[l];
        LevelReport& row = report.levels.emplace_back();
        row.level = architecture.levels[l].name;
        row.cycles = level.cycles;
        row.throttle = level.throttle;
        row.leakage_J = level.leakage_J;
        row.energy_J = level.energy_J;
        row.occupied_words = level.occupied;
        if (level.cycles > slowest) {
            slowest = level.cycles;
            report.bound = row.level;
        }
        for (std::size_t t = 0; t < operation.tensors.size(); ++t) {
            if (((nest.levels[l].keeps >> t) & 1U) == 0)
                continue;
            const TensorCounts& tensor = level.tensors[t];
            row.tensors.push_back({operation.tensors[t].name, tensor.tile, level.instances, tensor.reads,
                                   tensor.fills, tensor.updates, tensor.partition, tensor.temporalReductions,
                                   tensor.energy_J, counts.ragged ? counts.shortfall[l][t] : Shortfall{}});
        }
    }
    if (counts.ragged)
        describeRagged(counts, operation, report);
    return report;
}

} // namespace paretoscope::cost::spatial
