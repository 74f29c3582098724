// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/history.h"

#include <span>
#include <vector>

namespace paretoscope::optimizer {

/// The best and the worst value of each objective among the feasible designs told, and the ways to make one
/// number of several objectives with their help. Smaller is better.
class Scalarization
{
public:
    explicit Scalarization(std::size_t objectives);

    void include(std::span<const double> objectives);
    /// Starts anew, from the feasible designs of a history.
    void cover(const History& history);

    /// The largest weighted distance to the ideal point (Miettinen 1999, section 3.4).
    [[nodiscard]] double tchebycheff(std::span<const double> objectives,
                                     std::span<const double> weights) const;
    /// Penalty-based boundary intersection with a penalty of 5 (Zhang, Li 2007, section II C).
    [[nodiscard]] double boundaryIntersection(std::span<const double> objectives,
                                              std::span<const double> weights) const;

private:
    [[nodiscard]] double normalised(std::span<const double> objectives, std::size_t j) const;

    std::vector<double> m_ideal;
    std::vector<double> m_worst;
};

} // namespace paretoscope::optimizer
