// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluator.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

namespace paretoscope::cost::spatial {

/// Lists every mapping of a small operation on a small machine, without knowing anything of the mapper: every
/// way to distribute each dimension's divisors over the levels, in time and along both sides of the array,
/// every order of the loops that then stand at a level, every residency the machine allows.
class EveryMapping
{
public:
    EveryMapping(const workload::Operation& operation, const hardware::SpatialArchitecture& architecture)
        : m_operation(operation)
        , m_architecture(architecture)
    {
        for (std::size_t l = 0; l < architecture.levels.size(); ++l) {
            m_places.push_back({l, Place::Time, 0});
            const auto side = [&](Place::Where where, std::int64_t inner, std::int64_t outer) {
                if (inner / outer > 1)
                    m_places.push_back({l, where, inner / outer});
            };
            const bool last = l + 1 == architecture.levels.size();
            side(Place::Row, last ? architecture.macMeshY : architecture.levels[l + 1].meshY,
                 architecture.levels[l].meshY);
            side(Place::Column, last ? architecture.macMeshX : architecture.levels[l + 1].meshX,
                 architecture.levels[l].meshX);
        }
        m_factors.assign(m_places.size(), std::vector<std::int64_t>(operation.dimensions.size(), 1));
    }

    /// \param visit sees every nest; orders that differ only in where loops of one iteration stand count once
    void visit(const std::function<void(const Nest&)>& visit)
    {
        m_visit = &visit;
        listResidencies(0, 0);
        for (const Residency& residency : m_residencies) {
            m_nest = {};
            for (std::size_t l = 0; l < residency.size(); ++l)
                m_nest.levels[l].keeps = residency[l];
            distribute(0, 0, m_operation.dimensions.empty() ? 1 : m_operation.dimensions[0].size);
        }
    }

private:
    struct Place
    {
        enum Where { Time, Row, Column };
        std::size_t level = 0;
        Where where = Time;
        std::int64_t limit = 0; ///< of a side
    };
    using Residency = std::vector<std::uint8_t>;

    void listResidencies(std::size_t level, std::size_t tensor)
    {
        if (level == 0 && tensor == 0)
            m_residency.assign(m_architecture.levels.size(), 0);
        if (level == m_architecture.levels.size()) {
            const auto stored = std::accumulate(m_residency.begin(), m_residency.end(), 0U,
                                                [](unsigned all, std::uint8_t here) { return all | here; });
            if (stored == (1U << m_operation.tensors.size()) - 1)
                m_residencies.push_back(m_residency);
            return;
        }
        const bool last = tensor + 1 == m_operation.tensors.size();
        const auto rule = residency(m_architecture.levels[level], m_operation.tensors[tensor].name);
        for (const bool keeps : {false, true}) {
            if ((keeps && rule == hardware::Residency::Bypasses)
                || (!keeps && rule == hardware::Residency::Keeps))
                continue;
            const auto bit = static_cast<std::uint8_t>(1U << tensor);
            m_residency[level] = static_cast<std::uint8_t>(keeps ? m_residency[level] | bit
                                                                 : m_residency[level] & ~bit);
            listResidencies(last ? level + 1 : level, last ? 0 : tensor + 1);
        }
    }

    void distribute(std::size_t dimension, std::size_t place, std::int64_t rest)
    {
        if (dimension == m_operation.dimensions.size()) {
            order(0, {});
            return;
        }
        if (place == m_places.size()) {
            if (rest == 1)
                distribute(dimension + 1, 0,
                           dimension + 1 < m_operation.dimensions.size()
                               ? m_operation.dimensions[dimension + 1].size
                               : 1);
            return;
        }
        std::vector<std::int64_t>& factors = m_factors[place];
        for (std::int64_t factor = 1; factor <= rest; ++factor) {
            if (rest % factor != 0)
                continue;
            factors[dimension] = factor;
            const auto used = std::accumulate(factors.begin(),
                                              factors.begin() + static_cast<std::ptrdiff_t>(dimension) + 1,
                                              std::int64_t{1}, std::multiplies<>{});
            if (m_places[place].where == Place::Time || used <= m_places[place].limit)
                distribute(dimension, place + 1, rest / factor);
        }
        factors[dimension] = 1;
    }

    /// Lays the loops of one place after the other, temporal ones in every order.
    void order(std::size_t place, std::vector<NestLoop> laid)
    {
        if (place == m_places.size()) {
            std::copy(laid.begin(), laid.end(), m_nest.loops.begin());
            (*m_visit)(m_nest);
            return;
        }
        const Place& at = m_places[place];
        NestLevel& level = m_nest.levels[at.level];
        std::vector<NestLoop> loops;
        for (std::size_t d = 0; d < m_factors[place].size(); ++d)
            if (m_factors[place][d] > 1)
                loops.push_back({m_factors[place][d], static_cast<std::uint8_t>(d)});
        const auto begin = static_cast<std::uint8_t>(laid.size());
        const auto end = static_cast<std::uint8_t>(laid.size() + loops.size());
        if (at.where == Place::Time) {
            level.temporal = begin;
            level.spatialY = level.spatialX = level.end = end;
        } else {
            (at.where == Place::Row ? level.spatialX : level.end) = end;
            level.end = end;
        }
        const NestLevel kept = level;
        do {
            level = kept;
            std::vector<NestLoop> more = laid;
            more.insert(more.end(), loops.begin(), loops.end());
            order(place + 1, std::move(more));
        } while (
            at.where == Place::Time
            && std::next_permutation(loops.begin(), loops.end(), [](const NestLoop& a, const NestLoop& b) {
                   return a.dimension < b.dimension;
               }));
    }

    const workload::Operation& m_operation;
    const hardware::SpatialArchitecture& m_architecture;
    std::vector<Place> m_places;
    std::vector<std::vector<std::int64_t>> m_factors; ///< of each place, by dimension
    Residency m_residency;
    std::vector<Residency> m_residencies;
    Nest m_nest{};
    const std::function<void(const Nest&)>* m_visit = nullptr;
};

} // namespace paretoscope::cost::spatial
