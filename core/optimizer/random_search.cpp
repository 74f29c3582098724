// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/random_search.h"

namespace paretoscope::optimizer {

RandomSearch::RandomSearch(const SearchProblem& problem, std::uint64_t seed)
    : m_candidates(problem)
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

Thought RandomSearch::thought() const
{
    return {"Drawing",
            {"Any legal design is as likely as any other: nothing that was learnt plays a part."},
            {},
            {}};
}

Method randomMethod()
{
    return {{"random",
             "Random search",
             "Draws designs uniformly and never one twice. The yardstick for every other method (Bergstra, "
             "Bengio 2012).",
             {}},
            [](const SearchProblem& problem, const ChosenOptions&, std::uint64_t seed) -> Method::Made {
                return std::unique_ptr<Optimizer>(std::make_unique<RandomSearch>(problem, seed));
            }};
}

} // namespace paretoscope::optimizer
