// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/igd_plus.h"

#include "core/pareto/indicator_input.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::pareto {

Result<double> igdPlus(std::span<const double> front, std::span<const double> reference, std::size_t k)
{
    if (const Status fit = checkIndicatorInput(front, reference, k); !fit)
        return fit.error();
    double sum = 0.0;
    for (std::size_t z = 0; z < reference.size(); z += k) {
        double nearest = std::numeric_limits<double>::infinity(); // squared
        for (std::size_t a = 0; a < front.size(); a += k) {
            double square = 0.0;
            for (std::size_t j = 0; j < k; ++j) {
                const double worse = std::max(0.0, front[a + j] - reference[z + j]);
                square += worse * worse;
            }
            nearest = std::min(nearest, square);
        }
        sum += std::sqrt(nearest);
    }
    return sum / static_cast<double>(reference.size() / k);
}

} // namespace paretoscope::pareto
