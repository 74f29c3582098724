// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_evaluation.h"

#include <algorithm>

namespace paretoscope::problem {

namespace {

/// The most frequent way in which candidate mappings failed, as a reason that can be counted over machines.
std::string dominantReason(const cost::spatial::MapperResult& result)
{
    using cost::spatial::IllegalReason;
    const auto worst = std::max_element(result.illegal.begin(), result.illegal.end());
    if (*worst == 0)
        return "No mapping was found within the search's budget";
    switch (static_cast<IllegalReason>(worst - result.illegal.begin())) {
    case IllegalReason::Capacity:
        return "No legal mapping: even small tiles do not fit the buffers";
    case IllegalReason::Fanout:
        return "No legal mapping: the dataflow needs more PEs than the array has";
    case IllegalReason::FactorProduct:
        return "No legal mapping: the layer's sizes do not divide as the dataflow asks";
    case IllegalReason::NoStorage:
        return "No legal mapping: a tensor has no level that may store it";
    case IllegalReason::Constraint:
        return "No mapping keeps the study's constraints on mappings";
    }
    return "No legal mapping";
}

} // namespace

double onChipBytes(const hardware::SpatialArchitecture& machine)
{
    double bits = 0.0;
    for (const hardware::MemoryLevel& level : machine.levels)
        if (level.kind != hardware::MemoryKind::Dram && level.capacity_words)
            bits += static_cast<double>(*level.capacity_words) * static_cast<double>(level.word_bits)
                    * static_cast<double>(level.instances());
    return bits / 8.0;
}

MappedNetwork mapNetwork(const workload::Network& network, const hardware::SpatialArchitecture& machine,
                         const cost::spatial::MapperOptions& options, const std::stop_token& stop,
                         MappingCache& cache)
{
    MappedNetwork result;
    for (const workload::UniqueLayer& layer : workload::uniqueLayers(network)) {
        const workload::Layer& shape = network.layers[layer.representative];
        result.parts.push_back({layer, cache.search(shape.operation, machine, options, stop)});
        const cost::spatial::MapperResult& mapped = *result.parts.back().mapped;
        if (stop.stop_requested()) {
            result.reason = "stopped";
            return result;
        }
        if (!mapped.best) {
            result.reason = dominantReason(mapped);
            result.example = shape.name + ": " + mapped.example;
            return result;
        }
        result.add(mapped.report, layer.occurrences, machine.levels.front().word_bits, machine.clock_Hz);
    }
    result.complete = true;
    return result;
}

} // namespace paretoscope::problem
