// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/machine_search.h"

#include <cmath>
#include <limits>

namespace paretoscope::codesign {

namespace {

std::uint64_t seedFor(std::uint64_t seed, const Machine& machine, std::size_t layer)
{
    std::uint64_t hash = scatter(seed);
    for (const std::int32_t choice :
         {machine.columns, machine.rows, machine.inputWords, machine.weightWords, machine.outputWords,
          machine.banks, machine.bankColumns, machine.bankRows, machine.blockWords, machine.clusterBlocks,
          machine.filterWidthInside ? 1 : 2, machine.filterHeightAcross ? 1 : 2,
          static_cast<std::int32_t>(layer)})
        hash = scatter(hash ^ static_cast<std::uint64_t>(choice));
    return hash;
}

/// The rule at which most raw samples failed, of those that none passed.
Rule narrowest(const Funnel& funnel)
{
    if (funnel.array == 0)
        return Rule::Array;
    if (funnel.dataflow == 0)
        return Rule::Dataflow;
    return funnel.scratchpads == 0 ? Rule::Scratchpads : Rule::GlobalBuffer;
}

Machine inStyleOf(Machine machine, const Machine& style)
{
    machine.filterWidthInside = style.filterWidthInside;
    machine.filterHeightAcross = style.filterHeightAcross;
    return machine;
}

double gain(const MachineResult& before, const MachineResult& after)
{
    return std::log(before.edp_Js()) - std::log(after.edp_Js());
}

} // namespace

Result<workload::Network> inSearchedForm(workload::Network network)
{
    for (workload::Layer& layer : network.layers) {
        const auto shape = shapeOf(layer.operation);
        if (!shape)
            return Error{shape.error().code, shape.error().what, "layer \"" + layer.name + "\"", {}};
        layer.operation = operationOf(*shape);
    }
    return network;
}

Result<std::vector<CodesignLayer>> codesignLayers(const workload::Network& network)
{
    std::vector<CodesignLayer> layers;
    for (const workload::UniqueLayer& unique : workload::uniqueLayers(network)) {
        const workload::Layer& layer = network.layers[unique.representative];
        const auto shape = shapeOf(layer.operation);
        if (!shape)
            return Error{shape.error().code, shape.error().what, "layer \"" + layer.name + "\"", {}};
        layers.push_back({layer.name, *shape, unique.occurrences});
    }
    return layers;
}

double MachineResult::edp_Js() const
{
    return complete ? energy_J * latency_s() : std::numeric_limits<double>::infinity();
}

MachineResult searchMachine(const std::vector<CodesignLayer>& layers, const Machine& machine,
                            const MappingSearchOptions& options, const std::stop_token& stop)
{
    MachineResult result;
    result.machine = machine;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        MappingSearchOptions inner = options;
        inner.seed = seedFor(options.seed, machine, i);
        MappingRecord record = searchMappings(layers[i].shape, machine, inner, stop);
        result.funnel += record.funnel;
        const bool found = record.best.has_value();
        if (record.stopped)
            result.reason = "stopped";
        else if (!found)
            // The reason must be countable, so the words name the layer and the rule, but no figures.
            result.reason = "no valid mapping for " + layers[i].name
                            + (record.funnel.raw > 0 ? std::string(": ") + ruleName(narrowest(record.funnel))
                                                     : std::string());
        const auto times = static_cast<double>(layers[i].occurrences);
        result.energy_J += times * record.bestCost.energy_J;
        result.cycles += times * record.bestCost.cycles;
        result.layers.push_back(std::move(record));
        if (!result.reason.empty())
            return result;
    }
    result.complete = true;
    return result;
}

Attribution attribute(const std::vector<CodesignLayer>& layers, const Machine& machine, const Machine& old,
                      const MappingSearchOptions& options, const std::stop_token& stop)
{
    Attribution parts;
    parts.old = searchMachine(layers, old, options, stop);
    parts.machineOnly = searchMachine(layers, inStyleOf(machine, old), options, stop);
    parts.mappingsOnly = searchMachine(layers, inStyleOf(old, machine), options, stop);
    parts.both = searchMachine(layers, machine, options, stop);
    const bool all = parts.old.complete && parts.machineOnly.complete && parts.mappingsOnly.complete
                     && parts.both.complete;
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    parts.byMachine = all ? (gain(parts.old, parts.machineOnly) + gain(parts.mappingsOnly, parts.both)) / 2.0
                          : kUnknown;
    parts.byMappings = all ? (gain(parts.old, parts.mappingsOnly) + gain(parts.machineOnly, parts.both)) / 2.0
                           : kUnknown;
    return parts;
}

} // namespace paretoscope::codesign
