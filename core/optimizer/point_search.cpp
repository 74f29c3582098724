// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/point_search.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

PointSearch::PointSearch(const SearchProblem& problem, std::uint64_t seed)
    : m_candidates(problem)
    , m_variation(problem.space)
    , m_seed(seed)
{ }

/// Equal lengths of a coordinate for equally many values of a parameter.
space::Design PointSearch::designAt(std::span<const double> point, Rng& rng) const
{
    const space::Space& space = m_candidates.space();
    space::Design design(std::vector<double>(space.slotCount(), space::kInactive));
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        const std::span<double> value = space.value(design, i);
        const auto count = parameter.count();
        if (parameter.kind() == space::ParameterKind::Real)
            value[0] = m_variation.scales().valueAt(i, point[i]);
        else if (count && *count > 0)
            parameter.at(
                std::min(static_cast<std::uint64_t>(point[i] * static_cast<double>(*count)), *count - 1),
                value);
        else
            parameter.sample(rng, value);
    }
    space.activate(design, &rng);
    return design;
}

std::optional<space::Design> PointSearch::ask(std::uint64_t id)
{
    constexpr std::uint64_t kPlaces = 32;
    constexpr int kSteps = 200;
    Rng rng(m_seed, id);
    std::vector<double> point(m_candidates.space().size());
    std::optional<space::Design> design;
    const auto tried = [&](space::Design candidate) {
        m_candidates.settle(candidate, rng);
        if (allowed(candidate))
            design = std::move(candidate);
    };
    for (std::uint64_t attempt = 0; attempt < kPlaces && !design; ++attempt) {
        place(id, attempt, rng, point);
        tried(designAt(point, rng));
    }
    for (int step = 0; step < kSteps && !design; ++step) {
        space::Design near = designAt(point, rng);
        m_variation.mutateSome(near, 1.0 + 0.02 * step, rng);
        m_candidates.space().activate(near, &rng);
        tried(std::move(near));
    }
    if (!design)
        design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

void PointSearch::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations)
        m_candidates.told(observation);
}

void PointSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
}

} // namespace paretoscope::optimizer
