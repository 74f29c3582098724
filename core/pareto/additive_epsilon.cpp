// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/additive_epsilon.h"

#include "core/pareto/indicator_input.h"

#include <algorithm>
#include <limits>

namespace paretoscope::pareto {

Result<double> additiveEpsilon(std::span<const double> front, std::span<const double> reference,
                               std::size_t k)
{
    if (const Status fit = checkIndicatorInput(front, reference, k); !fit)
        return fit.error();
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double epsilon = -kInfinity;
    for (std::size_t z = 0; z < reference.size(); z += k) {
        double least = kInfinity; // move that brings one point of the front to this one
        for (std::size_t a = 0; a < front.size(); a += k) {
            double move = -kInfinity;
            for (std::size_t j = 0; j < k; ++j)
                move = std::max(move, front[a + j] - reference[z + j]);
            least = std::min(least, move);
        }
        epsilon = std::max(epsilon, least);
    }
    return epsilon;
}

} // namespace paretoscope::pareto
