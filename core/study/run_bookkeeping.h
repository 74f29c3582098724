// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"
#include "core/study/snapshot.h"
#include "core/study/study.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// The hypervolume reference where nobody names one: the worst of these points a tenth of its magnitude
/// beyond (our choice). An objective whose worst is zero takes a tenth of its range instead, and a constant
/// zero takes 1, so that no side of the box is empty.
/// \param points at least one, all minimised, all of the same length
[[nodiscard]] std::vector<double> referenceBeyond(const std::vector<std::vector<double>>& points);
/// What a volume is divided by: the product of the reference's magnitudes, or 1 where that is no use.
[[nodiscard]] double hypervolumeScale(const std::vector<double>& reference);
/// A run's hypervolume is drawn for two or three objectives.
[[nodiscard]] constexpr bool hasHypervolume(std::size_t objectives)
{
    return objectives == 2 || objectives == 3;
}
inline constexpr std::size_t kReferenceTrials = 32; ///< feasible trials that fix it; see Study::reference

/// What is known about all trials so far, kept up to date one trial at a time: the front, its knee, its
/// hypervolume, and why designs were not feasible. A function of the trials alone. Not thread-safe.
class Bookkeeping
{
public:
    explicit Bookkeeping(const Study& study);

    /// Adds the next trial in order of id.
    /// \returns the hypervolume including it: the volume between front and reference, divided by the product
    /// of the reference's magnitudes (our choice). Where all objectives are minimised and positive that is
    /// the share of the box between zero and the reference; with maximised ones it may exceed 1. NaN while
    /// there is no reference, and for other than two or three objectives.
    double add(const Trial& trial);

    [[nodiscard]] std::uint64_t trials() const { return m_trials; }
    [[nodiscard]] std::uint64_t feasible() const { return m_feasible; }
    [[nodiscard]] std::vector<std::uint64_t> front() const;
    [[nodiscard]] std::optional<std::uint64_t> knee() const;
    [[nodiscard]] std::vector<double> reference() const; ///< objectives' own units; empty until known
    [[nodiscard]] double hypervolume() const { return m_value; }
    [[nodiscard]] std::vector<HypervolumeSample> hypervolumeHistory() const;
    [[nodiscard]] std::vector<ReasonCount> reasons() const; ///< most frequent first

private:
    void fixReference(std::vector<double> minimised);
    void addFeasible(const std::vector<double>& point);
    void countReason(const Trial& trial);

    std::vector<double> m_signs; ///< +1 minimised, -1 maximised, one per objective
    std::shared_ptr<const problem::Problem> m_problem;
    std::uint64_t m_seed;
    std::uint64_t m_trials = 0;
    std::uint64_t m_feasible = 0;
    double m_newest_s = 0.0;
    pareto::FrontArchive m_front;
    std::vector<std::vector<double>> m_early; ///< feasible points from before the reference was fixed
    std::optional<pareto::IncrementalHypervolume> m_volume;
    double m_scale = 1.0;
    double m_value;
    std::vector<HypervolumeSample> m_samples;
    std::map<std::string, ReasonCount> m_reasons;
};

/// Evaluations per second over the last few seconds of running, and what they say about the rest.
class Pace
{
public:
    void note(double running_s, std::uint64_t trials);
    void restart(double running_s); ///< after a pause: older times say nothing
    [[nodiscard]] double perSecond() const;
    /// Absent in the first 3 s after restart(), when an estimate would jump about (our choice).
    [[nodiscard]] std::optional<double> remaining_s(std::uint64_t trialsLeft) const;

private:
    std::deque<std::pair<double, std::uint64_t>> m_notes; ///< at most kWindow_s long
    double m_start_s = 0.0;
};

} // namespace paretoscope::study
