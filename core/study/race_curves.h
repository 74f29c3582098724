// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/race_snapshot.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace paretoscope::study {

/// What seeds agree on: a quarter of them lies below, half, three quarters.
struct Quartiles
{
    double lower = 0.0;
    double median = 0.0;
    double upper = 0.0;
};
/// By linear interpolation between the sorted values (Hyndman and Fan 1996, type 7; from memory). NaN stands
/// for a seed that has nothing to show; where one is needed for a quartile, that quartile is NaN.
/// \param nothingIsHigh where seeds with nothing to show stand: above all others, or below
/// \returns all NaN for no values
[[nodiscard]] Quartiles quartilesOf(std::vector<double> values, bool nothingIsHigh);

/// What of a race is followed over time.
struct RaceMeasure
{
    static constexpr int kHypervolume = -1;
    int objective = kHypervolume; ///< or the best value so far of this objective, in its own direction

    friend bool operator==(const RaceMeasure&, const RaceMeasure&) = default;
};

/// The measure of one lane as rows enter its trace: element i is its value once i rows have entered. Before
/// the first row the hypervolume is 0 and a best value NaN.
[[nodiscard]] std::vector<double> progressOf(const RaceTrace& trace, RaceMeasure measure,
                                             const problem::Problem& problem);

/// Median and quartiles of a method over its seeds, as a line of steps.
struct RaceBand
{
    std::size_t method = 0;
    std::vector<double> x; ///< evaluations or seconds, ascending
    std::vector<Quartiles> y;
};

enum class RaceClock { Evaluations, Seconds };

/// One band a method, at most `points` points each. A band ends where the first of its seeds that still runs
/// has come to; seeds that are over keep their last value.
/// \cost points x log(entries) a lane
[[nodiscard]] std::vector<RaceBand> raceBands(const RaceSnapshot& race, const problem::Problem& problem,
                                              RaceMeasure measure, RaceClock clock, std::size_t points = 400);

/// Evaluations that a lane had done at a moment of either clock.
[[nodiscard]] std::uint64_t evaluationsAt(const RaceLane& lane, RaceClock clock, double at);

/// When a lane had done so many evaluations, between two hundredths of its budget interpolated; NaN when it
/// never did.
[[nodiscard]] double secondsAt(const RaceLane& lane, std::uint64_t budget, std::uint64_t evaluations);

/// The lane of a method whose hypervolume (whose best first objective where there is none) is the median of
/// its seeds; of an even number the lower one. Position in RaceSnapshot::lanes.
[[nodiscard]] std::size_t medianLane(const RaceSnapshot& race, const problem::Problem& problem,
                                     std::size_t method);

/// Where a method stood when a share of its budget was used.
struct RaceStanding
{
    std::size_t method = 0;
    double share = 0.0;
    std::uint64_t evaluations = 0;
    Quartiles hypervolume;
    std::vector<Quartiles> best; ///< one per objective
    Quartiles front;             ///< number of designs on it
    Quartiles seconds;           ///< see RaceLane::at_s
    /// What the methods have spent on thinking when all of the budget was used; NaN before, and for methods
    /// that do not count.
    Quartiles modelFits, acquisitions;
    Quartiles method_s; ///< processor time of the method alone; NaN before the budget was used
};
/// Every method at 25, 50 and 100 % of the budget. A lane that has not come so far shows nothing there; one
/// that ended early keeps its last values.
[[nodiscard]] std::vector<RaceStanding> raceStandings(const RaceSnapshot& race,
                                                      const problem::Problem& problem);

} // namespace paretoscope::study
