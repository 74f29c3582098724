// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/optimizer/outcome_models.h"
#include "core/space/space.h"

#include <functional>
#include <span>
#include <vector>

namespace paretoscope::analysis {

/// How much of what a model says varies with each parameter: the share of the variance of its median that
/// would be left if all the others were known, the total effect. The shares may sum to more than 1, since
/// parameters that act together each count in full.
struct Influence
{
    std::vector<double> shares;    ///< one per parameter, 0 to 1
    std::vector<double> low, high; ///< the least and the most of eight models of random halves of the trials
};

/// Designs to ask a model about, and each of them with one parameter changed.
struct Probes
{
    surrogate::Matrix bases;                ///< features, one row a design
    std::vector<surrogate::Matrix> changed; ///< one per parameter, row by row
};

/// Each base has one parameter after the other replaced by that of a donor, as far as the known constraints
/// allow; where no donor's value does, or the parameter is inactive, the design stays as it is.
[[nodiscard]] Probes probesOf(const space::Space& space, const surrogate::FeatureMap& features,
                              std::span<const space::Design> bases, std::span<const space::Design> donors,
                              Rng& rng);

/// Total effects by Jansen's estimator, E[(f(x) - f(x, one replaced))^2] / (2 Var f) (Jansen 1999; Saltelli,
/// Annoni, Azzini, Campolongo, Ratto, Tarantola 2010, table 2 (f); from memory), on the scale on which the
/// outcome is modelled. The formula is a share where parameters are independent. Among designs tried, and
/// under known constraints, they are not: what a search keeps varies little, and a design with one parameter
/// of another leaves that narrow set. Divided by the variance of the kept designs alone such shares came to
/// more than 1. So the variance is that of bases and changed designs together, the largest over the
/// parameters, one for all of them so that their order stays; what sampling still puts above 1 counts as 1
/// (our choice). The spread says how far the answer rests on which trials there happen to be: the
/// model is made anew from random halves of them, its hyper-parameters kept (our choice).
/// \returns absent when `goOn` says no
[[nodiscard]] std::optional<Influence> influenceOf(const optimizer::OutcomeModel& model,
                                                   const surrogate::KernelPtr& kernel, const Probes& probes,
                                                   Rng& rng, const std::function<bool()>& goOn);

} // namespace paretoscope::analysis
