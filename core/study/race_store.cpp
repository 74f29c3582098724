// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_store.h"

#include "core/base/json_reader.h"
#include "core/study/export.h"
#include "core/study/race.h"
#include "core/study/race_curves.h"
#include "core/study/race_search.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::study {

namespace {

using nlohmann::json;

constexpr std::int64_t kRaceVersion = 1;
constexpr std::int64_t kMostTrials = std::int64_t{1} << 53U;

json laneToJson(const RaceLane& lane)
{
    return {{"method", lane.method},
            {"seed", lane.seed},
            {"evaluations", lane.evaluations},
            {"feasible", lane.feasible},
            {"seconds_s", lane.at_s},
            {"method_s", lane.method_s},
            {"over", lane.over},
            {"message", lane.message},
            {"pulse_s", lane.pulse_s},
            {"entered", lane.trace.trials},
            {"entered_s", lane.trace.at_s},
            {"objectives", lane.trace.values}};
}

std::uint64_t trialCount(JsonReader& reader, std::string_view key)
{
    return static_cast<std::uint64_t>(reader.integer(key, 0, kMostTrials));
}

/// Front and hypervolume follow from what entered, so they are found again instead of being believed.
void replayTrace(JsonReader& reader, RaceLane& lane, const std::vector<double>& signs,
                 const std::vector<double>& reference)
{
    const std::vector<double> entered = reader.numbers("entered", kNotNegative);
    const std::vector<double> entered_s = reader.numbers("entered_s", kNotNegative);
    const std::vector<double> values = reader.numbers("objectives", {});
    if (entered_s.size() != entered.size() || values.size() != entered.size() * signs.size()
        || !std::is_sorted(entered.begin(), entered.end()))
        return reader.fail("entered", "the trials, their times and their objectives do not belong together.");
    RaceTracer tracer(signs, reference);
    for (std::size_t i = 0; i < entered.size(); ++i) {
        std::vector<double> minimised(signs.size());
        for (std::size_t k = 0; k < signs.size(); ++k)
            minimised[k] = signs[k] * values[i * signs.size() + k];
        tracer.add(static_cast<std::uint64_t>(entered[i]), entered_s[i], minimised);
    }
    lane.trace = tracer.trace();
}

RaceLanePtr readLane(JsonReader& reader, std::size_t methods, const std::vector<double>& signs,
                     const std::vector<double>& reference)
{
    auto lane = std::make_shared<RaceLane>();
    lane->method = static_cast<std::size_t>(
        reader.integer("method", 0, static_cast<std::int64_t>(methods) - 1));
    lane->seed = trialCount(reader, "seed");
    lane->evaluations = trialCount(reader, "evaluations");
    lane->feasible = trialCount(reader, "feasible");
    lane->at_s = reader.number("seconds_s", kNotNegative);
    lane->method_s = reader.number("method_s", kNotNegative);
    lane->over = reader.boolean("over");
    lane->message = reader.string("message");
    lane->pulse_s = reader.numbers("pulse_s", kNotNegative);
    replayTrace(reader, *lane, signs, reference);
    return lane;
}

} // namespace

json raceToJson(const RaceSnapshot& race)
{
    json left = json::array();
    for (const LeftOut& item : race.leftOut)
        left.push_back({{"method", item.method}, {"reason", item.reason}});
    json lanes = json::array();
    for (const RaceLanePtr& lane : race.lanes)
        lanes.push_back(laneToJson(*lane));
    return {{"format", "paretoscope-race"}, {"version", kRaceVersion},     {"methods", race.methods},
            {"left_out", std::move(left)},  {"seeds", race.seeds},         {"first_seed", race.firstSeed},
            {"evaluations", race.budget},   {"lookahead", race.lookahead}, {"reference", race.reference},
            {"evaluated", race.evaluated},  {"saved", race.saved},         {"lanes", std::move(lanes)}};
}

Result<RaceSnapshot> raceFromJson(const json& document, const Study& study, const std::string& origin)
{
    RaceSnapshot race;
    JsonReader reader(document, origin);
    reader.format("paretoscope-race", kRaceVersion);
    race.methods = reader.strings("methods");
    if (race.methods.empty())
        reader.fail("methods", "a race has at least one method.");
    for (JsonReader& item : reader.objects("left_out"))
        race.leftOut.push_back({item.string("method"), item.string("reason")});
    race.seeds = static_cast<unsigned>(reader.integer("seeds", 1, Race::kMostSeeds));
    race.firstSeed = trialCount(reader, "first_seed");
    race.budget = static_cast<std::uint64_t>(
        reader.integer("evaluations", 1, static_cast<std::int64_t>(Race::kMostEvaluations)));
    race.lookahead = static_cast<unsigned>(reader.integer("lookahead", 1, 65'536));
    race.reference = reader.numbers("reference", {});
    race.evaluated = trialCount(reader, "evaluated");
    race.saved = trialCount(reader, "saved");
    const std::vector<double> signs = objectiveSigns(*study.problem);
    if (!race.reference.empty() && race.reference.size() != signs.size())
        reader.fail("reference", "the race belongs to a problem with another number of objectives.");
    for (JsonReader& item : reader.objects("lanes"))
        race.lanes.push_back(readLane(item, race.methods.size(), signs, race.reference));
    if (race.lanes.size() != race.methods.size() * race.seeds)
        reader.fail("lanes", "there must be one lane for every method and seed.");
    if (Status status = reader.finish(); !status)
        return status.error();
    const bool over = std::all_of(race.lanes.begin(), race.lanes.end(),
                                  [](const RaceLanePtr& lane) { return lane->over; });
    race.state = over ? RunState::Finished : RunState::Stopped;
    return race;
}

std::string raceToCsv(const RaceSnapshot& race, const Study& study)
{
    const problem::Problem& problem = *study.problem;
    const std::size_t objectives = problem.objectives().size();
    std::string text = "method,seed,evaluations,seconds_s,hypervolume";
    for (const char* prefix : {"", "best_"}) {
        for (const problem::Objective& objective : problem.objectives()) {
            const problem::Metric& metric = problem.metrics()[objective.metric];
            text += ',' + (prefix + columnName(metric.name, metric.unit));
        }
    }
    text += '\n';
    for (const RaceLanePtr& lane : race.lanes) {
        const RaceTrace& trace = lane->trace;
        std::vector<std::vector<double>> best;
        for (std::size_t k = 0; k < objectives; ++k)
            best.push_back(progressOf(trace, {static_cast<int>(k)}, problem));
        const auto line = [&](std::uint64_t evaluations, double at_s, std::size_t rows, bool entered) {
            text += race.methods[lane->method] + ',' + std::to_string(lane->seed) + ','
                    + std::to_string(evaluations) + ',' + exactNumber(at_s) + ',';
            text += rows == 0 ? std::string() : exactNumber(trace.hypervolume[rows - 1]);
            for (std::size_t k = 0; k < objectives; ++k)
                text += ',' + (entered ? exactNumber(trace.row(rows - 1)[k]) : std::string());
            for (std::size_t k = 0; k < objectives; ++k)
                text += ',' + (rows == 0 ? std::string() : exactNumber(best[k][rows]));
            text += '\n';
        };
        for (std::size_t i = 0; i < trace.size(); ++i)
            line(trace.trials[i] + 1, trace.at_s[i], i + 1, true);
        line(lane->evaluations, lane->at_s, trace.size(), false);
    }
    return text;
}

} // namespace paretoscope::study
