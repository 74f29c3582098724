// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/method.h"
#include "core/optimizer/point_search.h"

#include <array>
#include <vector>

namespace paretoscope::optimizer {

/// Points of Sobol's sequence, shifted digitally at random: every power of two of them covers the space more
/// evenly than random points, in every pair of parameters. For the first 40 parameters; those behind are
/// drawn at random.
class SobolSearch final : public PointSearch
{
public:
    SobolSearch(const SearchProblem& problem, std::uint64_t seed);

    [[nodiscard]] std::string name() const override { return "sobol"; }

private:
    void place(std::uint64_t id, std::uint64_t attempt, Rng& rng, std::span<double> point) const override;

    std::vector<std::array<std::uint32_t, 32>> m_directions; ///< one row per parameter
};

/// The direction numbers of one dimension, most significant bit first. \param dimension below 40
[[nodiscard]] std::array<std::uint32_t, 32> sobolDirections(std::size_t dimension);

[[nodiscard]] Method sobolMethod();

} // namespace paretoscope::optimizer
