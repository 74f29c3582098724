// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <unordered_map>

namespace paretoscope::study {

/// Evaluations that the lanes of a race share: a design is evaluated once, whoever asks. Who asks for one
/// that is being evaluated waits for it, so how many are saved depends on what was asked and not on timing.
/// Thread-safe.
class RaceEvaluations
{
public:
    explicit RaceEvaluations(std::shared_ptr<const problem::Problem> problem);

    /// Absent when `stop` ended it.
    [[nodiscard]] std::optional<problem::Outcome> evaluate(const space::Design& design,
                                                           const std::stop_token& stop);
    struct Counts
    {
        std::uint64_t evaluated = 0;
        std::uint64_t saved = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    enum class Stage { Busy, Done, Abandoned };
    struct Entry
    {
        Stage stage = Stage::Busy;
        problem::Outcome outcome;
    };
    /// Our choice, about 200 MB; designs beyond are evaluated and forgotten.
    static constexpr std::size_t kMostKept = 500'000;

    std::shared_ptr<const problem::Problem> m_problem;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_settled;
    std::unordered_map<space::Design, std::shared_ptr<Entry>, space::DesignHash> m_entries;
    Counts m_counts;
};

} // namespace paretoscope::study
