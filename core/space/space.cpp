// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/space.h"

#include "core/space/parameter_support.h"

#include <algorithm>
#include <set>

namespace paretoscope::space {

namespace {

constexpr std::size_t kMostParameters = 200;

/// a * b, absent beyond what is counted or where a factor is absent.
std::optional<std::uint64_t> times(std::optional<std::uint64_t> a, std::optional<std::uint64_t> b)
{
    if (!a || !b || (*a != 0 && *b > kMostCounted / *a))
        return {};
    return *a * *b;
}

std::optional<std::uint64_t> plus(std::optional<std::uint64_t> a, std::optional<std::uint64_t> b)
{
    if (!a || !b || *a + *b > kMostCounted)
        return {};
    return *a + *b;
}

/// Rank in enumeration order of a scalar discrete value.
std::uint64_t rankOf(const Parameter& parameter, double value)
{
    if (parameter.kind() == ParameterKind::Categorical)
        return static_cast<std::uint64_t>(value);
    // Integers and ordinals increase with rank, so a bisection over at() finds it.
    std::uint64_t low = 0;
    std::uint64_t high = parameter.count().value_or(1) - 1;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        double there = 0.0;
        parameter.at(middle, {&there, 1});
        (there < value ? low : high) = there < value ? middle + 1 : middle;
    }
    return low;
}

bool canBeParent(const Parameter& parameter)
{
    const ParameterKind kind = parameter.kind();
    return kind == ParameterKind::Categorical || kind == ParameterKind::Ordinal
           || kind == ParameterKind::Integer;
}

} // namespace

Result<Space> Space::make(std::vector<ParameterPtr> parameters)
{
    if (parameters.empty() || parameters.size() > kMostParameters) {
        return Error{ErrorCode::InvalidInput,
                     "there are " + std::to_string(parameters.size()) + " parameters; 1 to 200 are allowed.",
                     {},
                     {}};
    }
    Space space;
    space.m_parameters = std::move(parameters);
    space.m_nodes.resize(space.size());
    std::set<std::string> names;
    for (std::size_t i = 0; i < space.size(); ++i) {
        const Parameter& parameter = space.parameter(i);
        if (!names.insert(parameter.name()).second)
            return refusal(parameter.name(), "the name is used twice; all must differ.");
        if (const Status linked = space.link(i); !linked)
            return linked.error();
        space.m_firstSlot.push_back(space.m_slotCount);
        space.m_slotCount += parameter.width();
        space.m_featureCount += parameter.featureCount();
    }
    space.countSubtrees();
    return space;
}

Status Space::link(std::size_t index)
{
    const Parameter& child = parameter(index);
    if (!child.condition())
        return success();
    const std::string& parentName = child.condition()->parent;
    const auto parent = indexOf(parentName);
    if (!parent || *parent >= index) {
        return refusal(child.name(), "its condition names \"" + parentName + "\", which is "
                                         + (parent ? "not before it" : "no parameter")
                                         + "; a parameter that stands before it is expected.");
    }
    if (!canBeParent(parameter(*parent))) {
        return refusal(child.name(), "its condition names \"" + parentName
                                         + "\"; a categorical, ordinal or integer parameter is expected.");
    }
    Node& node = m_nodes[index];
    node.parent = parent;
    for (const std::string& text : child.condition()->values) {
        const auto value = parameter(*parent).parse(text);
        if (!value)
            return refusal(child.name(),
                           "its condition on \"" + parentName + "\" cannot hold: " + value.error().what);
        node.activeFor.push_back(value->front());
    }
    std::sort(node.activeFor.begin(), node.activeFor.end());
    node.activeFor.erase(std::unique(node.activeFor.begin(), node.activeFor.end()), node.activeFor.end());
    return success();
}

/// Children stand after their parents, so one pass from the back meets every subtree complete.
void Space::countSubtrees()
{
    for (std::size_t i = size(); i-- > 0;) {
        Node& node = m_nodes[i];
        std::set<double> special;
        for (std::size_t c = i + 1; c < size(); ++c)
            if (m_nodes[c].parent == i)
                special.insert(m_nodes[c].activeFor.begin(), m_nodes[c].activeFor.end());
        node.subtree = parameter(i).count();
        if (!node.subtree)
            continue;
        std::optional<std::uint64_t> total = *node.subtree - special.size();
        for (const double value : special) {
            std::optional<std::uint64_t> below = 1;
            for (std::size_t c = i + 1; c < size(); ++c) {
                const auto& values = m_nodes[c].activeFor;
                if (m_nodes[c].parent == i && std::binary_search(values.begin(), values.end(), value))
                    below = times(below, m_nodes[c].subtree);
            }
            total = plus(total, below);
            node.branches.emplace_back(rankOf(parameter(i), value), below.value_or(0));
        }
        node.subtree = total;
    }
}

Status Space::constrain(std::string name, std::string expression)
{
    for (const InputConstraint& constraint : m_constraints) {
        if (constraint.name() == name)
            return Error{ErrorCode::InvalidInput,
                         "the name is used twice; all must differ.",
                         "constraint \"" + name + "\"",
                         {}};
    }
    auto constraint = InputConstraint::parse(std::move(name), std::move(expression), *this);
    if (!constraint)
        return constraint.error();
    m_constraints.push_back(std::move(constraint).value());
    return success();
}

std::optional<std::size_t> Space::indexOf(std::string_view name) const
{
    for (std::size_t i = 0; i < size(); ++i)
        if (m_parameters[i]->name() == name)
            return i;
    return {};
}

std::span<const double> Space::value(const Design& design, std::size_t index) const
{
    return design.row().subspan(m_firstSlot[index], m_parameters[index]->width());
}

std::span<double> Space::value(Design& design, std::size_t index) const
{
    return design.row().subspan(m_firstSlot[index], m_parameters[index]->width());
}

bool Space::isActive(const Design& design, std::size_t index) const
{
    return design.row()[m_firstSlot[index]] != kInactive;
}

bool Space::shouldBeActive(const Design& design, std::size_t index) const
{
    const Node& node = m_nodes[index];
    // An inactive parent holds kInactive, which is in no list.
    return !node.parent
           || std::binary_search(node.activeFor.begin(), node.activeFor.end(),
                                 design.row()[m_firstSlot[*node.parent]]);
}

void Space::activate(Design& design, Rng* rng) const
{
    for (std::size_t i = 0; i < size(); ++i) {
        const std::span<double> slots = value(design, i);
        if (!shouldBeActive(design, i))
            std::fill(slots.begin(), slots.end(), kInactive);
        else if (!isActive(design, i) && rng != nullptr)
            m_parameters[i]->sample(*rng, slots);
        else if (!isActive(design, i))
            m_parameters[i]->at(0, slots);
    }
}

std::optional<std::uint64_t> Space::count() const
{
    std::optional<std::uint64_t> product = 1;
    for (const Node& node : m_nodes)
        if (!node.parent)
            product = times(product, node.subtree);
    return product;
}

Design Space::at(std::uint64_t index) const
{
    Design design(std::vector<double>(m_slotCount, kInactive));
    // `left`: ways to complete what is decided so far, over all subtrees that hang from it.
    std::uint64_t left = count().value_or(0);
    for (std::size_t i = 0; i < size(); ++i) {
        const Node& node = m_nodes[i];
        if (!shouldBeActive(design, i) || left == 0)
            continue;
        const std::uint64_t others = left / *node.subtree;
        // Values of the same number of completions form stretches; walk the few exceptions among them.
        std::uint64_t rank = 0;
        std::uint64_t weight = 1;
        bool found = false;
        for (const auto& [branch, ways] : node.branches) {
            const std::uint64_t stretch = (branch - rank) * others;
            if (index < stretch)
                break;
            index -= stretch;
            rank = branch;
            weight = ways;
            if (index < ways * others) {
                found = true;
                break;
            }
            index -= ways * others;
            ++rank;
            weight = 1;
        }
        if (!found) {
            weight = 1;
            rank += index / others;
            index %= others;
        }
        m_parameters[i]->at(rank, value(design, i));
        left = others * weight;
    }
    return design;
}

std::optional<Design> Space::sample(Rng& rng, std::size_t attempts,
                                    const std::function<bool(const Design&)>& accept) const
{
    for (std::size_t attempt = 0; attempt < attempts; ++attempt) {
        Design design(std::vector<double>(m_slotCount, kInactive));
        activate(design, &rng);
        if (satisfiesConstraints(design) && (!accept || accept(design)))
            return design;
    }
    return {};
}

Status Space::check(const Design& design) const
{
    if (design.row().size() != m_slotCount) {
        return Error{ErrorCode::InvalidInput,
                     "the design has " + std::to_string(design.row().size()) + " numbers; this space has "
                         + std::to_string(m_slotCount) + ".",
                     {},
                     {}};
    }
    for (std::size_t i = 0; i < size(); ++i) {
        const auto slots = value(design, i);
        const bool inactive = std::all_of(slots.begin(), slots.end(),
                                          [](double s) { return s == kInactive; });
        if (shouldBeActive(design, i) == inactive) {
            return refusal(m_parameters[i]->name(), inactive
                                                        ? "has no value, though its condition holds."
                                                        : "has a value, though its condition does not hold.");
        }
        if (!inactive && !m_parameters[i]->contains(slots))
            return refusal(m_parameters[i]->name(), "holds a value that is none of its values.");
    }
    for (const InputConstraint& constraint : m_constraints) {
        if (!constraint.holds(design))
            return Error{ErrorCode::InvalidInput,
                         "does not hold: " + constraint.expression() + ".",
                         "constraint \"" + constraint.name() + "\"",
                         {}};
    }
    return success();
}

bool Space::satisfiesConstraints(const Design& design) const
{
    return std::all_of(m_constraints.begin(), m_constraints.end(),
                       [&](const InputConstraint& constraint) { return constraint.holds(design); });
}

void Space::features(const Design& design, std::span<double> out) const
{
    std::size_t first = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        const std::span<double> part = out.subspan(first, m_parameters[i]->featureCount());
        if (isActive(design, i))
            m_parameters[i]->features(value(design, i), part);
        else
            std::fill(part.begin(), part.end(), 0.0);
        first += part.size();
    }
}

std::string Space::print(const Design& design) const
{
    std::string text;
    for (std::size_t i = 0; i < size(); ++i) {
        if (isActive(design, i))
            text += (text.empty() ? "" : ", ") + m_parameters[i]->name() + "="
                    + m_parameters[i]->print(value(design, i));
    }
    return text;
}

} // namespace paretoscope::space
