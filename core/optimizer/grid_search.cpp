// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/grid_search.h"

#include "core/optimizer/shuffle.h"

namespace paretoscope::optimizer {

GridSearch::GridSearch(const SearchProblem& problem, std::uint64_t seed)
    : m_candidates(problem)
    , m_count(problem.space.count().value_or(1))
    , m_seed(seed)
{ }

std::optional<space::Design> GridSearch::ask(std::uint64_t id)
{
    for (; m_position < m_count; ++m_position) {
        space::Design design = m_candidates.space().at(shuffled(m_position, m_count, m_seed));
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
    m_candidates.constrain(steering);
    m_position = 0;
}

Method gridMethod()
{
    return {
        {"grid",
         "Grid search",
         "Visits every design once, in an order that covers the space early. For up to a million designs.",
         {}},
        [](const SearchProblem& problem, const ChosenOptions&, std::uint64_t seed) -> Method::Made {
            const auto count = problem.space.count();
            if (count && *count <= Candidates::kMostEnumerated)
                return std::unique_ptr<Optimizer>(std::make_unique<GridSearch>(problem, seed));
            return refusedMethod("grid search visits every design, and this space has "
                                 + (count ? std::to_string(*count) + " of them"
                                          : std::string("too many to count, or real parameters"))
                                 + "; at most " + std::to_string(Candidates::kMostEnumerated)
                                 + " are allowed.");
        }};
}

} // namespace paretoscope::optimizer
