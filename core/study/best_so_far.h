// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/trial.h"

#include <cstdint>
#include <vector>

namespace paretoscope::study {

/// The best value of every objective as a run goes on. Follows a growing log by looking only at what is new.
class BestSoFar
{
public:
    struct Step
    {
        std::uint64_t trials = 0; ///< evaluations done, the improving one included
        double at_s = 0.0;
        double value = 0.0; ///< own units and direction
    };

    explicit BestSoFar(const problem::Problem& problem);
    /// \param log the one seen before, maybe longer; a shorter one starts anew
    void follow(const TrialLog& log);
    /// Where an objective improved, feasible trials only.
    [[nodiscard]] const std::vector<Step>& steps(std::size_t objective) const { return m_steps[objective]; }
    [[nodiscard]] std::uint64_t trials() const { return m_seen; }

private:
    const problem::Problem& m_problem;
    std::uint64_t m_seen = 0;
    std::vector<std::vector<Step>> m_steps; ///< by objective
};

} // namespace paretoscope::study
