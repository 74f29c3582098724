// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapping_json.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

namespace {

using nlohmann::json;

std::optional<std::size_t> dimensionNamed(const std::string& name, const workload::Operation& operation)
{
    const auto found = std::find_if(operation.dimensions.begin(), operation.dimensions.end(),
                                    [&](const auto& dimension) { return dimension.name == name; });
    if (found == operation.dimensions.end())
        return {};
    return static_cast<std::size_t>(found - operation.dimensions.begin());
}

/// Loops are pairs ["P", 4].
std::vector<Loop> readLoops(JsonReader& level, const char* key, const workload::Operation& operation)
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
        const auto dimension = shaped ? dimensionNamed(pair[0].get<std::string>(), operation) : std::nullopt;
        if (!dimension) {
            level.fail(key, "holds " + describe(pair) + "; a pair of a dimension and a factor is expected.");
            return loops;
        }
        loops.push_back({*dimension, pair[1].get<std::int64_t>()});
    }
    return loops;
}

std::vector<bool> readKeeps(JsonReader& level, const workload::Operation& operation)
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

json loopsToJson(const std::vector<Loop>& loops, const workload::Operation& operation)
{
    json list = json::array();
    for (const Loop& loop : loops)
        list.push_back({operation.dimensions[loop.dimension].name, loop.factor});
    return list;
}

json keepsToJson(const std::vector<bool>& keeps, const workload::Operation& operation)
{
    json list = json::array();
    for (std::size_t t = 0; t < keeps.size(); ++t)
        if (keeps[t])
            list.push_back(operation.tensors[t].name);
    return list;
}

} // namespace

json mappingToJson(const Mapping& mapping, const workload::Operation& operation,
                   const std::vector<std::string>& levels)
{
    json list = json::array();
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const LevelMapping& level = mapping.levels[l];
        list.push_back({{"name", l < levels.size() ? levels[l] : std::string()},
                        {"keep", keepsToJson(level.keeps, operation)},
                        {"temporal", loopsToJson(level.temporal, operation)},
                        {"spatial_x", loopsToJson(level.spatialX, operation)},
                        {"spatial_y", loopsToJson(level.spatialY, operation)}});
    }
    return {{"levels", list}};
}

Mapping readMapping(JsonReader reader, const workload::Operation& operation)
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

} // namespace paretoscope::cost::spatial
