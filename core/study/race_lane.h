// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_plan.h"
#include "core/study/race_search.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace paretoscope::study {

/// A lane while it is being run: a search and the trace it leaves. One thread at a time.
class RaceLaneRun
{
public:
    RaceLaneRun(RaceField::Starter starter, const RacePlan& plan, RaceEvaluations& evaluations);

    /// Once, before the first advance().
    void setReference(const std::vector<double>& reference);

    /// When to come back before the target is reached.
    struct Leave
    {
        std::chrono::steady_clock::time_point at;
        const std::atomic<bool>& hold; ///< after the evaluation in flight
        const std::stop_token& stop;   ///< at once
    };
    /// Makes trials until `target` are done. Whatever a library below throws ends this lane and no other.
    void advance(std::uint64_t target, const Leave& leave);
    [[nodiscard]] RaceLanePtr publish() const;

private:
    void record(const Trial& trial);

    std::shared_ptr<const problem::Problem> m_problem;
    std::uint64_t m_budget;
    RaceSearch m_search;
    std::optional<RaceTracer> m_tracer;
    RaceLane m_lane; ///< all but the trace
};

} // namespace paretoscope::study
