// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/outcome_models.h"
#include "core/optimizer/utility.h"

namespace paretoscope::optimizer {

/// What a proposal maximizes: the utility of the objectives' beliefs plus the logarithm of the probability
/// that every restriction holds (Gardner, Kusner, Xu, Weinberger, Cunningham 2014; Gelbart, Snoek, Adams
/// 2014). Restrictions count as independent.
class Acquisition
{
public:
    /// \param utility  null: nothing is known to be feasible yet, so only feasibility counts
    Acquisition(const OutcomeModels& models, std::unique_ptr<Utility> utility)
        : m_models(models)
        , m_utility(std::move(utility))
    { }

    /// One value per row of features.
    [[nodiscard]] surrogate::Vector values(const surrogate::Matrix& points) const;
    /// Of one row, with the derivative by its features.
    double valueWithGradient(const Eigen::RowVectorXd& point, Eigen::RowVectorXd& gradient) const;
    /// The restrictions' part alone.
    [[nodiscard]] surrogate::Vector logFeasibility(const surrogate::Matrix& points) const;

private:
    const OutcomeModels& m_models;
    std::unique_ptr<Utility> m_utility;
};

/// Logarithm of the probability that a restriction holds, given the model's belief.
[[nodiscard]] Promise restrictionHolds(const OutcomeModel& restriction, double mean, double variance);

} // namespace paretoscope::optimizer
