// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_constraints.h"

#include "core/interchange/yaml_text.h"

#include <algorithm>

namespace paretoscope::interchange {

namespace {

using cost::spatial::FactorBounds;
using cost::spatial::FactorRule;
using cost::spatial::LayerConstraints;
using cost::spatial::LevelRules;
using cost::spatial::MapConstraints;
using cost::spatial::Where;
using workload::Operation;
using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The rule that a factor of a directive is; none for what allows anything.
std::optional<FactorRule> ruleOf(const Factor& factor)
{
    using Relation = FactorRule::Relation;
    const bool whole = factor.value == 0;
    switch (factor.relation) {
    case Factor::Relation::AtMost:
        return whole ? std::nullopt
                     : std::optional(FactorRule{factor.dimension, Relation::AtMost, factor.value});
    case Factor::Relation::AtLeast:
        return whole ? FactorRule{factor.dimension, Relation::Whole, 1}
                     : FactorRule{factor.dimension, Relation::AtLeast, factor.value};
    case Factor::Relation::Equal:
        break;
    }
    return whole ? FactorRule{factor.dimension, Relation::Whole, 1}
                 : FactorRule{factor.dimension, Relation::Exactly, factor.value};
}

class Translation
{
public:
    Translation(YamlReader& place, const MachineDocument& document, const Operation& operation)
        : m_place(place)
        , m_document(document)
    {
        for (const hardware::MemoryLevel& level : document.machine.levels) {
            m_rules.emplace_back();
            m_rules.back().level = level.name;
        }
        for (const workload::Dimension& dimension : operation.dimensions)
            m_dimensions.push_back(dimension.name);
    }

    void add(const Directive& directive)
    {
        for (const Factor& factor : directive.factors)
            checkDimension(directive, factor.dimension);
        for (const std::string& name : directive.permutation)
            checkDimension(directive, name);
        if (m_place.failed())
            return;
        if (directive.kind == Directive::Kind::Temporal)
            addTemporal(directive);
        else
            addSpatial(directive);
    }

    [[nodiscard]] MapConstraints take()
    {
        MapConstraints constraints;
        for (LevelRules& rules : m_rules) {
            LevelRules none;
            none.level = rules.level;
            if (!(rules == none))
                constraints.levels.push_back(std::move(rules));
        }
        return constraints;
    }

private:
    void fail(const Directive& directive, const std::string& what, ErrorCode code = ErrorCode::InvalidInput)
    {
        if (!m_place.failed())
            m_place.fail("the constraint at " + directive.where + ' ' + what, code);
    }

    void checkDimension(const Directive& directive, const std::string& name)
    {
        if (!has(m_dimensions, name))
            fail(directive, "names \"" + name + "\", which is no dimension.");
    }

    void add(const Directive& directive, std::vector<FactorRule>& rules, const Factor& factor)
    {
        const auto rule = ruleOf(factor);
        if (!rule)
            return;
        const auto said = std::find_if(rules.begin(), rules.end(), [&](const FactorRule& other) {
            return other.dimension == rule->dimension;
        });
        if (said == rules.end())
            rules.push_back(*rule);
        else if (!(*said == *rule))
            fail(directive, "is the second that prescribes a factor of " + factor.dimension + " there.",
                 ErrorCode::Unsupported);
    }

    void addTemporal(const Directive& directive)
    {
        const auto rules = std::find_if(m_rules.begin(), m_rules.end(), [&](const LevelRules& each) {
            return each.level == directive.target;
        });
        const bool dummy = std::any_of(
            m_document.fanOuts.begin(), m_document.fanOuts.end(),
            [&](const FanOut& node) { return directive.target == "inter_" + node.name + "_spatial"; });
        if (rules == m_rules.end()) {
            // The front end's dummy levels store nothing and have no loops in our nest.
            if (!dummy)
                fail(directive, "is about \"" + directive.target + "\", which is no memory level.");
            return;
        }
        for (const Factor& factor : directive.factors)
            add(directive, rules->temporal, factor);
        Names order(directive.permutation.rbegin(), directive.permutation.rend());
        if (!order.empty() && !rules->innermost.empty() && rules->innermost != order)
            fail(directive, "is the second that prescribes the order of the loops of " + rules->level + '.',
                 ErrorCode::Unsupported);
        else if (!order.empty())
            rules->innermost = std::move(order);
    }

    [[nodiscard]] const FanOut* nodeOf(const Directive& directive)
    {
        const auto& nodes = m_document.fanOuts;
        for (const FanOut& node : nodes)
            if (directive.target == node.name || directive.target == "inter_" + node.name + "_spatial")
                return &node;
        // As in v3: what fans out below a memory level.
        const FanOut* below = nullptr;
        for (const FanOut& node : nodes)
            if (node.above > 0 && m_rules[node.above - 1].level == directive.target) {
                if (below != nullptr)
                    fail(directive, "is about what is below " + directive.target
                                        + ", where several nodes fan out; name one of them.");
                below = &node;
            }
        return below;
    }

    void addSpatial(const Directive& directive)
    {
        const FanOut* const node = nodeOf(directive);
        const bool idle = std::all_of(directive.factors.begin(), directive.factors.end(),
                                      [](const Factor& factor) { return factor.value == 1; });
        if (node == nullptr && !idle)
            fail(directive, "spreads work at \"" + directive.target + "\", where nothing fans out.");
        if (node == nullptr || node->above == 0 || m_place.failed())
            return;
        for (const FanOut& other : m_document.fanOuts)
            if (&other != node && other.above == node->above
                && ((other.meshX > 1 && node->meshX > 1) || (other.meshY > 1 && node->meshY > 1)))
                fail(directive,
                     "is about one of several nodes that fan out along one axis between the "
                     "same memories.",
                     ErrorCode::Unsupported);
        addAxes(directive, *node, m_rules[node->above - 1]);
    }

    /// Which axis each dimension runs along, and in what order, and then its factors.
    void addAxes(const Directive& directive, const FanOut& node, LevelRules& rules)
    {
        const bool alongX = node.meshX > 1;
        const bool alongY = node.meshY > 1;
        Names order = directive.permutation;
        for (const std::string& name : m_dimensions)
            if (!has(order, name))
                order.push_back(name);
        const bool divided = directive.split.has_value() || alongX != alongY;
        const auto count = static_cast<std::int64_t>(order.size());
        const std::int64_t split = std::min(directive.split.value_or(alongX ? count : 0), count);
        const auto cut = order.begin() + split;
        if (!divided && !directive.permutation.empty())
            fail(directive, "orders the loops of two axes without a split between them.",
                 ErrorCode::Unsupported);
        for (const Factor& factor : directive.factors) {
            const bool one = factor.value == 1 && factor.relation != Factor::Relation::AtLeast;
            if (!divided && !one) {
                fail(directive,
                     "prescribes a factor of " + factor.dimension
                         + " for two axes without a split between them.",
                     ErrorCode::Unsupported);
                return;
            }
            const bool onX = std::find(order.begin(), cut, factor.dimension) != cut;
            if (alongX && (onX || !divided))
                add(directive, rules.spatialX, factor);
            if (alongY && (!onX || !divided))
                add(directive, rules.spatialY, factor);
            if ((onX ? !alongX : !alongY) && divided && !one)
                fail(directive, "spreads " + factor.dimension + " along an axis on which " + directive.target
                                    + " does not fan out.");
        }
        const bool ordered = !directive.permutation.empty() || (split > 0 && split < count);
        if (alongX && divided && (ordered || split == 0))
            rules.allowedX = Names(std::make_reverse_iterator(cut), order.rend());
        if (alongY && divided && (ordered || split == count))
            rules.allowedY = Names(order.rbegin(), std::make_reverse_iterator(cut));
    }

    YamlReader& m_place;
    const MachineDocument& m_document;
    std::vector<LevelRules> m_rules;
    Names m_dimensions;
};

/// "C=3", "C<=4" of every dimension that is not free.
Names factorTexts(const std::array<FactorBounds, cost::spatial::kMaxDimensions>& bounds,
                  const Operation& operation)
{
    Names texts;
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d) {
        const FactorBounds& each = bounds[d];
        const workload::Dimension& dimension = operation.dimensions[d];
        if (dimension.size == 1)
            continue;
        if (each.fixed())
            texts.push_back(dimension.name + '=' + std::to_string(each.least));
        else if (each.most < dimension.size)
            texts.push_back(dimension.name + "<=" + std::to_string(each.most));
        if (!each.fixed() && each.least > 1)
            texts.push_back(dimension.name + ">=" + std::to_string(each.least));
    }
    return texts;
}

Names namesOf(const std::vector<std::uint8_t>& dimensions, const Operation& operation)
{
    Names names;
    for (const std::uint8_t d : dimensions)
        names.push_back(word(operation.dimensions[d].name));
    return names;
}

std::string directiveText(const std::string& target, const char* type, const Names& factors,
                          const Names& permutation, const std::string& split)
{
    if (factors.empty() && permutation.empty())
        return {};
    std::string text = "  - {target: " + word(target) + ", type: " + type;
    if (!factors.empty())
        text += ", factors: " + list(factors);
    if (!permutation.empty())
        text += ", permutation: " + list(permutation);
    return text + split + "}\n";
}

/// Innermost first, as far as the format needs it: what stands outermost can only be said of a whole order.
Result<Names> permutationOf(const LayerConstraints::Level& rules, const Operation& operation,
                            const std::string& level)
{
    std::vector<std::uint8_t> order(rules.innermost.rbegin(), rules.innermost.rend());
    if (rules.outermost.empty())
        return namesOf(order, operation);
    std::vector<std::uint8_t> free;
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d) {
        const auto named = [&](const std::vector<std::uint8_t>& names) {
            return std::find(names.begin(), names.end(), d) != names.end();
        };
        const bool iterates = operation.dimensions[d].size > 1 && rules.factor[0][d].most > 1;
        if (iterates && !named(rules.innermost) && !named(rules.outermost))
            free.push_back(static_cast<std::uint8_t>(d));
    }
    if (free.size() > 1)
        return Error{ErrorCode::Unsupported,
                     "Some loops are to stand outside of all others, whose order is free.", level,
                     "Timeloop's format has no way to say it."};
    order.insert(order.end(), free.begin(), free.end());
    order.insert(order.end(), rules.outermost.rbegin(), rules.outermost.rend());
    return namesOf(order, operation);
}

std::string axisText(const AxisNode& node, const LayerConstraints::Level& rules, const Operation& operation)
{
    const auto axis = static_cast<std::size_t>(node.axis);
    const std::vector<std::uint8_t>& order = rules.order[axis];
    const Names factors = factorTexts(rules.factor[axis], operation);
    if (order.empty())
        return directiveText(node.name, "spatial", factors, {}, {});
    // What does not run there comes first, where it makes the split of a Y axis a number of at least 1.
    Names permutation;
    for (const workload::Dimension& dimension : operation.dimensions)
        if (!has(namesOf(order, operation), word(dimension.name)))
            permutation.push_back(word(dimension.name));
    const std::size_t split = node.axis == Where::Column ? operation.dimensions.size() : permutation.size();
    const Names running = namesOf(order, operation);
    permutation.insert(permutation.end(), running.rbegin(), running.rend());
    return directiveText(node.name, "spatial", factors, permutation, ", split: " + std::to_string(split));
}

std::string residencyText(const LayerConstraints::Level& rules, const Operation& operation,
                          const std::string& level)
{
    Names keep, bypass;
    for (std::size_t t = 0; t < operation.tensors.size(); ++t) {
        if ((rules.keep >> t & 1) != 0)
            keep.push_back(word(operation.tensors[t].name));
        if ((rules.bypass >> t & 1) != 0)
            bypass.push_back(word(operation.tensors[t].name));
    }
    if (keep.empty() && bypass.empty())
        return {};
    return "  - {target: " + word(level) + ", type: dataspace, keep: " + list(keep)
           + ", bypass: " + list(bypass) + "}\n";
}

} // namespace

MapConstraints readMapConstraints(YamlReader& place, const MachineDocument& machine,
                                  const Operation& operation)
{
    Translation translation(place, machine, operation);
    for (const Directive& directive : machine.constraints)
        translation.add(directive);
    return place.failed() ? MapConstraints{} : translation.take();
}

bool constrainsAxes(const LayerConstraints::Level& rules, const Operation& operation)
{
    for (const Where axis : {Where::Row, Where::Column}) {
        const auto index = static_cast<std::size_t>(axis);
        if (!rules.order[index].empty() || !factorTexts(rules.factor[index], operation).empty())
            return true;
    }
    return false;
}

Result<std::string> constraintsText(const LayerConstraints& constraints, const Operation& operation,
                                    const hardware::SpatialArchitecture& architecture,
                                    const std::vector<AxisNode>& nodes)
{
    if (constraints.leastSpread > 1)
        return Error{ErrorCode::Unsupported, "A share of the MACs is to be used.", architecture.name,
                     "Timeloop's format has no way to say it."};
    std::string text;
    for (std::size_t l = 0; l < architecture.levels.size(); ++l) {
        const LayerConstraints::Level& rules = constraints.levels[l];
        const std::string& level = architecture.levels[l].name;
        const auto permutation = permutationOf(rules, operation, level);
        if (!permutation)
            return permutation.error();
        text += residencyText(rules, operation, level);
        text += directiveText(level, "temporal", factorTexts(rules.factor[0], operation), *permutation, {});
        for (const AxisNode& node : nodes)
            if (node.level == l)
                text += axisText(node, rules, operation);
    }
    return text.empty() ? text : "constraints:\n  version: 0.4\n  targets:\n" + text;
}

} // namespace paretoscope::interchange
