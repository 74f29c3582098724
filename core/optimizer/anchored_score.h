// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/outcome_models.h"

#include <limits>
#include <vector>

namespace paretoscope::optimizer {

/// What a turn asks of a design: to improve one objective on its mark, and not to lose on the marks of
/// others.
struct Marks
{
    static constexpr double kNone = std::numeric_limits<double>::infinity();
    std::size_t owner = 0;
    std::vector<double> values; ///< one per objective, own units; kNone: this one does not matter
};

/// Logarithm of
///
///   expected improvement of the owner on its mark (Jones, Schonlau, Welch 1998, from memory)
///   * product over the other marks of the probability that the objective is at most there
///   * probability that every learnt restriction holds
///
/// one per row of features. An owner without a mark leaves the other factors. Improvements are on the scale
/// on which the owner is modelled. (With the marks of a point of the front this is the anchored agent's
/// score, our choice; with the best value of the owner alone it is plain expected improvement.)
[[nodiscard]] surrogate::Vector anchoredScore(const OutcomeModels& models, const surrogate::Matrix& rows,
                                              const Marks& marks);

} // namespace paretoscope::optimizer
