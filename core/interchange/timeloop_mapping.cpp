// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_mapping.h"

#include "core/cost/spatial/nest.h"

#include <algorithm>

namespace paretoscope::interchange {

namespace {

using cost::spatial::Loop;
using cost::spatial::Mapping;
using hardware::Residency;
using workload::Operation;

std::optional<std::size_t> dimensionNamed(const Operation& operation, const std::string& name)
{
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
        if (operation.dimensions[d].name == name)
            return d;
    return {};
}

/// One place for loops: the temporal loops of a level, or the spatial loops of a node that fans out.
struct Site
{
    std::string name;
    std::size_t level = 0; ///< that the loops belong to
    std::optional<Directive> directive;
    std::vector<Directive> constraints;
};

/// What a directive says, by dimension.
struct Said
{
    std::vector<std::optional<std::int64_t>> factors; ///< only those with "="
    std::vector<std::size_t> order;                   ///< innermost first, as far as given
};

class Assembly
{
public:
    Assembly(YamlReader& place, const MachineDocument& document, const Operation& operation)
        : m_place(place)
        , m_document(document)
        , m_operation(operation)
    {
        const auto& levels = document.machine.levels;
        for (std::size_t l = 0; l < levels.size(); ++l)
            m_temporal.push_back({levels[l].name, l, {}, {}});
        for (const FanOut& fanOut : document.fanOuts)
            if (fanOut.above > 0)
                m_spatial.push_back({fanOut.name, fanOut.above - 1, {}, {}});
        m_keeps.assign(levels.size(),
                       std::vector<std::optional<bool>>(operation.tensors.size(), std::nullopt));
    }

    void constrain(const Directive& directive)
    {
        if (Site* site = find(directive))
            site->constraints.push_back(directive);
    }

    void direct(const Directive& directive)
    {
        if (directive.kind == Directive::Kind::Residency) {
            store(directive);
            return;
        }
        if (isDummy(directive)) {
            if (std::any_of(directive.factors.begin(), directive.factors.end(),
                            [](const Factor& factor) { return factor.value != 1; }))
                fail(directive, "has temporal loops at a dummy level, which stores nothing.");
            return;
        }
        Site* site = find(directive);
        if (site == nullptr)
            return;
        if (site->directive)
            fail(directive, "is the second directive for the loops of " + site->name + '.');
        else
            site->directive = directive;
    }

    [[nodiscard]] Mapping assemble()
    {
        const auto& levels = m_document.machine.levels;
        Mapping mapping;
        mapping.levels.resize(levels.size());
        for (const Site& site : m_temporal)
            append(site, mapping.levels[site.level].temporal, nullptr);
        // Outer nodes first: within an axis their loops are outside.
        for (const Site& site : m_spatial)
            append(site, mapping.levels[site.level].spatialX, &mapping.levels[site.level].spatialY);
        for (std::size_t l = 0; l < levels.size(); ++l)
            for (std::size_t t = 0; t < m_operation.tensors.size(); ++t) {
                const Residency rule = cost::spatial::residency(levels[l], m_operation.tensors[t].name);
                mapping.levels[l].keeps.push_back(m_keeps[l][t].value_or(rule != Residency::Bypasses));
            }
        return mapping;
    }

private:
    void fail(const Directive& directive, const std::string& what, ErrorCode code = ErrorCode::InvalidInput)
    {
        if (m_place.failed())
            return;
        m_place.fail("the directive at " + directive.where + ' ' + what, code);
    }

    /// The v4 front end puts a level that stores nothing above every node that fans out.
    [[nodiscard]] const FanOut* dummy(const std::string& target) const
    {
        const auto it = std::find_if(
            m_document.fanOuts.begin(), m_document.fanOuts.end(),
            [&](const FanOut& f) { return target == "inter_" + f.name + "_spatial"; });
        return it == m_document.fanOuts.end() ? nullptr : &*it;
    }
    [[nodiscard]] bool isDummy(const Directive& directive) const
    {
        return directive.kind != Directive::Kind::Spatial && dummy(directive.target) != nullptr;
    }

    Site* find(const Directive& directive)
    {
        if (directive.kind == Directive::Kind::Spatial)
            return findSpatial(directive);
        for (Site& site : m_temporal)
            if (site.name == directive.target)
                return &site;
        fail(directive, "is about \"" + directive.target + "\", which is no memory level of the machine.");
        return nullptr;
    }

    Site* findSpatial(const Directive& directive)
    {
        const FanOut* renamed = dummy(directive.target);
        const std::string& name = renamed != nullptr ? renamed->name : directive.target;
        for (Site& site : m_spatial)
            if (site.name == name)
                return &site;
        return findBelow(directive);
    }

    /// As in v3: the spatial loops below a memory level.
    Site* findBelow(const Directive& directive)
    {
        const auto& levels = m_document.machine.levels;
        const auto level = std::find_if(levels.begin(), levels.end(),
                                        [&](const auto& l) { return l.name == directive.target; });
        if (level == levels.end()) {
            fail(directive, "spreads work at \"" + directive.target + "\", where nothing fans out.");
            return nullptr;
        }
        const auto index = static_cast<std::size_t>(level - levels.begin());
        const auto below = [&](const Site& site) { return site.level == index; };
        if (std::count_if(m_spatial.begin(), m_spatial.end(), below) > 1) {
            fail(directive, "spreads work below " + directive.target
                                + ", where several nodes fan out; name one of them.");
            return nullptr;
        }
        const auto site = std::find_if(m_spatial.begin(), m_spatial.end(), below);
        if (site != m_spatial.end())
            return &*site;
        m_spatial.push_back({directive.target, index, {}, {}});
        return &m_spatial.back();
    }

    void store(const Directive& directive)
    {
        const bool nowhere = dummy(directive.target) != nullptr;
        const Site* site = nowhere ? nullptr : find(directive);
        for (const auto* list : {&directive.keep, &directive.bypass})
            for (const std::string& name : *list) {
                const bool keeps = list == &directive.keep;
                const auto tensor = std::find_if(m_operation.tensors.begin(), m_operation.tensors.end(),
                                                 [&](const auto& t) { return t.name == name; });
                if (tensor == m_operation.tensors.end()) {
                    fail(directive, "names \"" + name + "\", which is no data space of the problem.");
                    return;
                }
                if (nowhere && keeps)
                    fail(directive, "stores " + name + " at a dummy level, which stores nothing.");
                if (site == nullptr)
                    continue;
                auto& said = m_keeps[site->level]
                                    [static_cast<std::size_t>(tensor - m_operation.tensors.begin())];
                if (said && *said != keeps)
                    fail(directive, "lets " + site->name + " both keep and bypass " + name + '.');
                said = keeps;
            }
    }

    /// \param mayCompare constraints may; a mapping may not
    Said interpret(const Directive& directive, bool mayCompare)
    {
        Said said;
        said.factors.resize(m_operation.dimensions.size());
        for (const Factor& factor : directive.factors) {
            const auto d = dimensionNamed(m_operation, factor.dimension);
            if (!d) {
                fail(directive, "has a factor of \"" + factor.dimension + "\", which is no dimension.");
                return said;
            }
            if (factor.relation != Factor::Relation::Equal) {
                if (!mayCompare)
                    fail(directive,
                         "compares the factor of " + factor.dimension + "; a mapping must say what it is.");
                continue;
            }
            const std::int64_t value = factor.value == 0 ? m_operation.dimensions[*d].size : factor.value;
            if (said.factors[*d] && *said.factors[*d] != value)
                fail(directive, "gives two factors of " + factor.dimension + '.');
            said.factors[*d] = value;
        }
        for (const std::string& name : directive.permutation) {
            const auto d = dimensionNamed(m_operation, name);
            if (!d || std::find(said.order.begin(), said.order.end(), *d) != said.order.end()) {
                fail(directive,
                     "has \"" + name + "\" in its permutation, which is no dimension or there twice.");
                return said;
            }
            said.order.push_back(*d);
        }
        return said;
    }

    void append(const Site& site, std::vector<Loop>& loops, std::vector<Loop>* loopsY)
    {
        Said said;
        said.factors.resize(m_operation.dimensions.size());
        auto split = site.directive ? site.directive->split : std::nullopt;
        if (site.directive)
            said = interpret(*site.directive, false);
        for (const Directive& constraint : site.constraints) {
            complete(said, interpret(constraint, true), constraint);
            split = split ? split : constraint.split;
        }
        for (const Directive& constraint : site.constraints)
            check(said, constraint);
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d)
            if (std::find(said.order.begin(), said.order.end(), d) == said.order.end())
                said.order.push_back(d);
        for (std::size_t i = said.order.size(); i-- > 0;) {
            const std::int64_t factor = said.factors[said.order[i]].value_or(1);
            const bool alongY = loopsY != nullptr && split && static_cast<std::int64_t>(i) >= *split;
            if (factor > 1)
                (alongY ? *loopsY : loops).push_back({said.order[i], factor});
        }
    }

    /// A constraint decides what the mapping leaves open, and refuses what contradicts it.
    void complete(Said& said, const Said& rule, const Directive& constraint)
    {
        for (std::size_t d = 0; d < said.factors.size() && d < rule.factors.size(); ++d) {
            if (!said.factors[d])
                said.factors[d] = rule.factors[d];
            else if (rule.factors[d] && *rule.factors[d] != *said.factors[d])
                fail(constraint, "prescribes the factor " + std::to_string(*rule.factors[d]) + " of "
                                     + m_operation.dimensions[d].name + "; the mapping has "
                                     + std::to_string(*said.factors[d]) + '.');
        }
        if (said.order.empty()) {
            said.order = rule.order;
            return;
        }
        // Our reading: a permutation prescribes the order of the loops that both lists name and that iterate.
        const auto shared = [&](const std::vector<std::size_t>& order,
                                const std::vector<std::size_t>& other) {
            std::vector<std::size_t> kept;
            for (const std::size_t d : order)
                if (said.factors[d].value_or(1) > 1
                    && std::find(other.begin(), other.end(), d) != other.end())
                    kept.push_back(d);
            return kept;
        };
        if (shared(said.order, rule.order) != shared(rule.order, said.order))
            fail(constraint, "prescribes another order of loops than the mapping has.");
    }

    void check(const Said& said, const Directive& constraint)
    {
        for (const Factor& factor : constraint.factors) {
            const auto d = dimensionNamed(m_operation, factor.dimension);
            if (!d || factor.relation == Factor::Relation::Equal)
                continue;
            const bool atMost = factor.relation == Factor::Relation::AtMost;
            const std::int64_t bound = factor.value == 0 ? m_operation.dimensions[*d].size : factor.value;
            const std::int64_t value = said.factors[*d].value_or(1);
            if (atMost ? value > bound : value < bound)
                fail(constraint, "allows a factor of " + factor.dimension + " of at "
                                     + (atMost ? "most " : "least ") + std::to_string(bound)
                                     + "; the mapping has " + std::to_string(value) + '.');
        }
    }

    YamlReader& m_place;
    const MachineDocument& m_document;
    const Operation& m_operation;
    std::vector<Site> m_temporal, m_spatial;
    std::vector<std::vector<std::optional<bool>>> m_keeps; ///< by level and tensor, as far as said
};

} // namespace

cost::spatial::Mapping readMapping(YamlReader& mapping, const MachineDocument& machine,
                                   const workload::Operation& operation)
{
    Assembly assembly(mapping, machine, operation);
    for (const Directive& constraint : machine.constraints)
        assembly.constrain(constraint);
    for (YamlReader& entry : mapping.items())
        assembly.direct(readDirective(entry));
    return mapping.failed() ? Mapping() : assembly.assemble();
}

} // namespace paretoscope::interchange
