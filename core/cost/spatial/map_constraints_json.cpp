// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/map_constraints_json.h"

#include "core/cost/spatial/dataflow.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

namespace {

using nlohmann::json;
using Relation = FactorRule::Relation;

constexpr const char* kFormat = "paretoscope-map-constraints";
constexpr std::int64_t kLargestFactor = std::int64_t{1} << 53U;

const std::vector<std::pair<std::string, Relation>>& relations()
{
    static const std::vector<std::pair<std::string, Relation>> kRelations{
        {"exactly", Relation::Exactly}, {"at_most", Relation::AtMost}, {"at_least", Relation::AtLeast}};
    return kRelations;
}

/// 3, "all", or one of the relations with its number.
FactorRule readRule(JsonReader& rules, const std::string& dimension)
{
    FactorRule rule;
    rule.dimension = dimension;
    const json& value = rules.raw(dimension);
    if (value.is_string() && value.get<std::string>() == "all") {
        rule.relation = Relation::Whole;
        return rule;
    }
    if (!value.is_object()) {
        if (!value.is_number_integer())
            rules.fail(dimension, "is " + describe(value)
                                      + "; a factor, \"all\", or one of exactly, at_most and at_least with a "
                                        "factor is expected.");
        rule.factor = rules.integer(dimension, 1, kLargestFactor);
        return rule;
    }
    JsonReader relation = rules.object(dimension);
    int named = 0;
    for (const auto& [key, meaning] : relations())
        if (relation.has(key)) {
            rule.relation = meaning;
            rule.factor = relation.integer(key, 1, kLargestFactor);
            ++named;
        }
    if (named != 1)
        rules.fail(dimension, "needs one of exactly, at_most and at_least.");
    return rule;
}

std::vector<FactorRule> readRules(JsonReader& level, const char* key)
{
    std::vector<FactorRule> factors;
    JsonReader rules = level.object(key, true);
    if (!level.has(key) || level.failed())
        return factors;
    const json& names = level.raw(key);
    for (const auto& [name, value] : names.items())
        factors.push_back(readRule(rules, name));
    return factors;
}

std::optional<std::vector<std::string>> readAllowed(JsonReader& level, const char* key)
{
    if (!level.has(key))
        return {};
    return level.strings(key);
}

/// "forbidden_spatial": ["P"] is a factor of at most 1 along both axes.
void forbid(JsonReader& level, LevelRules& rules)
{
    for (const std::string& dimension : level.strings("forbidden_spatial", std::vector<std::string>{}))
        for (auto* axis : {&rules.spatialX, &rules.spatialY}) {
            const bool said = std::any_of(axis->begin(), axis->end(),
                                          [&](const FactorRule& r) { return r.dimension == dimension; });
            if (said) {
                level.fail("forbidden_spatial",
                           "names \"" + dimension + "\", which also has a factor there.");
                return;
            }
            axis->push_back({dimension, Relation::AtMost, 1});
        }
}

LevelRules readLevel(JsonReader& reader)
{
    const std::vector<std::string> none;
    LevelRules rules;
    rules.level = reader.string("level");
    rules.temporal = readRules(reader, "temporal");
    rules.spatialX = readRules(reader, "spatial_x");
    rules.spatialY = readRules(reader, "spatial_y");
    rules.allowedX = readAllowed(reader, "allowed_x");
    rules.allowedY = readAllowed(reader, "allowed_y");
    forbid(reader, rules);
    rules.outermost = reader.strings("outermost", none);
    rules.innermost = reader.strings("innermost", none);
    rules.keep = reader.strings("keep", none);
    rules.bypass = reader.strings("bypass", none);
    return rules;
}

json rulesToJson(const std::vector<FactorRule>& rules)
{
    json object = json::object();
    for (const FactorRule& rule : rules) {
        json& value = object[rule.dimension];
        if (rule.relation == Relation::Whole)
            value = "all";
        else if (rule.relation == Relation::Fixed)
            value = rule.factor;
        for (const auto& [key, meaning] : relations())
            if (meaning == rule.relation)
                value = json{{key, rule.factor}};
    }
    return object;
}

json levelToJson(const LevelRules& rules)
{
    json level{{"level", rules.level}};
    const auto addIfAny = [&](const char* key, json value) {
        if (!value.empty())
            level[key] = std::move(value);
    };
    addIfAny("temporal", rulesToJson(rules.temporal));
    addIfAny("spatial_x", rulesToJson(rules.spatialX));
    addIfAny("spatial_y", rulesToJson(rules.spatialY));
    if (rules.allowedX)
        level["allowed_x"] = *rules.allowedX;
    if (rules.allowedY)
        level["allowed_y"] = *rules.allowedY;
    addIfAny("outermost", rules.outermost);
    addIfAny("innermost", rules.innermost);
    addIfAny("keep", rules.keep);
    addIfAny("bypass", rules.bypass);
    return level;
}

} // namespace

MapConstraints readMapConstraints(JsonReader& reader)
{
    MapConstraints constraints;
    if (reader.has("format") || reader.has("version"))
        reader.format(kFormat, 1);
    (void)reader.string("description", "");
    if (reader.has("dataflow"))
        constraints.dataflow = reader.choice("dataflow", dataflows());
    constraints.minimumParallelism = reader.number("minimum_parallelism", {0.0, 1.0}, 0.0);
    for (JsonReader& level : reader.objects("levels", true))
        constraints.levels.push_back(readLevel(level));
    return constraints;
}

Result<MapConstraints> readMapConstraintsFile(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    JsonReader reader(*document, file.string());
    reader.format(kFormat, 1);
    MapConstraints constraints = readMapConstraints(reader);
    if (Status status = reader.finish(); !status)
        return status.error();
    return constraints;
}

json mapConstraintsToJson(const MapConstraints& constraints)
{
    json document{{"format", kFormat}, {"version", 1}};
    if (!constraints.dataflow.empty())
        document["dataflow"] = constraints.dataflow;
    if (constraints.minimumParallelism > 0.0)
        document["minimum_parallelism"] = constraints.minimumParallelism;
    document["levels"] = json::array();
    for (const LevelRules& rules : constraints.levels)
        document["levels"].push_back(levelToJson(rules));
    return document;
}

} // namespace paretoscope::cost::spatial
