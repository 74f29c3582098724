// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/grid_search.h"

namespace paretoscope::optimizer {

namespace {

/// A pseudo-random bijection of [0, 4^halfBits): four rounds of a Feistel network (Luby, Rackoff 1988).
std::uint64_t shuffled(std::uint64_t index, unsigned halfBits, std::uint64_t key)
{
    const std::uint64_t mask = (std::uint64_t{1} << halfBits) - 1;
    std::uint64_t left = index >> halfBits;
    std::uint64_t right = index & mask;
    for (std::uint64_t round = 0; round < 4; ++round) {
        const std::uint64_t mixed = left ^ (scatter(key ^ scatter(right ^ (round << 32U))) & mask);
        left = right;
        right = mixed;
    }
    return left << halfBits | right;
}

} // namespace

GridSearch::GridSearch(const SearchProblem& problem, std::uint64_t seed)
    : m_candidates(problem)
    , m_count(problem.space.count().value_or(1))
    , m_seed(seed)
{
    while (std::uint64_t{1} << (2 * m_halfBits) < m_count)
        ++m_halfBits;
}

/// Walks the cycle of the bijection until it is back inside [0, count), at most four steps on average; that
/// is a bijection of [0, count) itself (Black, Rogaway 2002).
std::uint64_t GridSearch::indexAt(std::uint64_t position) const
{
    std::uint64_t index = position;
    do {
        index = shuffled(index, m_halfBits, m_seed);
    } while (index >= m_count);
    return index;
}

std::optional<space::Design> GridSearch::ask(std::uint64_t id)
{
    for (; m_position < m_count; ++m_position) {
        space::Design design = m_candidates.space().at(indexAt(m_position));
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
