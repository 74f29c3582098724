// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/layer_constraints.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::spatial {

namespace {

using hardware::SpatialArchitecture;
using workload::Operation;

std::int64_t fanOut(const SpatialArchitecture& architecture, std::size_t level, Where where)
{
    return where == Where::Column ? architecture.fanOutX(level) : architecture.fanOutY(level);
}

const char* name(Where where)
{
    return where == Where::Time ? "in time" : where == Where::Column ? "along X" : "along Y";
}

std::string place(const SpatialArchitecture& architecture, std::size_t level, Where where)
{
    return std::string(name(where)) + " at " + architecture.levels[level].name;
}

Error refuse(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

/// Divisors of a number, found by trial up to its root, at most 2^20 steps: no size takes long. A divisor
/// beyond that is only found as the partner of a small one.
std::vector<std::int64_t> divisors(std::int64_t number)
{
    std::vector<std::int64_t> all;
    for (std::int64_t d = 1; d * d <= number && d <= std::int64_t{1} << 20U; ++d)
        if (number % d == 0) {
            all.push_back(d);
            if (d * d != number)
                all.push_back(number / d);
        }
    std::sort(all.begin(), all.end());
    return all;
}

/// One prescription for one dimension of the layer, before the sizes decide what it comes to.
struct Demand
{
    std::size_t level = 0;
    Where where = Where::Time;
    FactorRule rule;
};

class Resolver
{
public:
    Resolver(const MapConstraints& constraints, const Dataflow& dataflow, const Operation& operation,
             const SpatialArchitecture& architecture)
        : m_constraints(constraints)
        , m_dataflow(dataflow)
        , m_operation(operation)
        , m_architecture(architecture)
    { }

    Result<LayerConstraints> resolve()
    {
        const double wanted = m_constraints.minimumParallelism * static_cast<double>(m_architecture.macs());
        // A hair less, so that a share computed from whole MACs asks for just those.
        m_result.leastSpread = std::max<std::int64_t>(
            1, static_cast<std::int64_t>(std::ceil(wanted * (1.0 - 1e-12))));
        for (const LevelRules& rules : m_constraints.levels)
            read(rules);
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d)
            if (Status status = settle(d); !status)
                return status.error();
        if (Status status = checkSides(); !status)
            return status.error();
        return m_result;
    }

private:
    /// Only of dimensions that iterate: the others constrain nothing.
    [[nodiscard]] std::optional<std::size_t> dimension(const std::string& wanted) const
    {
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d)
            if (m_operation.dimensions[d].name == wanted && m_operation.dimensions[d].size > 1)
                return d;
        return {};
    }

    [[nodiscard]] std::vector<std::uint8_t> indices(const std::vector<std::string>& names) const
    {
        std::vector<std::uint8_t> found;
        for (const std::string& each : names)
            if (const auto d = dimension(each))
                found.push_back(static_cast<std::uint8_t>(*d));
        return found;
    }

    void read(const LevelRules& rules)
    {
        std::size_t l = 0;
        while (m_architecture.levels[l].name != rules.level)
            ++l;
        LayerConstraints::Level& level = m_result.levels[l];
        const auto demand = [&](const std::vector<FactorRule>& factors, Where where) {
            for (const FactorRule& rule : factors)
                if (const auto d = dimension(rule.dimension))
                    m_demands[*d].push_back({l, where, rule});
        };
        demand(rules.temporal, Where::Time);
        demand(rules.spatialX, Where::Column);
        demand(rules.spatialY, Where::Row);
        allow(level, Where::Column, rules.allowedX);
        allow(level, Where::Row, rules.allowedY);
        level.outermost = indices(rules.outermost);
        level.innermost = indices(rules.innermost);
        for (std::size_t t = 0; t < m_operation.tensors.size(); ++t) {
            const auto named = [&](const std::vector<std::string>& names) {
                return std::find(names.begin(), names.end(), m_operation.tensors[t].name) != names.end();
            };
            level.keep = static_cast<std::uint8_t>(level.keep | (named(rules.keep) ? 1U << t : 0U));
            level.bypass = static_cast<std::uint8_t>(level.bypass | (named(rules.bypass) ? 1U << t : 0U));
        }
    }

    void allow(LayerConstraints::Level& level, Where where,
               const std::optional<std::vector<std::string>>& allowed)
    {
        if (!allowed)
            return;
        auto& order = level.order[static_cast<std::size_t>(where)];
        order = indices(*allowed);
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d)
            if (std::find(order.begin(), order.end(), d) == order.end())
                limit(level.factor[static_cast<std::size_t>(where)][d], 1);
    }

    void limit(FactorBounds& bounds, std::int64_t most)
    {
        bounds.most = std::min(bounds.most, most);
        m_result.constrainsFactors = true;
    }

    FactorBounds& bounds(const Demand& demand, std::size_t d)
    {
        return m_result.levels[demand.level].factor[static_cast<std::size_t>(demand.where)][d];
    }

    [[nodiscard]] std::string sentence(const Demand& demand, const std::string& end) const
    {
        return "the constraint on " + demand.rule.dimension + ' '
               + place(m_architecture, demand.level, demand.where) + ' ' + end;
    }

    /// Turns what is prescribed for one dimension into bounds, the innermost first: what is fixed takes its
    /// share of the size, and the smallest divisors that will do are set aside for what has a lower bound.
    Status settle(std::size_t d)
    {
        std::vector<Demand>& demands = m_demands[d];
        std::stable_sort(demands.begin(), demands.end(),
                         [](const Demand& a, const Demand& b) { return a.level > b.level; });
        std::int64_t left = m_operation.dimensions[d].size;
        for (const Demand& demand : demands)
            if (Status status = fix(demand, d, left); !status)
                return status;
        for (const Demand& demand : demands)
            if (Status status = raise(demand, d, left); !status)
                return status;
        return success();
    }

    Status fix(const Demand& demand, std::size_t d, std::int64_t& left)
    {
        using Relation = FactorRule::Relation;
        const Relation relation = demand.rule.relation;
        const std::int64_t size = m_operation.dimensions[d].size;
        if (relation == Relation::AtMost)
            limit(bounds(demand, d), demand.rule.factor);
        if (relation == Relation::AtMost || relation == Relation::AtLeast)
            return success();
        std::int64_t factor = relation == Relation::Whole ? size : demand.rule.factor;
        if (demand.where != Where::Time && factor > fanOut(m_architecture, demand.level, demand.where))
            return refuse(sentence(
                demand, "asks for a factor of " + std::to_string(factor) + "; the fan-out there is "
                            + std::to_string(fanOut(m_architecture, demand.level, demand.where)) + '.'));
        if (relation == Relation::Fixed) {
            const std::vector<std::int64_t> all = divisors(left);
            factor = *std::prev(std::upper_bound(all.begin(), all.end(), factor));
        }
        if (left % factor != 0)
            return refuse(sentence(
                demand, "asks for a factor of " + std::to_string(factor) + ", which does not divide the "
                            + (left == size ? "size " : "remaining size ") + std::to_string(left) + '.'));
        if (factor > 1 && !standsHere(demand, d))
            return refuse(sentence(demand, "asks for a loop that the dataflow does not allow there."));
        left /= factor;
        bounds(demand, d) = {factor, factor, factor};
        m_result.constrainsFactors = true;
        return success();
    }

    Status raise(const Demand& demand, std::size_t d, std::int64_t& left)
    {
        if (demand.rule.relation != FactorRule::Relation::AtLeast)
            return success();
        const std::int64_t least = std::min(demand.rule.factor, m_operation.dimensions[d].size);
        const std::vector<std::int64_t> all = divisors(left);
        const auto enough = std::lower_bound(all.begin(), all.end(), least);
        if (enough == all.end())
            return refuse(sentence(demand, "asks for a factor of at least " + std::to_string(least)
                                               + "; the other constraints leave " + std::to_string(left)
                                               + '.'));
        if (demand.where != Where::Time && *enough > fanOut(m_architecture, demand.level, demand.where))
            return refuse(sentence(
                demand, "asks for a factor of at least " + std::to_string(least) + "; the fan-out there is "
                            + std::to_string(fanOut(m_architecture, demand.level, demand.where)) + '.'));
        if (*enough > 1 && !standsHere(demand, d))
            return refuse(sentence(demand, "asks for a loop that the dataflow does not allow there."));
        left /= *enough;
        bounds(demand, d).least = least;
        bounds(demand, d).start = *enough;
        m_result.constrainsFactors = true;
        return success();
    }

    /// Whether the dataflow lets the dimension run there; what stands inside the PEs the map space knows.
    [[nodiscard]] bool standsHere(const Demand& demand, std::size_t d) const
    {
        const bool inside = ((m_dataflow.insideElement >> d) & 1U) != 0;
        if (demand.where == Where::Time)
            return !inside || demand.level >= elementLevel();
        const std::uint8_t set = demand.where == Where::Column ? m_dataflow.columns : m_dataflow.rows;
        return !inside && ((set >> d) & 1U) != 0;
    }

    /// The first level of which there is one in every PE.
    [[nodiscard]] std::size_t elementLevel() const
    {
        std::size_t l = m_architecture.levels.size() - 1;
        const std::int64_t elements = m_architecture.levels[l].instances();
        while (l > 0 && m_architecture.levels[l - 1].instances() == elements)
            --l;
        return l;
    }

    Status checkSides() const
    {
        for (std::size_t l = 0; l < m_architecture.levels.size(); ++l)
            for (const Where where : {Where::Column, Where::Row}) {
                const std::int64_t most = fanOut(m_architecture, l, where);
                std::int64_t left = most;
                for (const FactorBounds& each : m_result.levels[l].factor[static_cast<std::size_t>(where)])
                    left /= each.start;
                if (left < 1)
                    return refuse("the factors prescribed " + place(m_architecture, l, where)
                                  + " multiply to more than its fan-out of " + std::to_string(most) + '.');
            }
        return success();
    }

    const MapConstraints& m_constraints;
    const Dataflow& m_dataflow;
    const Operation& m_operation;
    const SpatialArchitecture& m_architecture;
    std::array<std::vector<Demand>, kMaxDimensions> m_demands;
    LayerConstraints m_result;
};

std::int64_t factorOf(const std::vector<Loop>& loops, std::size_t dimension)
{
    std::int64_t factor = 1;
    for (const Loop& loop : loops)
        factor *= loop.dimension == dimension ? loop.factor : 1;
    return factor;
}

std::int64_t spreadOf(const std::vector<Loop>& loops)
{
    std::int64_t ways = 1;
    for (const Loop& loop : loops)
        ways *= loop.factor;
    return ways;
}

/// Dimensions of the loops that iterate, in order.
std::vector<std::uint8_t> running(const std::vector<Loop>& loops)
{
    std::vector<std::uint8_t> order;
    for (const Loop& loop : loops)
        if (loop.factor > 1)
            order.push_back(static_cast<std::uint8_t>(loop.dimension));
    return order;
}

/// The entries of `order` that occur in `loops`.
std::vector<std::uint8_t> present(const std::vector<std::uint8_t>& order,
                                  const std::vector<std::uint8_t>& loops)
{
    std::vector<std::uint8_t> kept;
    for (const std::uint8_t d : order)
        if (std::find(loops.begin(), loops.end(), d) != loops.end())
            kept.push_back(d);
    return kept;
}

bool ordered(const LayerConstraints::Level& rules, const LevelMapping& level)
{
    const std::vector<std::uint8_t> time = running(level.temporal);
    const auto outer = present(rules.outermost, time);
    const auto inner = present(rules.innermost, time);
    if (outer.size() + inner.size() > time.size() || !std::equal(outer.begin(), outer.end(), time.begin())
        || !std::equal(inner.rbegin(), inner.rend(), time.rbegin()))
        return false;
    for (const Where where : {Where::Column, Where::Row}) {
        const auto loops = running(where == Where::Column ? level.spatialX : level.spatialY);
        const auto& order = rules.order[static_cast<std::size_t>(where)];
        if (!order.empty() && present(order, loops) != present(loops, order))
            return false;
    }
    return true;
}

std::optional<std::string> brokenFactor(const LayerConstraints::Level& rules, const LevelMapping& level,
                                        std::size_t index, const Operation& operation,
                                        const SpatialArchitecture& architecture)
{
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
        for (const Where where : {Where::Time, Where::Row, Where::Column}) {
            const FactorBounds& bounds = rules.factor[static_cast<std::size_t>(where)][d];
            const std::int64_t factor = factorOf(where == Where::Time     ? level.temporal
                                                 : where == Where::Column ? level.spatialX
                                                                          : level.spatialY,
                                                 d);
            if (!bounds.allows(factor))
                return "the factor of " + operation.dimensions[d].name + ' '
                       + place(architecture, index, where) + " is " + std::to_string(factor) + "; "
                       + (bounds.fixed()          ? ""
                          : factor < bounds.least ? "at least "
                                                  : "at most ")
                       + std::to_string(factor < bounds.least ? bounds.least : bounds.most)
                       + " is prescribed.";
        }
    return {};
}

} // namespace

Result<LayerConstraints> constrainLayer(const MapConstraints& constraints, const Dataflow& dataflow,
                                        const Operation& operation, const SpatialArchitecture& architecture)
{
    if (constraints.empty())
        return LayerConstraints{};
    if (operation.dimensions.size() > kMaxDimensions || operation.tensors.size() > kMaxTensors
        || architecture.levels.empty() || architecture.levels.size() > kMaxLevels)
        return refuse("the layer or the machine is larger than the model of mappings holds.");
    std::vector<std::string> dimensions;
    for (const workload::Dimension& dimension : operation.dimensions)
        dimensions.push_back(dimension.name);
    if (Status status = checkConstraints(constraints, architecture, dimensions); !status)
        return status.error();
    return Resolver(constraints, dataflow, operation, architecture).resolve();
}

std::optional<std::string> brokenConstraint(const LayerConstraints& constraints, const Mapping& mapping,
                                            const Operation& operation,
                                            const SpatialArchitecture& architecture)
{
    std::int64_t spread = 1;
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const LevelMapping& level = mapping.levels[l];
        const LayerConstraints::Level& rules = constraints.levels[l];
        const std::string& memory = architecture.levels[l].name;
        if (auto broken = brokenFactor(rules, level, l, operation, architecture))
            return broken;
        if (!ordered(rules, level))
            return "the loops at " + memory + " do not stand in the prescribed order.";
        for (std::size_t t = 0; t < level.keeps.size(); ++t)
            if (((level.keeps[t] ? rules.bypass : rules.keep) >> t & 1U) != 0)
                return memory + (level.keeps[t] ? " keeps " : " bypasses ") + operation.tensors[t].name
                       + ", which the constraints forbid.";
        spread *= spreadOf(level.spatialX) * spreadOf(level.spatialY);
    }
    if (spread < constraints.leastSpread)
        return "the mapping uses " + std::to_string(spread) + " MACs; at least "
               + std::to_string(constraints.leastSpread) + " are prescribed.";
    return {};
}

} // namespace paretoscope::cost::spatial
