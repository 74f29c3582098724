// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/expected_improvement.h"

#include <memory>

namespace paretoscope::optimizer {

/// How much a design is worth trying for its objectives' sake, on a logarithmic scale: the part of an
/// acquisition function that constraints have no part in.
class Utility
{
public:
    virtual ~Utility() = default;
    /// \param means, deviations  one per objective, deviations > 0
    [[nodiscard]] virtual double value(std::span<const double> means,
                                       std::span<const double> deviations) const = 0;
    [[nodiscard]] virtual Promise promise(std::span<const double> means,
                                          std::span<const double> deviations) const = 0;
};

/// Logarithm of the expected hypervolume improvement; of one objective, the expected improvement.
[[nodiscard]] std::unique_ptr<Utility> hypervolumeUtility(BoxDecomposition region,
                                                          std::vector<Belief> beliefs = {});

/// Lower confidence bound of one objective, mean - weight deviation, negated (Srinivas, Krause, Kakade,
/// Seeger 2010), in units of `scale`.
[[nodiscard]] std::unique_ptr<Utility> confidenceUtility(double weight, double scale);

/// Logarithm of the expected improvement of max_j weights[j] (Y_j - ideal[j]) on `best`: ParEGO's
/// scalarization (Knowles 2006) of models that stay one per objective (as in BoTorch's qNParEGO), by
/// quadrature over the distribution of the maximum. Any number of objectives.
[[nodiscard]] std::unique_ptr<Utility> chebyshevUtility(std::vector<double> weights,
                                                        std::vector<double> ideal, double best);

} // namespace paretoscope::optimizer
