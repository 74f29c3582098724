// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/optimizer/outcome_models.h"

#include <string>
#include <vector>

/// What models believe, as plain numbers that a window can draw.
namespace paretoscope::optimizer {

/// What is expected along one parameter, all others as in one design.
struct Slice
{
    using Belief = OutcomeBelief;
    std::size_t parameter = 0;
    std::vector<space::Design> designs; ///< in the parameter's order; those that can stand there
    std::vector<double> positions;      ///< on the parameter's axis (Parameter::axisPosition)
    std::vector<Belief> beliefs;
    std::vector<double> feasibility; ///< probability that every learnt restriction holds
    std::vector<double> acquisition; ///< logarithm; only differences mean something
};

/// How much a parameter matters to an outcome's model: the inverse of its length scale (or its rate), as a
/// share of the sum over the parameters. Automatic relevance determination: a guide, no measurement
/// (Rasmussen, Williams 2006, section 5.1).
struct Importance
{
    std::string outcome;
    std::vector<double> shares; ///< one per parameter
    /// Length scale of each numeric parameter, in shares of its range; NaN for the other kinds.
    std::vector<double> lengthScales;
    double noiseShare = 0.0; ///< noise variance over that of the values
};

/// What a model would have said of each design it was told of, had it not been told.
struct CrossValidation
{
    std::string outcome;
    std::vector<double> measured;  ///< in the outcome's own units
    std::vector<double> predicted; ///< medians
    std::vector<double> low, high; ///< one standard deviation either way
    /// Coefficient of determination, on the scale on which the outcome is modelled: 1 at best, 0 for a model
    /// that only knows the mean.
    double determination = 0.0;
    double covered = 0.0; ///< share of values within two standard deviations; 0.95 where the model is honest
};

[[nodiscard]] std::string nameOf(const Outcome& outcome);

/// Importance per outcome that has a model.
[[nodiscard]] std::vector<Importance> importances(const OutcomeModels& models, const space::Space& space);

/// \errors NotFound where the outcome (an index into all models, objectives first) has no model
[[nodiscard]] Result<CrossValidation> crossValidation(const OutcomeModels& models, std::size_t outcome);

/// Designs along a parameter through `centre`: `steps` places of a real one, all values of the others up to
/// that many, evenly spread. Legality is not asked for; that the slice passes through illegal ground is worth
/// seeing. \errors InvalidInput: no such parameter, or it is inactive in `centre`
[[nodiscard]] Result<std::vector<space::Design>> designsAlong(const space::Space& space,
                                                              const space::Design& centre,
                                                              std::size_t parameter, std::size_t steps);

/// What models expect of any designs; the acquisition is the optimizer's to add.
/// \param deviations  how many standard deviations a belief reaches either way
[[nodiscard]] Beliefs beliefsOf(const OutcomeModels& models, std::span<const space::Design> designs,
                                double deviations = 1.0);

/// Fills in beliefs and feasibility at `designs`; the acquisition is the optimizer's to add
/// (BayesianSearch::slice).
/// \param deviations  how many standard deviations a belief reaches either way
[[nodiscard]] Slice sliceOf(const OutcomeModels& models, const space::Space& space, std::size_t parameter,
                            std::vector<space::Design> designs, double deviations = 1.0);

} // namespace paretoscope::optimizer
