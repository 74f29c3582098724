// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/optimizer.h"
#include "core/optimizer/outcome_model.h"
#include "core/surrogate/feature_map.h"
#include "core/surrogate/gaussian_process.h"

#include <functional>
#include <optional>

namespace paretoscope::optimizer {

struct ModelOptions
{
    surrogate::Profile profile = surrogate::Profile::Matern52;
    bool warp = false;  ///< learn a bend of every numeric parameter
    bool noisy = false; ///< evaluations are known to be noisy
    /// Objectives that are read on a logarithmic scale are modelled by their logarithms, as long as all
    /// values are above 0, and not only where few values already say that this suits them.
    bool byScale = false;
    /// Values between two fits of one outcome; 0: as few as keep fits affordable.
    std::size_t period = 0;
};

/// Models of everything that decides whether a design is worth trying: each objective, each constraint that
/// is not known beforehand, each bound that a person has put on a metric, and bare feasibility where results
/// say no more than that.
class OutcomeModels
{
public:
    OutcomeModels(const SearchProblem& problem, ModelOptions options);

    void tell(const Observation& observation);
    /// \param learns  which objectives' models learn of it, one each; all other models do
    void tell(const Observation& observation, const std::vector<bool>& learns);
    /// Teaches one objective's model a value that is known without an evaluation; not part of told().
    void learn(std::size_t objective, const space::Design& design, double value);
    void constrain(const Steering& steering);
    /// Brings all models up to date. \returns whether every objective has a model
    bool update()
    {
        return update([](double) { return true; });
    }
    /// \param goOn  asked before each model, with the share that is done; false leaves the rest as it is
    bool update(const std::function<bool(double)>& goOn);

    /// The restrictions alone, for searches that model something else than each objective.
    void updateRestrictions();

    /// Fits of hyper-parameters that all models have made, those of forgotten models left out.
    [[nodiscard]] std::uint64_t fits() const;

    [[nodiscard]] const surrogate::FeatureMap& features() const { return m_features; }
    [[nodiscard]] const std::vector<Observation>& told() const { return m_told; }
    [[nodiscard]] const std::vector<OutcomeModel>& objectives() const { return m_objectives; }
    [[nodiscard]] std::vector<OutcomeModel>& objectives() { return m_objectives; }
    /// Constraints, metrics and feasibility; only those that have ever failed to hold have a model.
    [[nodiscard]] const std::vector<OutcomeModel>& restrictions() const { return m_restrictions; }
    [[nodiscard]] std::vector<OutcomeModel>& restrictions() { return m_restrictions; }

    /// All objectives measured, all constraints, pins and bounds met.
    [[nodiscard]] bool isFeasible(const Observation& observation) const;
    [[nodiscard]] bool isMeasured(const Observation& observation) const;
    /// 0 where feasible; the more, the farther from it; infinite where nothing was measured.
    [[nodiscard]] double violation(const Observation& observation) const;
    /// The pinned parameters alone.
    [[nodiscard]] bool isWithinPins(const space::Design& design) const
    {
        return m_steering.allows(m_problem.space, design);
    }
    /// What the model of an outcome is told of an observation; absent where it says nothing of it.
    [[nodiscard]] std::optional<double> valueOf(const Outcome& outcome, const Observation& observation) const;

    /// The non-dominated among the feasible, as indices into told(), ascending.
    [[nodiscard]] std::vector<std::size_t> front() const;
    /// What bounds the hypervolume: the problem's reference, or else a tenth of the front's extent beyond its
    /// worst values (Ishibuchi, Imada, Setoguchi, Nojima 2018 discuss the choice; the tenth is ours).
    [[nodiscard]] std::vector<double> reference() const;

private:
    void rebuildRestrictions();
    void updateRestriction(std::size_t index, std::size_t count);

    SearchProblem m_problem;
    ModelOptions m_options;
    surrogate::FeatureMap m_features;
    surrogate::KernelPtr m_kernel;
    Steering m_steering;
    std::vector<Observation> m_told;
    std::vector<Eigen::RowVectorXd> m_rows; ///< features of m_told
    std::vector<OutcomeModel> m_objectives;
    std::vector<OutcomeModel> m_restrictions;
};

} // namespace paretoscope::optimizer
