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

/// The fraction whose binary digits are those of n, mirrored: 1/2, 1/4, 3/4, 1/8, 5/8, .. from 1 on.
double mirrored(std::uint64_t n)
{
    double value = 0.0;
    for (double digit = 0.5; n > 0; n >>= 1U, digit /= 2.0)
        value += static_cast<double>(n & 1U) * digit;
    return value;
}

/// The exponent of energy in a turn; that of delay is the rest to 1. The ends of the front and its middle
/// come back all the time, because most fronts are short and their ends matter most; between them the other
/// directions follow, ever finer. Our choice.
double energyExponent(std::uint64_t turn)
{
    switch (turn % 4) {
    case 0:
        return 1.0;
    case 1:
        return 0.5;
    case 2:
        return 0.0;
    default:
        return mirrored(turn / 4 + 2);
    }
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
        turn.energyExponent = energyExponent(i);
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
