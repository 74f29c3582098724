// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/method.h"
#include "core/optimizer/point_search.h"

namespace paretoscope::optimizer {

/// Latin hypercube sampling (McKay, Beckman, Conover 1979), one block of trials after the other: in each
/// block every one of as many equal strata of every parameter is met once.
class LatinHypercube final : public PointSearch
{
public:
    LatinHypercube(const SearchProblem& problem, std::uint64_t seed, std::uint64_t block);

    [[nodiscard]] std::string name() const override { return "latin"; }

private:
    void place(std::uint64_t id, std::uint64_t attempt, Rng& rng, std::span<double> point) const override;

    std::uint64_t m_block;
};

[[nodiscard]] Method latinHypercubeMethod();

} // namespace paretoscope::optimizer
