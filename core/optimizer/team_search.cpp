// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/team_search.h"

namespace paretoscope::optimizer {

TeamSearch::TeamSearch(const SearchProblem& problem, std::uint64_t seed,
                       std::vector<std::unique_ptr<Optimizer>> members)
    : m_candidates(problem)
    , m_seed(seed)
    , m_members(std::move(members))
{ }

std::optional<space::Design> TeamSearch::ask(std::uint64_t id)
{
    const std::size_t first = due(id);
    std::optional<space::Design> design;
    for (std::size_t i = 0; i < m_members.size() && !design; ++i) {
        Optimizer& member = *m_members[(first + i) % m_members.size()];
        design = member.ask(id);
        if (!design || m_candidates.isNew(*design))
            continue;
        member.withdraw({&id, 1}); // another one's, and still to be told
        design.reset();
    }
    if (!design) {
        Rng rng(m_seed, id);
        design = m_candidates.fresh(rng);
    }
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

void TeamSearch::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        for (const auto& member : m_members)
            member->tell({&observation, 1});
        learnt(observation);
    }
}

void TeamSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
    for (const auto& member : m_members)
        member->withdraw(ids);
}

void TeamSearch::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
    for (const auto& member : m_members)
        member->constrain(steering);
    askedAnew();
}

} // namespace paretoscope::optimizer
