// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/candidates.h"
#include "core/optimizer/method.h"

namespace paretoscope::optimizer {

/// Every design of a countable space once, or of a space of any size the ends and the middle of every second
/// parameter with all others in the middle (our reading of "the eight corners and centre of every second
/// parameter"), in an order that the seed shuffles, so that the first hundred already cover the space.
/// (Walking the enumeration in strides does not: a stride suits some parameters and meets only a few values
/// of others.)
///
/// A proposal is the first design of the walk that is legal and new. `m_position` only remembers how far the
/// walk holds none; whatever may free a design sets it back.
class GridSearch final : public Optimizer
{
public:
    enum class Points { All, EndsAndMiddles };
    /// \param problem  countIn() is at least 1, at most Candidates::kMostEnumerated
    GridSearch(const SearchProblem& problem, std::uint64_t seed, Points points = Points::All);

    /// Designs that would be visited; absent: too many to count.
    [[nodiscard]] static std::optional<std::uint64_t> countIn(const space::Space& space, Points points);

    [[nodiscard]] std::string name() const override { return "grid"; }
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) override;
    [[nodiscard]] std::string whyNone() const override { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) override;
    void withdraw(std::span<const std::uint64_t> ids) override;
    void constrain(const Steering& steering) override;

private:
    [[nodiscard]] space::Design designAt(std::uint64_t rank) const;

    Candidates m_candidates;
    Points m_points;
    std::uint64_t m_count;
    std::uint64_t m_seed;
    std::uint64_t m_position = 0;
};

[[nodiscard]] Method gridMethod();

} // namespace paretoscope::optimizer
