// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/race_curves.h"
#include "core/study/race_snapshot.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace paretoscope::study {

/// A design by two of its objectives, in their own units.
struct PlanePoint
{
    double x = 0.0;
    double y = 0.0;
    friend bool operator==(const PlanePoint&, const PlanePoint&) = default;
};

/// Two objectives, by position in Problem::objectives().
struct RacePlane
{
    std::size_t x = 0;
    std::size_t y = 1;
    friend bool operator==(const RacePlane&, const RacePlane&) = default;
};

/// The best trade-offs among the points, from the best x to the worst; equal points are kept once.
[[nodiscard]] std::vector<PlanePoint> tradeOffs(std::vector<PlanePoint> points, problem::Direction x,
                                                problem::Direction y);

/// A moment of a race, on either clock.
struct RaceMoment
{
    RaceClock clock = RaceClock::Evaluations;
    double at = 0.0;
    friend bool operator==(const RaceMoment&, const RaceMoment&) = default;
};

/// The fronts of all lanes on one plane at one moment.
struct RaceFronts
{
    struct Front
    {
        std::uint64_t evaluations = 0;
        double hypervolume = 0.0;       ///< NaN without a reference
        std::vector<PlanePoint> points; ///< all of the front, by first objective
        std::vector<PlanePoint> stairs; ///< best trade-offs of the two objectives shown
    };
    std::vector<Front> lanes;            ///< as RaceSnapshot::lanes
    std::vector<std::size_t> medians;    ///< of every method the lane to be shown, see medianLane()
    std::vector<PlanePoint> best;        ///< best trade-offs of all lanes together, at this moment
    std::optional<PlanePoint> low, high; ///< corners of the extent; absent without designs
};

/// \param moment absent: as far as every lane has come
///
/// The extent spans the fronts of the newest moment and those of a quarter of the budget (our choice), so
/// that axes stay still while a front grows and replay needs no other axes; what came earlier may lie
/// outside.
[[nodiscard]] RaceFronts raceFronts(const RaceSnapshot& race, const problem::Problem& problem,
                                    RacePlane plane, std::optional<RaceMoment> moment);

} // namespace paretoscope::study
