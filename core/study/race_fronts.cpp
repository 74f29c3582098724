// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_fronts.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::study {

namespace {

std::vector<PlanePoint> pointsAt(const RaceLane& lane, std::uint64_t evaluations, RacePlane plane)
{
    std::vector<PlanePoint> points;
    for (const std::size_t row : lane.trace.frontAt(evaluations))
        points.push_back({lane.trace.row(row)[plane.x], lane.trace.row(row)[plane.y]});
    return points;
}

void widen(RaceFronts& fronts, const std::vector<PlanePoint>& points)
{
    for (const PlanePoint& point : points) {
        if (!fronts.low)
            fronts.low = fronts.high = point;
        fronts.low = PlanePoint{std::min(fronts.low->x, point.x), std::min(fronts.low->y, point.y)};
        fronts.high = PlanePoint{std::max(fronts.high->x, point.x), std::max(fronts.high->y, point.y)};
    }
}

} // namespace

std::vector<PlanePoint> tradeOffs(std::vector<PlanePoint> points, problem::Direction x, problem::Direction y)
{
    const double signX = x == problem::Direction::Minimize ? 1.0 : -1.0;
    const double signY = y == problem::Direction::Minimize ? 1.0 : -1.0;
    std::sort(points.begin(), points.end(), [=](const PlanePoint& a, const PlanePoint& b) {
        return std::pair(signX * a.x, signY * a.y) < std::pair(signX * b.x, signY * b.y);
    });
    std::vector<PlanePoint> stairs;
    for (const PlanePoint& point : points)
        if (stairs.empty() || signY * point.y < signY * stairs.back().y)
            stairs.push_back(point);
    return stairs;
}

RaceFronts raceFronts(const RaceSnapshot& race, const problem::Problem& problem, RacePlane plane,
                      std::optional<RaceMoment> moment)
{
    const auto direction = [&](std::size_t objective) {
        return problem.metrics()[problem.objectives()[objective].metric].better;
    };
    RaceFronts fronts;
    std::vector<PlanePoint> all;
    for (const RaceLanePtr& lane : race.lanes) {
        RaceFronts::Front front;
        front.evaluations = moment ? evaluationsAt(*lane, moment->clock, moment->at) : lane->evaluations;
        const std::size_t rows = lane->trace.enteredBy(front.evaluations);
        front.hypervolume = rows > 0                 ? lane->trace.hypervolume[rows - 1]
                            : race.reference.empty() ? std::nan("")
                                                     : 0.0;
        front.points = pointsAt(*lane, front.evaluations, plane);
        front.stairs = tradeOffs(front.points, direction(plane.x), direction(plane.y));
        all.insert(all.end(), front.stairs.begin(), front.stairs.end());
        fronts.lanes.push_back(std::move(front));

        widen(fronts, pointsAt(*lane, lane->evaluations, plane));
        widen(fronts, pointsAt(*lane, std::min(lane->evaluations, race.budget / 4), plane));
    }
    fronts.best = tradeOffs(std::move(all), direction(plane.x), direction(plane.y));
    for (std::size_t method = 0; method < race.methods.size(); ++method)
        fronts.medians.push_back(medianLane(race, problem, method));
    return fronts;
}

} // namespace paretoscope::study
