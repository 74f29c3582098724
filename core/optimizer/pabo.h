// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/anchored_score.h"
#include "core/optimizer/model_search.h"
#include "core/optimizer/pabo_agent.h"

#include <map>

namespace paretoscope::optimizer {

struct PaboOptions
{
    enum class Mode {
        Anchored, ///< improve one objective of a point of the front, keep the others (our choice)
        Agent     ///< improve one objective; the agent vets and shares (our reading of the paper)
    };
    enum class Share { NonDominated, Always };
    enum class Order { Alternating, FirstOnly };
    Mode mode = Mode::Anchored;
    bool gate = false; ///< agent mode: vet a design by the other models before it is evaluated
    Share share = Share::NonDominated; ///< agent mode: which results the other models learn of
    Order order = Order::Alternating;  ///< which objective owns a turn
    double kappa = 1.0;                ///< gate: standard deviations to the good
    bool known = true;    ///< anchored mode: objectives that cost no evaluation are known, not expected
    bool fillGaps = true; ///< anchored mode: see Pabo::nextValue
    ModelSearchOptions search;
    std::string method = "pabo"; ///< the name under which it was asked for
};

/// Pseudo agent-based Bayesian optimization: one model and one acquisition function per objective, and an
/// agent that ties them. In each turn one objective owns the search.
///
/// \source Parsa, Ankit, Ziabari, Roy 2019, abstract (first-hand): separate Gaussian models, a supervising
/// agent that connects them, fewer acquisition computations and updates. The rules of agent mode are our
/// reading, since the paper's body was not available:
///
///   gate   before a design is evaluated, the agent asks the other models for a view to the good, mean -
///          kappa deviations. Where even that is dominated by a result, the design is vetoed and the turn
///          passes on. An objective that is free to evaluate gives its value instead, and never vetoes.
///   share  a result teaches its owner's model; the others learn of it where nothing dominates it.
///
/// Anchored mode is ours: a point of the front is drawn, and the owner's expected improvement on it is
/// multiplied by the probability that no other objective loses on it, or, of two objectives, that the other
/// one stays better than the next point of the front, so that gaps are filled. What costs no evaluation is
/// known instead of expected.
///
/// What a veto taught must be a function of what was told (see Optimizer). So when a result comes, the turns
/// that led to it are taken again from what was known before it, without what was in flight; told one by one,
/// these are the turns that were taken, and nothing is computed twice.
class Pabo final : public ModelSearch
{
public:
    Pabo(const SearchProblem& problem, std::uint64_t seed, PaboOptions options);

    [[nodiscard]] std::string name() const override { return m_pabo.method; }
    [[nodiscard]] const PaboLedger* ledger() const override { return &m_ledger; }

private:
    /// The turns that lead to one proposal: vetoes, then what is proposed.
    struct Turns
    {
        std::vector<PaboTurn> vetoed;
        PaboTurn last;
        std::optional<space::Design> design;
        std::size_t told = 0; ///< results known
        bool alone = false;   ///< nothing was in flight
    };
    [[nodiscard]] std::optional<space::Design> proposed(std::uint64_t id, Believer& believer,
                                                        Rng& rng) override;
    void learn(const Observation& observation) override;
    void forget(std::uint64_t id) override;
    [[nodiscard]] surrogate::Vector scoreOf(std::span<const space::Design> designs) const override;

    [[nodiscard]] std::vector<space::Design> parents() const;
    [[nodiscard]] Turns takenFor(std::uint64_t id, Candidates& candidates, Believer& believer, Rng& rng);
    [[nodiscard]] Turns takenAgain(const Observation& observation);
    [[nodiscard]] std::size_t ownerOf(std::uint64_t id, std::size_t vetoes) const;
    [[nodiscard]] Marks marksFor(PaboTurn& turn, const std::vector<PaboTurn>& vetoed, Rng& rng) const;
    [[nodiscard]] double nextValue(const std::vector<std::size_t>& front, const Observation& anchor,
                                   std::size_t owner) const;
    [[nodiscard]] double bestOf(std::size_t objective, const std::vector<PaboTurn>& vetoed) const;
    void record(Turns& turns, std::uint64_t id);
    [[nodiscard]] std::string whatIsKept(const PaboTurn& turn) const;
    [[nodiscard]] std::vector<std::string> sentences(const PaboTurn& turn) const;

    PaboOptions m_pabo;
    PaboAgent m_agent;
    Candidates m_toldOnly;                  ///< what may be proposed if nothing is in flight
    Marks m_marks;                          ///< of the last turn
    std::vector<std::vector<bool>> m_knows; ///< by result, which objectives' models know it
    std::vector<std::pair<std::size_t, double>> m_freeValues; ///< of vetoed designs: objective, value
    std::map<std::uint64_t, Turns> m_inFlight;
    PaboLedger m_ledger;
};

[[nodiscard]] Method paboMethod();
/// PABO in agent mode under a name of its own, so that both modes can race.
[[nodiscard]] Method paboLiteralMethod();

} // namespace paretoscope::optimizer
