// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>

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

namespace {

/// Searches the mappings of a network's distinct layers, one after the other.
class LayerSearches
{
public:
    LayerSearches(const workload::Network& network, const hardware::SpatialArchitecture& machine,
                  const cost::spatial::MapperOptions& options, MappingCache& cache,
                  const KnownMappings* known = nullptr)
        : m_network(network)
        , m_machine(machine)
        , m_options(options)
        , m_cache(cache)
        , m_known(known)
        , m_layers(workload::uniqueLayers(network))
    {
        for (const workload::UniqueLayer& layer : m_layers)
            m_weights += weight(layer);
    }

    [[nodiscard]] const std::vector<workload::UniqueLayer>& layers() const { return m_layers; }

    [[nodiscard]] std::shared_ptr<const cost::spatial::MapperResult>
    search(const workload::UniqueLayer& layer, const std::stop_token& stop)
    {
        const workload::Operation& operation = m_network.layers[layer.representative].operation;
        std::vector<cost::spatial::Mapping>& alike = m_found[names(operation)];
        cost::spatial::MapperOptions options = m_options;
        options.evaluations = evaluations(layer);
        const cost::spatial::Mapping* known = nullptr;
        if (m_known != nullptr && m_searched < m_known->mappings.size())
            known = &m_known->mappings[m_searched];
        ++m_searched;
        if (known != nullptr)
            options.models.push_back(*known);
        options.models.insert(options.models.end(), alike.begin(), alike.end());
        auto result = m_cache.search(operation, m_machine, options, stop);
        if (known != nullptr && m_known->dataflow == cost::spatial::dataflowFor(options, m_machine))
            result = betterOf(result, operation, *known);
        if (result->best)
            alike.push_back(*result->best);
        return result;
    }

private:
    /// What was found, or the known mapping where that runs and costs less.
    [[nodiscard]] std::shared_ptr<const cost::spatial::MapperResult>
    betterOf(const std::shared_ptr<const cost::spatial::MapperResult>& found,
             const workload::Operation& operation, const cost::spatial::Mapping& known) const
    {
        auto outcome = cost::spatial::evaluate(operation, m_machine, known, m_options.evaluation);
        auto* report = std::get_if<cost::LayerReport>(&outcome);
        if (report == nullptr || (found->best && costOf(found->report) <= costOf(*report)))
            return found;
        auto better = std::make_shared<cost::spatial::MapperResult>(*found);
        better->best = known;
        better->report = std::move(*report);
        return better;
    }

    /// What the search makes small, up to the ties that it breaks.
    [[nodiscard]] double costOf(const cost::LayerReport& report) const
    {
        using cost::spatial::MappingObjective;
        const double energy = std::log(report.energy_J);
        const double cycles = std::log(static_cast<double>(report.cycles));
        switch (m_options.objective) {
        case MappingObjective::Energy:
            return energy;
        case MappingObjective::Delay:
            return cycles;
        case MappingObjective::PowerProduct:
            return m_options.energyExponent * energy + m_options.delayExponent * cycles;
        case MappingObjective::EnergyDelayProduct:
            break;
        }
        return energy + cycles;
    }

    /// A layer's share of the budget: the square root lies between all alike and all in proportion to what
    /// the layers cost. Our choice.
    [[nodiscard]] double weight(const workload::UniqueLayer& layer) const
    {
        const double macs = static_cast<double>(m_network.layers[layer.representative].operation.macs());
        return std::sqrt(macs * static_cast<double>(layer.occurrences));
    }

    [[nodiscard]] std::int64_t evaluations(const workload::UniqueLayer& layer) const
    {
        constexpr double kLeast = 0.2; ///< of the average, for the smallest layers: our choice
        const double average = static_cast<double>(m_options.evaluations);
        const double share = weight(layer) / m_weights * static_cast<double>(m_layers.size());
        return std::max<std::int64_t>(1, std::llround(average * std::max(kLeast, share)));
    }

    [[nodiscard]] static std::string names(const workload::Operation& operation)
    {
        std::string all;
        for (const workload::Dimension& dimension : operation.dimensions)
            all += dimension.name + ' ';
        return all;
    }

    const workload::Network& m_network;
    const hardware::SpatialArchitecture& m_machine;
    const cost::spatial::MapperOptions& m_options;
    MappingCache& m_cache;
    const KnownMappings* m_known;
    std::size_t m_searched = 0; ///< layers are searched in order, each once
    std::vector<workload::UniqueLayer> m_layers;
    double m_weights = 0.0;
    std::map<std::string, std::vector<cost::spatial::Mapping>> m_found; ///< by the dimensions' names
};

} // namespace

MappedNetwork mapNetwork(const workload::Network& network, const hardware::SpatialArchitecture& machine,
                         const cost::spatial::MapperOptions& options, const std::stop_token& stop,
                         MappingCache& cache, const KnownMappings* known)
{
    MappedNetwork result;
    LayerSearches searches(network, machine, options, cache, known);
    for (const workload::UniqueLayer& layer : searches.layers()) {
        result.parts.push_back({layer, searches.search(layer, stop)});
        const cost::spatial::MapperResult& mapped = *result.parts.back().mapped;
        if (stop.stop_requested()) {
            result.reason = "stopped";
            return result;
        }
        if (!mapped.best) {
            result.reason = dominantReason(mapped);
            result.example = network.layers[layer.representative].name + ": " + mapped.example;
            return result;
        }
        result.add(mapped.report, layer.occurrences, machine.levels.front().word_bits, machine.clock_Hz);
    }
    result.complete = true;
    return result;
}

std::shared_ptr<const cost::spatial::MapperResult>
mapLayerOf(const workload::Network& network, const workload::Layer& layer,
           const hardware::SpatialArchitecture& machine, const cost::spatial::MapperOptions& options,
           const std::stop_token& stop, MappingCache& cache)
{
    LayerSearches searches(network, machine, options, cache);
    for (const workload::UniqueLayer& unique : searches.layers()) {
        auto found = searches.search(unique, stop);
        if (stop.stop_requested())
            return nullptr;
        if (network.layers[unique.representative].operation == layer.operation)
            return found;
    }
    return nullptr;
}

} // namespace paretoscope::problem
