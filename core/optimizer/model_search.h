// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/acquisition_search.h"
#include "core/optimizer/believer.h"
#include "core/optimizer/method.h"

#include <string>

namespace paretoscope::optimizer {

/// Options that all searches of this kind share.
struct ModelSearchOptions
{
    std::size_t initial = 0;      ///< designs drawn uniformly before the first model; 0: as stated, or 10
    std::size_t candidates = 500; ///< designs among which an acquisition is maximized
    bool noisy = false;
};

/// What searches have in common that first draw designs, then propose by models, one candidate set at a time:
/// half of it is drawn anywhere, half varies parents. Models are fitted every ten values (our choice).
/// Designs in flight are believed in, see Believer.
class ModelSearch : public Optimizer
{
public:
    ModelSearch(const SearchProblem& problem, std::uint64_t seed, ModelSearchOptions options);

    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) final;
    [[nodiscard]] std::string whyNone() const override { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) final;
    void withdraw(std::span<const std::uint64_t> ids) final;
    void constrain(const Steering& steering) final;
    [[nodiscard]] Thought thought() const override { return m_thought; }
    [[nodiscard]] Effort effort() const override;
    [[nodiscard]] Result<Beliefs> beliefs(std::span<const space::Design> designs) override;

    [[nodiscard]] const OutcomeModels& models() const { return m_models; }

protected:
    /// One of the first designs; uniform unless a method knows better.
    [[nodiscard]] virtual std::optional<space::Design> first(std::uint64_t id, Rng& rng);
    /// A design by models that are up to date. Fills in m_thought.
    [[nodiscard]] virtual std::optional<space::Design> proposed(std::uint64_t id, Believer& believer,
                                                                Rng& rng) = 0;
    virtual void learn(const Observation& observation) { m_models.tell(observation); }
    virtual void forget(std::uint64_t /*id*/) { } ///< asked for, and withdrawn
    /// What the last proposal maximized, at any rows of features; by models that are up to date.
    [[nodiscard]] virtual surrogate::Vector scoreAt(const surrogate::Matrix& rows) const = 0;

    [[nodiscard]] bool isFirst(std::uint64_t id) const { return id < m_options.initial; }
    /// Legal, new, in no order.
    [[nodiscard]] std::vector<space::Design> pooled(Candidates& candidates,
                                                    std::span<const space::Design> parents, Rng& rng) const;
    [[nodiscard]] std::vector<space::Design> designsAt(std::span<const std::size_t> rows) const;
    void countAcquisitions(std::size_t designs) { m_effort.acquisitionEvaluations += designs; }
    /// "error", or "objective 1" where the problem names none.
    [[nodiscard]] std::string nameOf(std::size_t objective) const;
    /// With the unit.
    [[nodiscard]] std::string printed(std::size_t objective, double value) const;

    SearchProblem m_problem;
    std::uint64_t m_seed;
    ModelSearchOptions m_options;
    Candidates m_candidates;
    OutcomeModels m_models;
    Thought m_thought;

private:
    Effort m_effort;
};

[[nodiscard]] std::vector<OptionDoc> modelSearchOptions();
[[nodiscard]] ModelSearchOptions modelSearchFrom(const ChosenOptions& options, const SearchProblem& problem);

} // namespace paretoscope::optimizer
