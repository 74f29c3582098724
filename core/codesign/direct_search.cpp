// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/direct_search.h"

#include "core/codesign/exact_evaluator.h"
#include "core/cost/spatial/mapper.h"

namespace paretoscope::codesign {

namespace {

/// The mapper draws no raw samples, so these say how rare valid mappings are.
Funnel sampledFunnel(const LayerShape& layer, const Machine& machine, std::uint64_t seed)
{
    constexpr std::int64_t kSamples = 10'000; // our choice
    MappingSampler sampler(layer, machine);
    Rng rng(seed);
    while (sampler.funnel().raw < kSamples)
        (void)sampler.valid(rng, kSamples - sampler.funnel().raw); // only the counts matter
    return sampler.funnel();
}

} // namespace

MappingRecord searchDirectly(const LayerShape& layer, const Machine& machine,
                             const MappingSearchOptions& options, const std::stop_token& stop)
{
    const workload::Operation operation = operationOf(layer);
    cost::spatial::MapperOptions mapper;
    mapper.evaluations = options.evaluations;
    mapper.seed = options.seed;
    mapper.constraints = mapperConstraints(machine);
    MappingRecord record;
    record.funnel = sampledFunnel(layer, machine, options.seed);
    const auto witness = [&](double energy_J, std::int64_t cycles, const auto&) {
        const MappingCost cost{energy_J, static_cast<double>(cycles)};
        record.trials.push_back({cost.logEdp(), cost.energy_J, cost.cycles, Rule::None});
    };
    const cost::spatial::MapperResult found = cost::spatial::searchMapping(operation, architectureOf(machine),
                                                                           mapper, witness, stop);
    record.stopped = stop.stop_requested();
    if (found.best)
        if (const auto tiled = tiledMapping(*found.best, operation)) {
            record.best = *tiled;
            record.bestCost = {found.report.energy_J, static_cast<double>(found.report.cycles)};
        }
    record.gaveUp = !record.best && !record.stopped;
    return record;
}

} // namespace paretoscope::codesign
