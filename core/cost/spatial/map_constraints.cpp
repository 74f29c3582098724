// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/map_constraints.h"

#include "core/cost/spatial/dataflow.h"
#include "core/cost/spatial/nest.h"

#include <algorithm>
#include <set>

namespace paretoscope::cost::spatial {

namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string listed(const Names& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

Error wrong(const std::string& place, std::string what, std::string hint = {})
{
    return {ErrorCode::InvalidInput, std::move(what), place, std::move(hint)};
}

/// Each name known, and once in the list.
Status checkNames(const Names& names, const Names& known, const std::string& kind, const std::string& place)
{
    std::set<std::string> seen;
    for (const std::string& name : names) {
        if (!has(known, name))
            return wrong(place, "There is no " + kind + " \"" + name + "\".",
                         "Known are: " + listed(known) + ".");
        if (!seen.insert(name).second)
            return wrong(place, "The " + kind + " \"" + name + "\" is named twice.");
    }
    return success();
}

Status checkFactors(const std::vector<FactorRule>& rules, const Names& known, const std::string& place)
{
    Names names;
    for (const FactorRule& rule : rules) {
        names.push_back(rule.dimension);
        if (rule.factor < 1)
            return wrong(place + '/' + rule.dimension,
                         "The factor is " + std::to_string(rule.factor) + "; at least 1 is expected.");
    }
    return checkNames(names, known, "dimension", place);
}

Status checkDisjoint(const Names& a, const Names& b, const std::string& both, const std::string& place)
{
    for (const std::string& name : a)
        if (has(b, name))
            return wrong(place, '"' + name + "\" is " + both + '.');
    return success();
}

/// What a rule says of an axis must agree with the list of what may run along it.
Status checkAxis(const std::vector<FactorRule>& rules, const std::optional<Names>& allowed,
                 const std::string& place)
{
    for (const FactorRule& rule : rules) {
        const bool unrolls = rule.relation != FactorRule::Relation::AtMost
                             && (rule.factor > 1 || rule.relation == FactorRule::Relation::Whole);
        if (allowed && unrolls && !has(*allowed, rule.dimension))
            return wrong(place,
                         "\"" + rule.dimension + "\" has a factor, but is not among what may run there.",
                         "Allowed are: " + (allowed->empty() ? "none" : listed(*allowed)) + ".");
    }
    return success();
}

/// The tensors that the machines of this program name.
const Names& tensorNames()
{
    static const Names kNames{"weights", "inputs", "outputs"};
    return kNames;
}

Status checkResidency(const LevelRules& rules, const hardware::MemoryLevel& level, const std::string& place)
{
    Names known = tensorNames();
    for (const auto& entry : level.residency)
        if (!has(known, entry.first))
            known.push_back(entry.first);
    for (const auto& [names, refusal] : {std::pair{&rules.keep, hardware::Residency::Bypasses},
                                         std::pair{&rules.bypass, hardware::Residency::Keeps}}) {
        const bool keeps = names == &rules.keep;
        const std::string at = place + (keeps ? "/keep" : "/bypass");
        if (Status status = checkNames(*names, known, "tensor", at); !status)
            return status;
        for (const std::string& name : *names)
            if (residency(level, name) == refusal)
                return wrong(at, "\"" + name + "\" cannot be " + (keeps ? "kept" : "bypassed") + " at "
                                     + level.name + ": the machine always " + (keeps ? "bypasses" : "keeps")
                                     + " it there.");
    }
    return checkDisjoint(rules.keep, rules.bypass, "both kept and bypassed", place);
}

Status checkLevel(const LevelRules& rules, const hardware::MemoryLevel& level, const Names& dimensions,
                  const std::string& place)
{
    const std::pair<const char*, const std::vector<FactorRule>*> factors[] = {
        {"/temporal", &rules.temporal}, {"/spatial_x", &rules.spatialX}, {"/spatial_y", &rules.spatialY}};
    for (const auto& [key, list] : factors)
        if (Status status = checkFactors(*list, dimensions, place + key); !status)
            return status;
    static const Names kNone;
    const std::pair<const char*, const Names*> lists[] = {
        {"/outermost", &rules.outermost},
        {"/innermost", &rules.innermost},
        {"/allowed_x", rules.allowedX ? &*rules.allowedX : &kNone},
        {"/allowed_y", rules.allowedY ? &*rules.allowedY : &kNone}};
    for (const auto& [key, list] : lists)
        if (Status status = checkNames(*list, dimensions, "dimension", place + key); !status)
            return status;
    if (Status status = checkAxis(rules.spatialX, rules.allowedX, place + "/spatial_x"); !status)
        return status;
    if (Status status = checkAxis(rules.spatialY, rules.allowedY, place + "/spatial_y"); !status)
        return status;
    if (Status status = checkDisjoint(rules.outermost, rules.innermost, "both innermost and outermost",
                                      place);
        !status)
        return status;
    return checkResidency(rules, level, place);
}

} // namespace

Status checkConstraints(const MapConstraints& constraints, const hardware::SpatialArchitecture& architecture,
                        const Names& dimensions)
{
    if (!constraints.dataflow.empty() && !has(dataflows(), constraints.dataflow))
        return wrong("dataflow", "There is no dataflow \"" + constraints.dataflow + "\".",
                     "Known are: " + listed(dataflows()) + ".");
    if (!(constraints.minimumParallelism >= 0.0 && constraints.minimumParallelism <= 1.0))
        return wrong("minimum_parallelism", "The share of the MACs to use is not between 0 and 1.");
    Names known{"R", "S", "P", "Q", "C", "K", "G", "N", "M", "B"};
    for (const std::string& name : dimensions)
        if (!has(known, name))
            known.push_back(name);
    Names levels;
    for (const hardware::MemoryLevel& level : architecture.levels)
        levels.push_back(level.name);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < constraints.levels.size(); ++i) {
        const LevelRules& rules = constraints.levels[i];
        const std::string place = "levels/" + std::to_string(i);
        if (Status status = checkNames({rules.level}, levels, "memory level", place + "/level"); !status)
            return status;
        if (!seen.insert(rules.level).second)
            return wrong(place + "/level", "The level \"" + rules.level + "\" is constrained twice.");
        const auto level = std::find(levels.begin(), levels.end(), rules.level) - levels.begin();
        if (Status status = checkLevel(rules, architecture.levels[static_cast<std::size_t>(level)], known,
                                       place);
            !status)
            return status;
    }
    return success();
}

} // namespace paretoscope::cost::spatial
