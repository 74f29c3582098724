// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/random_search.h"

namespace paretoscope::optimizer {

RandomSearch::RandomSearch(const space::Space& space, std::uint64_t seed)
    : m_candidates(space)
    , m_seed(seed)
{ }

std::optional<space::Design> RandomSearch::ask(std::uint64_t id)
{
    Rng rng(m_seed, id);
    auto design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

void RandomSearch::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations)
        m_candidates.told(observation);
}

void RandomSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
}

void RandomSearch::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
}

} // namespace paretoscope::optimizer
