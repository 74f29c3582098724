// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/acquisition_search.h"
#include "core/optimizer/method.h"
#include "core/optimizer/outcome_models.h"

#include <string>

namespace paretoscope::optimizer {

/// Options that all searches of this kind share.
struct ModelSearchOptions
{
    std::size_t initial = 0;      ///< designs drawn uniformly before the first model; 0: as stated, or 10
    std::size_t candidates = 500; ///< designs among which an acquisition is maximized
    bool noisy = false;
};

/// What searches have in common that first draw designs, then take the most promising of a set of candidates:
/// half of it is drawn anywhere, half varies parents. Which models say what is promising, and of what, is
/// left to them. Models are fitted every ten values (our choice).
class CandidateSearch : public Optimizer
{
public:
    CandidateSearch(const SearchProblem& problem, std::uint64_t seed, ModelSearchOptions options);

    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) final;
    [[nodiscard]] std::string whyNone() const override { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) final;
    void withdraw(std::span<const std::uint64_t> ids) final;
    void constrain(const Steering& steering) final;
    [[nodiscard]] Thought thought() const override { return m_thought; }
    [[nodiscard]] Effort effort() const override;

    [[nodiscard]] const OutcomeModels& models() const { return m_models; }

protected:
    static constexpr std::size_t kPeriod = 10; ///< values between two fits of a model

    /// One of the first designs; uniform unless a method knows better.
    [[nodiscard]] virtual std::optional<space::Design> first(std::uint64_t id, Rng& rng);
    /// A design by models; absent where there are none yet. Fills in m_thought.
    [[nodiscard]] virtual std::optional<space::Design> modelled(std::uint64_t id, Rng& rng) = 0;
    virtual void learn(const Observation& observation) { m_models.tell(observation); }
    virtual void forget(std::uint64_t /*id*/) { } ///< asked for, and withdrawn
    /// What the last proposal maximized, of any designs; by models that are up to date.
    [[nodiscard]] virtual surrogate::Vector scoreOf(std::span<const space::Design> designs) const = 0;

    [[nodiscard]] bool isFirst(std::uint64_t id) const { return id < m_options.initial; }
    /// Legal, new, in no order.
    [[nodiscard]] std::vector<space::Design> pooled(Candidates& candidates,
                                                    std::span<const space::Design> parents, Rng& rng) const;
    /// The one of the largest score; absent where there are none.
    [[nodiscard]] std::optional<space::Design> mostPromising(std::span<const space::Design> designs);
    [[nodiscard]] std::vector<space::Design> designsAt(std::span<const std::size_t> rows) const;
    /// "error", or "objective 1" where the problem names none.
    [[nodiscard]] std::string nameOf(std::size_t objective) const;
    /// With the unit, as people read it.
    [[nodiscard]] std::string printed(std::size_t objective, double value) const;
    /// Whether equal ratios matter equally.
    [[nodiscard]] bool isLogarithmic(std::size_t objective) const
    {
        return objective < m_problem.objectiveDocs.size() && m_problem.objectiveDocs[objective].logarithmic;
    }
    /// On the scale on which equal steps matter equally.
    [[nodiscard]] double scaled(std::size_t objective, double value) const;

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
