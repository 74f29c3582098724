// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/candidates.h"
#include "core/optimizer/variation.h"

#include <vector>

namespace paretoscope::optimizer {

/// What searches share that lay a pattern of points over the unit cube, one coordinate a parameter, whatever
/// the results are. A point whose design is not allowed, or was proposed before, is given a few other places
/// of the pattern; then its neighbourhood is searched, ever farther away; at last a random design takes its
/// place.
class PointSearch : public Optimizer
{
public:
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) final;
    [[nodiscard]] std::string whyNone() const final { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) final;
    void withdraw(std::span<const std::uint64_t> ids) final;
    void constrain(const Steering& steering) final { m_candidates.constrain(steering); }

protected:
    PointSearch(const SearchProblem& problem, std::uint64_t seed);

    /// The point of trial `id`; other attempts may lie elsewhere. \param point one coordinate per parameter
    virtual void place(std::uint64_t id, std::uint64_t attempt, Rng& rng, std::span<double> point) const = 0;

    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

private:
    [[nodiscard]] space::Design designAt(std::span<const double> point, Rng& rng) const;
    [[nodiscard]] bool allowed(const space::Design& design) const
    {
        return m_candidates.isNew(design) && m_candidates.isLegal(design);
    }

    Candidates m_candidates;
    Variation m_variation;
    std::uint64_t m_seed;
};

} // namespace paretoscope::optimizer
