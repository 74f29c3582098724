// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/trial.h"

#include <cstdint>
#include <optional>

/// How designs stand against a reference design: the ratio of one metric to the reference's.
namespace paretoscope::study {

/// The one metric that a reference is judged by: the product of two objectives where the problem measures it
/// (energy times delay), otherwise the first objective (our choice; reported like this for co-design on the
/// Eyeriss baseline, second-hand).
[[nodiscard]] std::size_t judgedMetric(const problem::Problem& problem);

/// The metric that is the product of two others, as its unit says ("J" and "s" make "J·s") and the values of
/// `example` confirm to a millionth; absent when there is none.
[[nodiscard]] std::optional<std::size_t> productOf(const problem::Problem& problem, std::size_t a,
                                                   std::size_t b, const Trial& example);

/// `trial`'s value over `reference`'s. Absent where one has none, or the reference's is not above zero.
[[nodiscard]] std::optional<double> ratioTo(const Trial& reference, const Trial& trial, std::size_t metric);

/// The feasible trial that is best in one metric, followed as the log grows. Not thread-safe.
class BestTrial
{
public:
    BestTrial(const problem::Problem& problem, std::size_t metric);
    /// \param log the one seen before, maybe longer; a shorter one starts anew. \cost new trials only
    void follow(const TrialLog& log);
    [[nodiscard]] std::optional<std::uint64_t> id() const { return m_best; }

private:
    std::size_t m_metric;
    double m_sign;
    std::size_t m_seen = 0;
    std::optional<std::uint64_t> m_best;
    double m_value = 0.0; ///< minimised
};

} // namespace paretoscope::study
