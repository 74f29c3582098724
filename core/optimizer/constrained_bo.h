// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/candidates.h"
#include "core/optimizer/method.h"
#include "core/surrogate/bayesian_linear.h"
#include "core/surrogate/feature_map.h"
#include "core/surrogate/gaussian_process.h"

#include <span>
#include <vector>

namespace paretoscope::optimizer {

struct ConstrainedBoOptions
{
    enum class Kernel { Matern, Linear };
    enum class Acquisition {
        Improvement, ///< expected improvement times the probability of feasibility
        LowerBound   ///< mean minus lambda deviations, among what is more likely feasible than not
    };
    Kernel kernel = Kernel::Matern;
    Acquisition acquisition = Acquisition::Improvement;
    double lambda = 1.0;
    std::size_t warmUp = 10;
    std::size_t candidates = 1'000;
};

/// Constrained Bayesian optimization in the manner of learned hardware/software co-design (Shi, Sakhuja,
/// Hashemi, Swersky, Lin 2020; structure first-hand from the abstract, details from memory or our choice).
/// Constraints that are known are never broken: candidates are drawn among the designs that keep them. Those
/// that are not, are learnt: a Gaussian process on labels of +1 and -1 says how likely a design is feasible.
/// Another one, with noise, learns the logarithm of the objective from feasible designs alone. Both go by the
/// problem's derived features where it has some (SearchProblem::features), else by its parameters.
///
/// One number is searched; of several objectives it is the sum of their logarithms, as energy and delay are
/// searched by their product. An objective that is 0 or less anywhere counts by its share of the range seen.
/// beliefs() then tells of each objective, from a model fitted when asked, and last of what is searched.
class ConstrainedBo final : public Optimizer
{
public:
    ConstrainedBo(const SearchProblem& problem, std::uint64_t seed, ConstrainedBoOptions options);

    [[nodiscard]] std::string name() const override { return "cbo"; }
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) override;
    [[nodiscard]] std::string whyNone() const override { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) override;
    void withdraw(std::span<const std::uint64_t> ids) override;
    void constrain(const Steering& steering) override;
    [[nodiscard]] Thought thought() const override;
    [[nodiscard]] Result<Beliefs> beliefs(std::span<const space::Design> designs) override;

private:
    using Matrix = surrogate::Matrix;
    using Vector = surrogate::Vector;
    struct Belief
    {
        Vector mean, deviation; ///< of the number searched
        Vector feasible;        ///< probability
        Vector acquisition;     ///< logarithm
    };
    [[nodiscard]] Matrix rowsOf(std::span<const space::Design> designs) const;
    [[nodiscard]] Matrix standardised(const Matrix& rows) const;
    [[nodiscard]] bool isFeasible(const Observation& observation) const;
    [[nodiscard]] std::vector<double> searched(const std::vector<const Observation*>& feasible);
    /// Brings the models up to date. \returns whether there are any
    [[nodiscard]] bool update();
    [[nodiscard]] bool fitObjective(const Matrix& rows, const Vector& values);
    void fitFeasibility(const Matrix& rows, const Vector& labels);
    [[nodiscard]] surrogate::KernelPtr kernel(surrogate::Index columns) const;
    [[nodiscard]] Belief believed(std::span<const space::Design> designs) const;
    [[nodiscard]] std::optional<OutcomeBelief> believedOf(std::size_t objective,
                                                          std::span<const space::Design> designs) const;
    void believePending();
    [[nodiscard]] std::optional<space::Design> proposed(Rng& rng);

    Candidates m_candidates;
    SearchProblem m_problem;
    std::uint64_t m_seed;
    ConstrainedBoOptions m_options;
    surrogate::FeatureMap m_parameters;
    Steering m_steering;
    std::vector<Observation> m_told;
    bool m_current = false; ///< the models know all that was told

    Eigen::RowVectorXd m_centre, m_scale; ///< of the features of all designs told
    std::optional<surrogate::GaussianProcess> m_objective;
    std::optional<surrogate::BayesianLinear> m_linear;
    std::optional<surrogate::GaussianProcess> m_feasibility; ///< absent: all labels are equal
    Matrix m_feasibleRows;   ///< standardised features of the feasible designs
    Matrix m_feasibleValues; ///< their objectives, one column each
    double m_best = 0.0;
    bool m_ofLogarithm = false; ///< one objective, searched by its logarithm

    struct Last
    {
        bool fromModel = false;
        std::size_t feasible = 0, tried = 0;
        double chance = 1.0; ///< that the proposal is feasible
    };
    std::optional<Last> m_last;
};

[[nodiscard]] Method constrainedBoMethod();

} // namespace paretoscope::optimizer
