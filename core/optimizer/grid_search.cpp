// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/grid_search.h"

#include "core/optimizer/shuffle.h"

#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// The lowest, middle or highest value of a parameter, by its axis.
void place(const space::Parameter& parameter, std::uint64_t third, std::span<double> value)
{
    if (const auto count = parameter.count(); count && *count > 0) {
        parameter.at((*count - 1) * third / 2, value);
        return;
    }
    const auto extent = parameter.axisExtent();
    const double middle = extent.logarithmic ? std::sqrt(extent.low * extent.high)
                                             : 0.5 * (extent.low + extent.high);
    value[0] = third == 0 ? extent.low : third == 1 ? middle : extent.high;
}

} // namespace

GridSearch::GridSearch(const SearchProblem& problem, std::uint64_t seed, Points points)
    : m_candidates(problem)
    , m_points(points)
    , m_count(countIn(problem.space, points).value_or(1))
    , m_seed(seed)
{ }

std::optional<std::uint64_t> GridSearch::countIn(const space::Space& space, Points points)
{
    if (points == Points::All)
        return space.count();
    std::uint64_t count = 1;
    for (std::size_t i = 0; i < space.size(); i += 2) {
        count *= 3;
        if (count > Candidates::kMostEnumerated)
            return {};
    }
    return count;
}

/// Digits to the base of three are ends and middles, the first parameter's first.
space::Design GridSearch::designAt(std::uint64_t rank) const
{
    const space::Space& space = m_candidates.space();
    if (m_points == Points::All)
        return space.at(rank);
    Rng rng(m_seed); // for what a conditional parameter needs; the same for all designs
    space::Design design(std::vector<double>(space.slotCount(), space::kInactive));
    space.activate(design, &rng);
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (space.isActive(design, i)) {
            place(space.parameter(i), i % 2 == 0 ? rank % 3 : 1, space.value(design, i));
            space.activate(design, &rng);
        }
        rank = i % 2 == 0 ? rank / 3 : rank;
    }
    return design;
}

std::optional<space::Design> GridSearch::ask(std::uint64_t id)
{
    for (; m_position < m_count; ++m_position) {
        space::Design design = designAt(shuffled(m_position, m_count, m_seed));
        if (m_candidates.isNew(design) && m_candidates.isLegal(design)) {
            m_candidates.asked(id, design);
            ++m_position;
            return design;
        }
    }
    if (m_candidates.whyNone().empty()) {
        bool anyLegal = false;
        for (std::uint64_t i = 0; i < m_count && !anyLegal; ++i)
            anyLegal = m_candidates.isLegal(designAt(i));
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
    MethodDoc doc{
        "grid",
        "Grid search",
        "Visits every design once, in an order that covers the space early; or a coarse grid. For up "
        "to a million designs.",
        {}};
    doc.options.push_back({"points",
                           "Points of the grid",
                           0,
                           0,
                           1,
                           "Every design; or only the ends and the middle of every second parameter, with "
                           "the others in the middle (three to the power of half the parameters).",
                           "",
                           "",
                           false,
                           {"all", "ends and middles"}});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            const auto points = options.count("points") == 1 ? GridSearch::Points::EndsAndMiddles
                                                             : GridSearch::Points::All;
            const auto count = GridSearch::countIn(problem.space, points);
            if (count && *count <= Candidates::kMostEnumerated)
                return std::unique_ptr<Optimizer>(std::make_unique<GridSearch>(problem, seed, points));
            return refusedMethod(
                "grid search visits every design, and this space has "
                + (count ? std::to_string(*count) + " of them"
                         : std::string("too many to count, or real parameters"))
                + "; at most " + std::to_string(Candidates::kMostEnumerated)
                + " are allowed. With \"points\": \"ends and middles\" it visits a coarse grid.");
        }};
}

} // namespace paretoscope::optimizer
