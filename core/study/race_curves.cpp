// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::study {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

double quantile(const std::vector<double>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(below);
    const double value = part == 0.0 ? sorted[below]
                                     : sorted[below] + part * (sorted[below + 1] - sorted[below]);
    return std::isfinite(value) ? value : std::nan("");
}

problem::Direction directionOf(const problem::Problem& problem, RaceMeasure measure)
{
    if (measure.objective == RaceMeasure::kHypervolume)
        return problem::Direction::Maximize;
    return problem.metrics()[problem.objectives()[static_cast<std::size_t>(measure.objective)].metric].better;
}

std::size_t rowsBy(const RaceLane& lane, RaceClock clock, double at)
{
    return clock == RaceClock::Seconds ? lane.trace.enteredBySecond(at)
                                       : lane.trace.enteredBy(static_cast<std::uint64_t>(at));
}

double reach(const RaceLane& lane, RaceClock clock)
{
    return clock == RaceClock::Seconds ? lane.at_s : static_cast<double>(lane.evaluations);
}

std::vector<const RaceLane*> lanesOf(const RaceSnapshot& race, std::size_t method)
{
    std::vector<const RaceLane*> lanes;
    for (const RaceLanePtr& lane : race.lanes)
        if (lane->method == method)
            lanes.push_back(lane.get());
    return lanes;
}

/// Where the band of these lanes ends.
double endOf(const std::vector<const RaceLane*>& lanes, RaceClock clock)
{
    double running = kInfinite, over = 0.0;
    for (const RaceLane* lane : lanes) {
        if (lane->over)
            over = std::max(over, reach(*lane, clock));
        else
            running = std::min(running, reach(*lane, clock));
    }
    return std::isfinite(running) ? running : over;
}

/// From 0 to the end; whole evaluations on that clock.
std::vector<double> gridTo(double end, RaceClock clock, std::size_t points)
{
    std::vector<double> grid;
    const bool every = clock == RaceClock::Evaluations && end < static_cast<double>(points);
    const std::size_t parts = every ? static_cast<std::size_t>(end) : std::max<std::size_t>(points, 2) - 1;
    for (std::size_t i = 0; i <= parts; ++i) {
        const double at = parts == 0 ? 0.0 : end * static_cast<double>(i) / static_cast<double>(parts);
        grid.push_back(clock == RaceClock::Evaluations ? std::round(at) : at);
    }
    return grid;
}

} // namespace

Quartiles quartilesOf(std::vector<double> values, bool nothingIsHigh)
{
    if (values.empty())
        return {std::nan(""), std::nan(""), std::nan("")};
    for (double& value : values)
        if (std::isnan(value))
            value = nothingIsHigh ? kInfinite : -kInfinite;
    std::sort(values.begin(), values.end());
    return {quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)};
}

std::vector<double> progressOf(const RaceTrace& trace, RaceMeasure measure, const problem::Problem& problem)
{
    if (measure.objective == RaceMeasure::kHypervolume) {
        std::vector<double> volumes{0.0};
        volumes.insert(volumes.end(), trace.hypervolume.begin(), trace.hypervolume.end());
        return volumes;
    }
    const bool down = directionOf(problem, measure) == problem::Direction::Minimize;
    std::vector<double> best{std::nan("")};
    for (std::size_t i = 0; i < trace.size(); ++i) {
        const double value = trace.row(i)[static_cast<std::size_t>(measure.objective)];
        const bool better = down ? value < best.back() : value > best.back();
        best.push_back(better || i == 0 ? value : best.back());
    }
    return best;
}

std::vector<RaceBand> raceBands(const RaceSnapshot& race, const problem::Problem& problem,
                                RaceMeasure measure, RaceClock clock, std::size_t points)
{
    const bool nothingIsHigh = directionOf(problem, measure) == problem::Direction::Minimize;
    std::vector<RaceBand> bands;
    for (std::size_t method = 0; method < race.methods.size(); ++method) {
        const std::vector<const RaceLane*> lanes = lanesOf(race, method);
        RaceBand band{method, gridTo(endOf(lanes, clock), clock, points), {}};
        std::vector<std::vector<double>> values;
        for (const RaceLane* lane : lanes)
            values.push_back(progressOf(lane->trace, measure, problem));
        for (const double at : band.x) {
            std::vector<double> now;
            for (std::size_t i = 0; i < lanes.size(); ++i)
                now.push_back(values[i][rowsBy(*lanes[i], clock, at)]);
            band.y.push_back(quartilesOf(std::move(now), nothingIsHigh));
        }
        bands.push_back(std::move(band));
    }
    return bands;
}

std::uint64_t evaluationsAt(const RaceLane& lane, RaceClock clock, double at)
{
    if (clock == RaceClock::Evaluations)
        return std::min(lane.evaluations, static_cast<std::uint64_t>(std::max(at, 0.0)));
    if (at >= lane.at_s)
        return lane.evaluations;
    const std::size_t rows = lane.trace.enteredBySecond(at);
    return rows == 0 ? 0 : lane.trace.trials[rows - 1] + 1;
}

double secondsAt(const RaceLane& lane, std::uint64_t budget, std::uint64_t evaluations)
{
    const double place = 100.0 * static_cast<double>(evaluations) / static_cast<double>(budget);
    const auto before = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(before);
    if (before >= lane.pulse_s.size() || (part > 0.0 && before + 1 >= lane.pulse_s.size()))
        return std::nan("");
    const double from = lane.pulse_s[before];
    return part > 0.0 ? from + part * (lane.pulse_s[before + 1] - from) : from;
}

std::size_t medianLane(const RaceSnapshot& race, const problem::Problem& problem, std::size_t method)
{
    const RaceMeasure measure{race.reference.empty() ? 0 : RaceMeasure::kHypervolume};
    const bool down = directionOf(problem, measure) == problem::Direction::Minimize;
    std::vector<std::pair<double, std::size_t>> ranked; // the larger the better
    for (std::size_t i = 0; i < race.lanes.size(); ++i) {
        if (race.lanes[i]->method != method)
            continue;
        const double value = progressOf(race.lanes[i]->trace, measure, problem).back();
        ranked.emplace_back(std::isnan(value) ? -kInfinite : down ? -value : value, i);
    }
    std::sort(ranked.begin(), ranked.end());
    return ranked.empty() ? 0 : ranked[(ranked.size() - 1) / 2].second;
}

namespace {

RaceStanding standingAt(const RaceSnapshot& race, const problem::Problem& problem, std::size_t method,
                        double share)
{
    RaceStanding standing;
    standing.method = method;
    standing.share = share;
    standing.evaluations = static_cast<std::uint64_t>(std::llround(share * static_cast<double>(race.budget)));
    const std::uint64_t evaluations = standing.evaluations;
    const auto over = [&](auto valueOf, bool nothingIsHigh) {
        std::vector<double> values;
        for (const RaceLane* lane : lanesOf(race, method))
            values.push_back(lane->over || lane->evaluations >= evaluations ? valueOf(*lane) : std::nan(""));
        return quartilesOf(std::move(values), nothingIsHigh);
    };
    const auto measured = [&](RaceMeasure measure) {
        return over(
            [&](const RaceLane& lane) {
                return progressOf(lane.trace, measure, problem)[lane.trace.enteredBy(evaluations)];
            },
            directionOf(problem, measure) == problem::Direction::Minimize);
    };
    standing.hypervolume = measured({});
    for (std::size_t k = 0; k < problem.objectives().size(); ++k)
        standing.best.push_back(measured({static_cast<int>(k)}));
    standing.front = over(
        [&](const RaceLane& lane) { return static_cast<double>(lane.trace.frontAt(evaluations).size()); },
        false);
    standing.seconds = over([&](const RaceLane& lane) { return secondsAt(lane, race.budget, evaluations); },
                            true);
    const auto spent = [&](auto valueOf) {
        return over([&](const RaceLane& lane) { return share < 1.0 ? std::nan("") : valueOf(lane); }, true);
    };
    const auto counted = [](const RaceLane& lane, std::uint64_t number) {
        return lane.effort.counted ? static_cast<double>(number) : std::nan("");
    };
    standing.modelFits = spent([&](const RaceLane& lane) { return counted(lane, lane.effort.modelFits); });
    standing.acquisitions = spent(
        [&](const RaceLane& lane) { return counted(lane, lane.effort.acquisitionEvaluations); });
    standing.method_s = spent([](const RaceLane& lane) { return lane.method_s; });
    return standing;
}

} // namespace

std::vector<RaceStanding> raceStandings(const RaceSnapshot& race, const problem::Problem& problem)
{
    std::vector<RaceStanding> standings;
    for (std::size_t method = 0; method < race.methods.size(); ++method)
        for (const double share : {0.25, 0.5, 1.0})
            standings.push_back(standingAt(race, problem, method, share));
    return standings;
}

} // namespace paretoscope::study
