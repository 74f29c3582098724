// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/study/run_history.h"
#include "core/study/study.h"
#include "core/study/trial.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// A design on its way from proposal to result.
struct Candidate
{
    enum class Stage { Waiting, Started, Withdrawn };

    std::uint64_t id = 0;
    space::Design design;
    Origin origin = Origin::Search;
    /// The worker that starts it and the run that takes it back both move it away from Waiting; one wins.
    std::atomic<Stage> stage{Stage::Waiting};
    bool submitted = false; ///< the run's thread only, like the outcome
    std::optional<problem::Outcome> outcome{};

    [[nodiscard]] bool claim(Stage next)
    {
        Stage waiting = Stage::Waiting;
        return stage.compare_exchange_strong(waiting, next);
    }
};
using CandidatePtr = std::shared_ptr<Candidate>;

/// The rhythm of asking and telling, which makes a search reproducible: trial k is asked for as soon as all
/// trials up to k - lookahead have been told, one tell at a time, whatever is running meanwhile. Where a
/// person breaks the rhythm, the break is noted. Knows nothing of threads except Candidate::claim(); one
/// thread uses it.
class Proposals
{
public:
    Proposals(const Study& study, std::unique_ptr<optimizer::Optimizer> optimizer, unsigned lookahead);

    /// Repeats a journalled search up to its end, so that it goes on as if never interrupted.
    void replay(const TrialLog& log, Breaks breaks, std::uint64_t budget);

    void setBudget(std::uint64_t budget); ///< a break, when asking had stopped at the old one
    void steer(const Pins& pins);         ///< a break; what has not started is asked for anew
    void inject(space::Design design);    ///< takes the next id
    void retry();                         ///< a break; asks again after the optimizer had nothing left

    /// What a worker should start now, in order of id; marks it submitted. \param below ids from here on wait
    [[nodiscard]] std::vector<CandidatePtr> takeUnsubmitted(std::uint64_t below);
    /// One past the last candidate that a person chose; 0 when there is none.
    [[nodiscard]] std::uint64_t endOfChosen() const;
    /// Takes back everything that no worker has started; it stays a candidate.
    void holdBack();
    /// \param outcome absent when the evaluation was abandoned: the candidate waits to be submitted again
    void finish(const CandidatePtr& candidate, std::optional<problem::Outcome> outcome);
    /// Finished candidates that continue the journal without a gap, in order of id.
    [[nodiscard]] std::vector<CandidatePtr> ready() const;
    /// Tells the next trial in order, forgets its candidate and asks for the one that is now due.
    void tell(const Trial& trial);

    [[nodiscard]] std::uint64_t told() const { return m_told; }
    [[nodiscard]] std::uint64_t nextId() const { return m_next; }
    [[nodiscard]] std::uint64_t budget() const { return m_budget; }
    [[nodiscard]] std::size_t inFlight() const { return m_candidates.size(); }
    [[nodiscard]] std::vector<space::Design> awaited() const; ///< designs in flight, in order of id
    [[nodiscard]] std::size_t running() const;                ///< started by a worker and not finished
    [[nodiscard]] bool exhausted() const { return m_exhausted; }
    [[nodiscard]] std::string whyNone() const { return m_optimizer->whyNone(); }
    [[nodiscard]] optimizer::Effort effort() const { return m_optimizer->effort(); }
    [[nodiscard]] const optimizer::PaboLedger* ledger() const { return m_optimizer->ledger(); }
    [[nodiscard]] const Breaks& breaks() const { return m_breaks; }

private:
    void refill();
    void learn(const Trial& trial);
    void noteBreak(std::optional<Pins> pins);
    void add(std::uint64_t id, space::Design design, Origin origin);

    std::shared_ptr<const problem::Problem> m_problem;
    std::unique_ptr<optimizer::Optimizer> m_optimizer;
    std::uint64_t m_lookahead;
    std::uint64_t m_budget = 0;
    std::uint64_t m_told = 0;
    std::uint64_t m_next = 0;
    bool m_exhausted = false;
    std::map<std::uint64_t, CandidatePtr> m_candidates;
    Breaks m_breaks;
    const TrialLog* m_journal = nullptr; ///< while it is replayed
};

/// What the optimizer is told of a study before it starts.
[[nodiscard]] optimizer::SearchProblem searchProblemOf(const Study& study);

/// What the optimizer learns of a trial.
[[nodiscard]] optimizer::Observation observationOf(const Trial& trial, const problem::Problem& problem);

} // namespace paretoscope::study
