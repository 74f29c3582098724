// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/mapping_bench.h"

#include "core/cost/spatial/mapping_json.h"
#include "core/cost/spatial/nest.h"
#include "core/cost/spatial/shape.h"
#include "core/problem/explanation_parts.h"
#include "core/problem/spatial_explanation.h"

#include <algorithm>

namespace paretoscope::problem {

namespace {

using cost::spatial::Lane;
using cost::spatial::Mapping;

/// What every level would hold, from the loops at and inside it. An evaluation says the same, but not of a
/// mapping that does not fit, and it is that one whose tiles a person wants to see.
cost::LayerReport tilesOf(const workload::Operation& operation, const Mapping& mapping)
{
    cost::LayerReport report;
    std::vector<cost::LevelReport>& levels = report.levels;
    levels.resize(mapping.levels.size());
    const auto shape = cost::spatial::compileShape(operation);
    if (!shape)
        return report;
    cost::spatial::Extents tile;
    tile.fill(1);
    for (std::size_t l = mapping.levels.size(); l-- > 0;) {
        for (const Lane lane : cost::spatial::kLanes)
            for (const cost::spatial::Loop& loop : loopsOf(mapping.levels[l], lane))
                tile[loop.dimension] *= loop.factor;
        for (std::size_t t = 0; t < operation.tensors.size(); ++t) {
            if (!mapping.levels[l].keeps[t])
                continue;
            cost::TensorAccesses& tensor = levels[l].tensors.emplace_back();
            tensor.tensor = operation.tensors[t].name;
            tensor.tile_words = shape->tensors[t].words(tile);
            levels[l].occupied_words += tensor.tile_words;
        }
    }
    return report;
}

std::vector<TriedMapping::Part> partsOf(const hardware::SpatialArchitecture& machine,
                                        const std::vector<cost::LevelReport>& levels)
{
    std::vector<TriedMapping::Part> parts;
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const hardware::MemoryLevel& memory = machine.levels[l];
        const std::int64_t usable_words = memory.capacity_words.value_or(0)
                                          / std::max<std::int64_t>(1, memory.multipleBuffering);
        parts.push_back({memory.name, bytesOf(levels[l].occupied_words, memory.word_bits),
                         bytesOf(usable_words, memory.word_bits), levels[l].energy_J});
    }
    parts.push_back({kArithmetic, 0.0, 0.0, 0.0});
    return parts;
}

} // namespace

MappingBench::MappingBench(MappedLayer layer)
    : m_mapped(std::move(layer))
{
    m_mapped.mapping = cost::spatial::tidied(std::move(m_mapped.mapping));
}

Result<MappingBench> MappingBench::make(const Problem& problem, const space::Design& design,
                                        const std::string& layer, const std::stop_token& stop)
{
    Result<MappedLayer> mapped = mapLayer(problem, design, layer, stop);
    if (!mapped)
        return mapped.error();
    return MappingBench(std::move(mapped).value());
}

bool MappingBench::fits(const Mapping& mapping) const
{
    const workload::Operation& operation = layer().operation;
    const auto known = [&](const cost::spatial::Loop& loop) {
        return loop.dimension < operation.dimensions.size() && loop.factor >= 1;
    };
    return mapping.levels.size() == machine().levels.size()
           && std::all_of(mapping.levels.begin(), mapping.levels.end(), [&](const auto& level) {
                  return level.keeps.size() == operation.tensors.size()
                         && std::all_of(level.temporal.begin(), level.temporal.end(), known)
                         && std::all_of(level.spatialX.begin(), level.spatialX.end(), known)
                         && std::all_of(level.spatialY.begin(), level.spatialY.end(), known);
              });
}

TriedMapping MappingBench::evaluate(const Mapping& mapping) const
{
    const workload::Operation& operation = layer().operation;
    TriedMapping tried;
    tried.mapping = mapping;
    const auto outcome = cost::spatial::evaluate(operation, machine(), mapping, m_mapped.evaluation);
    if (const auto* illegal = std::get_if<cost::spatial::Illegal>(&outcome)) {
        tried.illegal = illegal->message;
        tried.illegalAt = illegal->level;
        // Tiles of factors that are wrong would be wrong, and could overflow.
        if (fits(mapping) && illegal->reason != cost::spatial::IllegalReason::FactorProduct) {
            const cost::LayerReport tiles = tilesOf(operation, mapping);
            tried.nest = nestOf(operation, machine(), mapping, tiles);
            tried.parts = partsOf(machine(), tiles.levels);
        }
        return tried;
    }
    const auto& report = std::get<cost::LayerReport>(outcome);
    tried.nest = nestOf(operation, machine(), mapping, report);
    tried.parts = partsOf(machine(), report.levels);
    tried.parts.back().energy_J = report.macEnergy_J;
    tried.cycles = static_cast<double>(report.cycles);
    tried.latency_s = tried.cycles / machine().clock_Hz;
    tried.energy_J = report.energy_J;
    tried.edp_Js = tried.energy_J * tried.latency_s;
    tried.utilization = report.utilization;
    tried.bound = report.bound;
    return tried;
}

std::int64_t MappingBench::fanOut(cost::spatial::LanePlace lane) const
{
    if (lane.lane == Lane::Time || lane.level >= machine().levels.size())
        return 1;
    return lane.lane == Lane::Columns ? machine().fanOutX(lane.level) : machine().fanOutY(lane.level);
}

std::string MappingBench::lock(std::size_t level, std::size_t tensor) const
{
    const hardware::MemoryLevel& memory = machine().levels[level];
    const std::string& name = layer().operation.tensors[tensor].name;
    switch (cost::spatial::residency(memory, name)) {
    case hardware::Residency::Keeps:
        return "The machine keeps " + name + " in " + memory.name + ", whatever the mapping.";
    case hardware::Residency::Bypasses:
        return "The machine has no room for " + name + " in " + memory.name + ".";
    case hardware::Residency::Free:
        break;
    }
    return {};
}

nlohmann::json MappingBench::toJson(const Mapping& mapping) const
{
    nlohmann::json entry = cost::spatial::mappingToJson(mapping, layer().operation, machine());
    entry["layer"] = layer().name;
    return {{"format", cost::spatial::kMappingsFormat},
            {"version", 1},
            {"machine", machine().name},
            {"mappings", nlohmann::json::array({std::move(entry)})}};
}

Result<Mapping> MappingBench::fromJson(const nlohmann::json& json, const std::string& origin) const
{
    auto read = cost::spatial::mappingsOf(json, origin, layer().name, layer().operation, machine());
    if (!read)
        return read.error();
    Mapping mapping = std::move(read).value().front();
    if (!fits(mapping))
        return Error{ErrorCode::InvalidInput, "describes a mapping of another machine or layer.", origin,
                     "Its levels must be those of " + machine().name + ", its loops those of " + layer().name
                         + "."};
    return cost::spatial::tidied(std::move(mapping));
}

} // namespace paretoscope::problem
