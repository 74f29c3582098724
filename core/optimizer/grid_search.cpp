// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/grid_search.h"

#include <algorithm>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

/// Near count / golden ratio, and coprime to count, so that the walk meets every index once.
std::uint64_t goldenStride(std::uint64_t count)
{
    constexpr double kGoldenSection = 0.6180339887498949;
    auto stride = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(kGoldenSection * static_cast<double>(count)));
    while (std::gcd(stride, count) != 1)
        ++stride;
    return stride;
}

} // namespace

GridSearch::GridSearch(const space::Space& space, std::uint64_t seed)
    : m_candidates(space)
    , m_count(space.count().value_or(1))
    , m_start(Rng(seed).below(m_count))
    , m_stride(goldenStride(m_count))
{ }

std::optional<space::Design> GridSearch::ask(std::uint64_t id)
{
    for (; m_position < m_count; ++m_position) {
        space::Design design = m_candidates.space().at((m_start + m_position * m_stride) % m_count);
        if (m_candidates.isNew(design) && m_candidates.isLegal(design)) {
            m_candidates.asked(id, design);
            ++m_position;
            return design;
        }
    }
    if (m_candidates.whyNone().empty()) {
        bool anyLegal = false;
        for (std::uint64_t i = 0; i < m_count && !anyLegal; ++i)
            anyLegal = m_candidates.isLegal(m_candidates.space().at(i));
        m_candidates.exhausted(anyLegal);
    }
    return {};
}

void GridSearch::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations)
        m_candidates.told(observation);
}

void GridSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
    m_position = 0;
}

void GridSearch::constrain(const Steering& steering)
{
    if (m_candidates.constrain(steering))
        m_position = 0;
}

} // namespace paretoscope::optimizer
