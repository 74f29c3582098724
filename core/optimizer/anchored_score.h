// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/outcome_models.h"

#include <functional>
#include <limits>
#include <span>
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

/// SearchProblem::free
using FreeValues = std::function<std::vector<double>(const space::Design&)>;

/// Logarithm of
///
///   expected improvement of the owner on its mark (Jones, Schonlau, Welch 1998, from memory)
///   * product over the other marks of the probability that the objective is at most there
///   * probability that every learnt restriction holds
///
/// one per design. An owner without a mark leaves the other factors. Improvements are on the scale on which
/// the owner is modelled. (With the marks of a point of the front this is the anchored agent's score, our
/// choice; with the best value of the owner alone it is plain expected improvement.)
/// \param free  what it tells is known instead of expected; empty: everything is expected
[[nodiscard]] surrogate::Vector anchoredScore(const OutcomeModels& models,
                                              std::span<const space::Design> designs, const Marks& marks,
                                              const FreeValues& free = {});

} // namespace paretoscope::optimizer
