// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapping_json.h"

#include <algorithm>
#include <set>

namespace paretoscope::cost::spatial {

namespace {

using nlohmann::json;
using workload::Operation;

/// Loops are pairs ["P", 4].
std::vector<Loop> readLoops(JsonReader& level, const char* key, const Operation& operation)
{
    std::vector<Loop> loops;
    const json& list = level.raw(key);
    if (!list.is_array()) {
        level.fail(key, "must be a list of loops.");
        return loops;
    }
    for (const json& pair : list) {
        const bool shaped = pair.is_array() && pair.size() == 2 && pair[0].is_string()
                            && pair[1].is_number_integer();
        const auto named = std::find_if(
            operation.dimensions.begin(), operation.dimensions.end(),
            [&](const auto& dimension) { return shaped && dimension.name == pair[0].get<std::string>(); });
        if (named == operation.dimensions.end()) {
            level.fail(key, "holds " + describe(pair) + "; a pair of a dimension and a factor is expected.");
            return loops;
        }
        loops.push_back(
            {static_cast<std::size_t>(named - operation.dimensions.begin()), pair[1].get<std::int64_t>()});
    }
    return loops;
}

std::vector<bool> readKeeps(JsonReader& level, const Operation& operation)
{
    std::vector<bool> keeps(operation.tensors.size(), false);
    for (const std::string& name : level.strings("keep")) {
        const auto tensor = std::find_if(operation.tensors.begin(), operation.tensors.end(),
                                         [&](const auto& t) { return t.name == name; });
        if (tensor == operation.tensors.end())
            level.fail("keep", "names \"" + name + "\", which is no tensor of this problem.");
        else
            keeps[static_cast<std::size_t>(tensor - operation.tensors.begin())] = true;
    }
    return keeps;
}

json loopsToJson(const std::vector<Loop>& loops, const Operation& operation)
{
    json list = json::array();
    for (const Loop& loop : loops)
        list.push_back({operation.dimensions[loop.dimension].name, loop.factor});
    return list;
}

/// The levels of a mapping stand in the machine's order; a mapping of another machine must not pass for one
/// of this.
void checkLevels(JsonReader& entry, const hardware::SpatialArchitecture& architecture)
{
    const json& levels = entry.raw("levels");
    std::string expected;
    for (const hardware::MemoryLevel& level : architecture.levels)
        expected += (expected.empty() ? "" : ", ") + level.name;
    bool same = levels.size() == architecture.levels.size();
    for (std::size_t l = 0; same && l < levels.size(); ++l)
        same = levels[l]["name"] == architecture.levels[l].name;
    if (!same)
        entry.fail("levels", "are not those of the machine: " + expected + ", in this order.");
}

} // namespace

Mapping readMapping(JsonReader& reader, const Operation& operation)
{
    Mapping mapping;
    for (JsonReader& level : reader.objects("levels")) {
        (void)level.string("name");
        mapping.levels.push_back({readKeeps(level, operation), readLoops(level, "temporal", operation),
                                  readLoops(level, "spatial_x", operation),
                                  readLoops(level, "spatial_y", operation)});
    }
    return mapping;
}

json mappingToJson(const Mapping& mapping, const Operation& operation,
                   const hardware::SpatialArchitecture& architecture)
{
    json levels = json::array();
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const LevelMapping& level = mapping.levels[l];
        json keep = json::array();
        for (std::size_t t = 0; t < level.keeps.size(); ++t)
            if (level.keeps[t])
                keep.push_back(operation.tensors[t].name);
        levels.push_back({{"name", architecture.levels[l].name},
                          {"keep", std::move(keep)},
                          {"temporal", loopsToJson(level.temporal, operation)},
                          {"spatial_x", loopsToJson(level.spatialX, operation)},
                          {"spatial_y", loopsToJson(level.spatialY, operation)}});
    }
    return json{{"levels", std::move(levels)}};
}

Result<std::vector<Mapping>> mappingsOf(const json& document, const std::string& file,
                                        const std::string& layer, const Operation& operation,
                                        const hardware::SpatialArchitecture& architecture)
{
    JsonReader reader(document, file);
    reader.format(kMappingsFormat, 1);
    for (const char* key : {"machine", "network"})
        (void)reader.string(key, "");
    std::vector<Mapping> mappings;
    std::set<std::string> layers;
    for (JsonReader& entry : reader.objects("mappings")) {
        const std::string name = entry.string("layer");
        layers.insert(name);
        (void)entry.raw("costs");
        (void)entry.raw("levels");
        if (name != layer)
            continue;
        mappings.push_back(readMapping(entry, operation));
        if (!entry.failed())
            checkLevels(entry, architecture);
    }
    if (Status status = reader.finish(); !status)
        return status.error();
    if (mappings.empty()) {
        std::string known;
        for (const std::string& name : layers)
            known += (known.empty() ? "" : ", ") + name;
        return Error{ErrorCode::NotFound, "has no mapping of the layer \"" + layer + "\".", file,
                     "It has: " + (known.empty() ? "none" : known) + "."};
    }
    return mappings;
}

} // namespace paretoscope::cost::spatial
