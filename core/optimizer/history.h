// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/candidates.h"

#include <span>
#include <vector>

namespace paretoscope::optimizer {

/// Everything told so far, row by row, under the present question. Steering changes the question: metrics
/// beyond their bounds count as constraint violation, and so does a design outside the pinned parameters.
class History
{
public:
    explicit History(std::size_t objectives)
        : m_objectives(objectives)
    { }

    /// \returns false, and keeps nothing, for a design that is not of this space
    bool learn(const Observation& observation, const Candidates& candidates);
    /// Puts the question that `candidates` now holds to everything told.
    void judgeAnew(const Candidates& candidates);

    [[nodiscard]] std::size_t size() const { return m_told.size(); }
    [[nodiscard]] std::size_t objectiveCount() const { return m_objectives; }
    [[nodiscard]] std::uint64_t id(std::size_t row) const { return m_told[row].id; }
    [[nodiscard]] const space::Design& design(std::size_t row) const { return m_told[row].design; }
    /// Zeros where nothing was measured; never to be compared then.
    [[nodiscard]] std::span<const double> objectives(std::size_t row) const
    {
        return {m_rows.data() + row * m_objectives, m_objectives};
    }
    /// 0 for what answers the present question; below 1 for what was measured but breaks a bound; from 1 to 2
    /// for what has no objectives at all, which so ranks behind everything measured. A design outside the
    /// pinned parameters counts as one bound broken by its whole width (our choice).
    [[nodiscard]] double violation(std::size_t row) const { return m_violations[row]; }
    [[nodiscard]] bool measured(std::size_t row) const { return m_violations[row] < 1.0; }

private:
    [[nodiscard]] double judged(const Observation& observation, const Candidates& candidates) const;

    std::size_t m_objectives;
    std::vector<Observation> m_told;
    std::vector<double> m_rows;
    std::vector<double> m_violations;
};

} // namespace paretoscope::optimizer
