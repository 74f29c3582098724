// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/acquisition_search.h"
#include "core/optimizer/improvement.h"
#include "core/optimizer/insight.h"
#include "core/optimizer/method.h"

#include <functional>
#include <span>

namespace paretoscope::optimizer {

struct BayesianOptions
{
    AcquisitionKind acquisition = AcquisitionKind::Improvement;
    std::size_t initial = 0; ///< designs before the first model; 0: as the problem says, or 2 per parameter
    double confidence = 2.0; ///< deviations, for AcquisitionKind::Confidence
    std::size_t truths = 32; ///< possible truths that noisy improvements are averaged over
    ModelOptions models;
};

/// Bayesian optimization (Jones, Schonlau, Welch 1998): models of all outcomes say what a design promises,
/// and the most promising one is proposed. Known constraints and pins hold for every proposal; the rest is
/// learnt. Designs asked for but not told yet are believed to turn out as the models expect (Ginsbourger, Le
/// Riche, Carraro 2010: the kriging believer), so batches spread. Where evaluations are noisy, improvements
/// are averaged over what the designs may truly be worth, see Incumbents.
class BayesianSearch final : public Optimizer
{
public:
    BayesianSearch(const SearchProblem& problem, std::uint64_t seed, BayesianOptions options);

    [[nodiscard]] std::string name() const override { return "bayesian"; }
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) override;
    [[nodiscard]] std::string whyNone() const override { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) override;
    void withdraw(std::span<const std::uint64_t> ids) override;
    void constrain(const Steering& steering) override;
    [[nodiscard]] Thought thought() const override;
    [[nodiscard]] Result<Beliefs> beliefs(std::span<const space::Design> designs) override;
    [[nodiscard]] Effort effort() const override;

    /// The models as of the last proposal or updateModels().
    [[nodiscard]] const OutcomeModels& models() const { return m_models; }
    /// Brings the models up to date with what was told. \returns whether there are any
    bool updateModels() { return m_models.update(); }
    /// Likewise, see OutcomeModels::update.
    bool updateModels(const std::function<bool(double)>& goOn) { return m_models.update(goOn); }
    /// What these designs promise, as a logarithm, under the models as they are; only differences mean
    /// something. Zeros before there are models.
    [[nodiscard]] std::vector<double> acquisitionAt(std::span<const space::Design> designs) const;
    /// Beliefs and acquisition along one parameter through `centre`, as of now.
    /// \errors as designsAlong; NotFound before there are models
    [[nodiscard]] Result<Slice> slice(const space::Design& centre, std::size_t parameter, std::size_t steps);

private:
    [[nodiscard]] std::optional<space::Design> proposed(Rng& rng);
    [[nodiscard]] std::optional<space::Design> spread(std::uint64_t id, Rng& rng);
    [[nodiscard]] std::optional<space::Design> drawn(const Incumbents& incumbents, Rng& rng);
    [[nodiscard]] std::vector<space::Design> parents(const Incumbents& incumbents) const;
    [[nodiscard]] Incumbents incumbents(Rng& rng) const;
    [[nodiscard]] Acquisition::Utilities utilities(const Incumbents& incumbents, Rng& rng) const;
    [[nodiscard]] bool drawsTruths() const;
    [[nodiscard]] SearchEffort searchEffort() const;

    Candidates m_candidates;
    SearchProblem m_problem;
    std::uint64_t m_seed;
    BayesianOptions m_options;
    OutcomeModels m_models;
    std::optional<std::uint64_t> m_lastAsked;
    std::vector<std::vector<double>> m_believed; ///< objectives of pending designs believed to be feasible
    Effort m_effort;
};

[[nodiscard]] Method bayesianMethod();
[[nodiscard]] Method paregoMethod();

} // namespace paretoscope::optimizer
