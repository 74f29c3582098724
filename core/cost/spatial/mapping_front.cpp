// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapping_front.h"

#include "core/base/rng.h"

#include <algorithm>
#include <iterator>

namespace paretoscope::cost::spatial {

namespace {

/// Legal mappings that one direction is searched for before the next has its turn: our choice, long enough
/// for the search of a single objective to settle.
constexpr std::int64_t kTurn = 600;

/// The exponent of energy, that of delay being the rest to 1: first the ends of the front and its middle,
/// then always between those before. Beyond 17 directions it starts anew, with other random numbers.
const std::vector<double>& directions()
{
    static const std::vector<double> kDirections = [] {
        std::vector<double> all{1.0, 0.0};
        for (int parts = 2; parts <= 16; parts *= 2)
            for (int i = 1; i < parts; i += 2)
                all.push_back(static_cast<double>(i) / parts);
        return all;
    }();
    return kDirections;
}

} // namespace

bool MappingFront::improves(double energy_J, std::int64_t cycles) const
{
    const auto slower = m_entries.upper_bound(cycles);
    return slower == m_entries.begin() || std::prev(slower)->second.energy_J > energy_J;
}

void MappingFront::add(double energy_J, std::int64_t cycles, Mapping mapping)
{
    auto behind = m_entries.lower_bound(cycles);
    while (behind != m_entries.end() && behind->second.energy_J >= energy_J)
        behind = m_entries.erase(behind);
    m_entries.insert_or_assign(cycles, Entry{energy_J, std::move(mapping)});
}

MappingFrontResult searchMappingFront(const workload::Operation& operation,
                                      const hardware::SpatialArchitecture& architecture,
                                      const MapperOptions& options, const std::stop_token& stop)
{
    MappingFront front;
    const MappingWitness witness = [&](double energy_J, std::int64_t cycles,
                                       const std::function<Mapping()>& mapping) {
        if (front.improves(energy_J, cycles))
            front.add(energy_J, cycles, mapping());
    };
    MappingFrontResult result;
    MapperOptions turn = options;
    turn.objective = MappingObjective::PowerProduct;
    for (std::uint64_t i = 0; result.evaluated < options.evaluations && !stop.stop_requested(); ++i) {
        turn.energyExponent = directions()[i % directions().size()];
        turn.delayExponent = 1.0 - turn.energyExponent;
        turn.evaluations = std::min(kTurn, options.evaluations - result.evaluated);
        turn.seed = i == 0 ? options.seed : scatter(options.seed ^ scatter(i));
        const MapperResult found = searchMapping(operation, architecture, turn, witness, stop);
        result.evaluated += found.evaluated;
        for (std::size_t r = 0; r < kIllegalReasons; ++r)
            result.illegal[r] += found.illegal[r];
        if (result.example.empty())
            result.example = found.example;
        if (found.evaluated == 0)
            break;
    }
    for (const auto& [cycles, entry] : front.entries()) {
        auto outcome = evaluate(operation, architecture, entry.mapping, options.evaluation);
        if (auto* report = std::get_if<LayerReport>(&outcome))
            result.front.push_back({entry.mapping, std::move(*report)});
    }
    return result;
}

} // namespace paretoscope::cost::spatial
