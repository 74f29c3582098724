// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/incumbents.h"
#include "core/optimizer/utility.h"

namespace paretoscope::optimizer {

enum class AcquisitionKind {
    Improvement, ///< expected (hypervolume) improvement, up to three objectives
    Chebyshev,   ///< ParEGO: a random weighting per proposal, any number of objectives
    Confidence,  ///< lower confidence bound, one objective
    Thompson     ///< the best under one draw from the posterior, up to three objectives
};

/// What a proposal gains on the incumbents: one utility per front, all over the same weighting where there is
/// one. None while a single objective has no feasible value: then only feasibility counts.
/// \param confidence  deviations, for AcquisitionKind::Confidence
[[nodiscard]] std::vector<std::unique_ptr<Utility>> utilitiesOver(const Incumbents& incumbents,
                                                                  const OutcomeModels& models,
                                                                  AcquisitionKind kind, double confidence,
                                                                  Rng& rng);

} // namespace paretoscope::optimizer
