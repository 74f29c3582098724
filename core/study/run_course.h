// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/study/proposals.h"
#include "core/study/run_bookkeeping.h"
#include "core/study/run_journal.h"
#include "core/study/session.h"
#include "core/study/snapshot.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// What a run does: its state, what is proposed, journalled and told, and what a person asks for between.
/// Knows nothing of threads; one thread uses it, which asks after each of these whether anything wants to be
/// evaluated, and brings back what came of it.
class RunCourse
{
public:
    /// Takes up a journalled run where it ended. \param session must outlive it
    RunCourse(Session& session, RunJournal journal, std::unique_ptr<optimizer::Optimizer> optimizer);

    [[nodiscard]] RunState state() const { return m_state; }

    // What a person asks for; see Runner.
    void begin();
    void pause();
    [[nodiscard]] bool stop(); ///< \returns whether evaluations under way are to be abandoned
    void extendTo(std::uint64_t evaluations);
    void setPins(const Pins& pins);
    void inject(const space::Design& design);

    /// An evaluation has ended. \param outcome absent where it was abandoned
    void finish(const CandidatePtr& candidate, std::optional<problem::Outcome> outcome);
    /// Journals all that is ready in one transaction, then lets the optimizer learn it one by one.
    /// \returns whether evaluations under way are to be abandoned, because they would fail as well
    [[nodiscard]] bool record();
    /// What a worker should start now. A run that rests still evaluates what a person asks for, and what was
    /// proposed before it: trials are recorded in the order of their ids.
    [[nodiscard]] std::vector<CandidatePtr> takeWork();
    /// Ends the run where there is nothing left to do, and a stop when the last evaluation has ended.
    void settle();
    void fail(std::string message);

    /// How it looks now; without a revision.
    [[nodiscard]] std::shared_ptr<Snapshot> snapshot();

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] bool canEvaluate();
    void goOnIfFinished();
    void keepBudget();
    void keepBreaks();
    void dropLeftovers();
    void enter(RunState state);
    void rebuildBooks();
    [[nodiscard]] double running_s() const;
    [[nodiscard]] Pins replayedPins() const;
    [[nodiscard]] std::shared_ptr<const optimizer::PaboLedger> ledgerNow();

    Session& m_session;
    const std::shared_ptr<const problem::Problem> m_problem;
    TrialLog m_log;
    std::vector<SteeringMark> m_marks;
    Pins m_pins;
    Bookkeeping m_books;
    Proposals m_proposals;
    Pace m_pace;
    std::shared_ptr<const optimizer::PaboLedger> m_ledger; ///< as last published
    std::uint64_t m_ledgerTold = 0;                        ///< results that it knows
    RunState m_state = RunState::Idle;
    std::string m_message;
    bool m_unkept = false;
    std::uint64_t m_askedBelow = 0; ///< ids below are evaluated even while the run rests
    double m_ran_s = 0.0;           ///< before m_since
    Clock::time_point m_since;
};

} // namespace paretoscope::study
