// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/outcome_models.h"
#include "core/optimizer/utility.h"
#include "core/surrogate/noiseless_draws.h"

namespace paretoscope::optimizer {

/// What a proposal maximizes: the utility of the objectives' beliefs plus the logarithm of the probability
/// that every restriction holds (Gardner, Kusner, Xu, Weinberger, Cunningham 2014; Gelbart, Snoek, Adams
/// 2014). Restrictions count as independent. Where there are several utilities, one per possible truth, it is
/// the logarithm of their mean.
class Acquisition
{
public:
    using Utilities = std::vector<std::unique_ptr<Utility>>;
    using Draws = std::vector<surrogate::NoiselessDraws>;

    /// \param utilities  none: nothing is known to be feasible yet, so only feasibility counts
    /// \param draws  the objectives' beliefs, one draw per utility; empty: the models', and one utility
    explicit Acquisition(const OutcomeModels& models, Utilities utilities = {}, Draws draws = {})
        : m_models(models)
        , m_utilities(std::move(utilities))
        , m_draws(std::move(draws))
    { }

    /// One value per row of features.
    [[nodiscard]] surrogate::Vector values(const surrogate::Matrix& points) const;
    /// Of one row, with the derivative by its features.
    double valueWithGradient(const Eigen::RowVectorXd& point, Eigen::RowVectorXd& gradient) const;
    /// The restrictions' part alone.
    [[nodiscard]] surrogate::Vector logFeasibility(const surrogate::Matrix& points) const;
    /// Points of which it was computed, with or without derivative.
    [[nodiscard]] std::uint64_t evaluations() const { return m_evaluations; }

private:
    [[nodiscard]] double addGradient(const surrogate::Matrix& point, Eigen::RowVectorXd& gradient) const;
    [[nodiscard]] double addGradientOverDraws(const surrogate::Matrix& point,
                                              Eigen::RowVectorXd& gradient) const;

    const OutcomeModels& m_models;
    Utilities m_utilities;
    Draws m_draws;
    mutable std::uint64_t m_evaluations = 0;
};

/// Standard deviation for divisions, which need a little doubt even where a model claims none.
[[nodiscard]] double deviationOf(double variance, const surrogate::GaussianProcess& model);

/// Logarithm of the probability that a restriction holds, given the model's belief.
[[nodiscard]] Promise restrictionHolds(const OutcomeModel& restriction, double mean, double variance);

} // namespace paretoscope::optimizer
