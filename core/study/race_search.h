// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/proposals.h"
#include "core/study/race_evaluations.h"
#include "core/study/race_snapshot.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// A whole search on whatever thread calls it: asks, evaluates, tells, one trial after the other, in the
/// rhythm of a run (see Proposals). Not thread-safe.
class RaceSearch
{
public:
    /// \param study its method and seed are those of the search; its budget is not
    RaceSearch(const Study& study, std::unique_ptr<optimizer::Optimizer> optimizer, unsigned lookahead,
               std::uint64_t budget, RaceEvaluations& evaluations);

    /// The next trial, told to the method. Absent when the search is over, or when `stop` ended the
    /// evaluation, which is then made anew by the next call.
    [[nodiscard]] std::optional<Trial> next(const std::stop_token& stop);

    [[nodiscard]] std::uint64_t told() const { return m_proposals.told(); }
    [[nodiscard]] bool over() const { return m_over; }
    [[nodiscard]] std::string whyOver() const; ///< empty when the budget was used up
    [[nodiscard]] optimizer::Effort effort() const { return m_proposals.effort(); }
    [[nodiscard]] double at_s() const { return m_method_s + m_evaluation_s; }
    [[nodiscard]] double method_s() const { return m_method_s; }

private:
    void begin();

    Proposals m_proposals;
    std::uint64_t m_budget;
    RaceEvaluations& m_evaluations;
    std::deque<CandidatePtr> m_waiting; ///< in order of id
    bool m_begun = false;
    bool m_over = false;
    double m_method_s = 0.0;     ///< processor time of asking and telling
    double m_evaluation_s = 0.0; ///< what the evaluations cost, wherever they were made
};

/// The reference point that a run of the study would fix: the study's own, or found from its first trials as
/// Bookkeeping does. Where few are feasible, from those among the first 512 (our choice).
/// \returns objectives' own units; empty when nothing is feasible, when the number of objectives has no
/// hypervolume, or when stopped
[[nodiscard]] std::vector<double> raceReference(const Study& study, unsigned lookahead,
                                                RaceEvaluations& evaluations, const std::stop_token& stop);

/// +1 for every minimised objective, -1 for every maximised one.
[[nodiscard]] std::vector<double> objectiveSigns(const problem::Problem& problem);

} // namespace paretoscope::study
