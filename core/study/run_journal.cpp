// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_journal.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace paretoscope::study {

namespace {

constexpr const char* kLookaheadKey = "lookahead";

} // namespace

Result<RunJournal> readJournal(Session& session, unsigned lookahead)
{
    const std::string file = session.file().string();
    RunJournal found;
    Result<TrialLog> log = session.trials();
    if (!log)
        return log.error();
    found.log = std::move(log).value();
    Result<Breaks> breaks = breaksFromJson(session.get(kBreaksKey), file);
    if (!breaks)
        return breaks.error();
    found.breaks = std::move(breaks).value();
    Result<std::vector<SteeringMark>> marks = marksFromJson(session.get(kMarksKey), file);
    if (!marks)
        return marks.error();
    found.marks = std::move(marks).value();
    if (const nlohmann::json pins = session.get(kPinsKey); !pins.is_null()) {
        Result<Pins> read = pinsFromJson(pins, file);
        if (!read)
            return read.error();
        found.pins = std::move(read).value();
    }
    const nlohmann::json budget = session.get(kBudgetKey);
    found.budget = budget.is_number_unsigned() ? budget.get<std::uint64_t>() : session.study().evaluations;
    const nlohmann::json before = session.get(kLookaheadKey);
    const bool kept = before.is_number_unsigned() && before.get<std::uint64_t>() <= 65'536;
    found.lookahead = std::max(kept ? before.get<unsigned>() : lookahead, 1U);
    if (!kept)
        session.put(kLookaheadKey, found.lookahead);
    return found;
}

problem::Past pastOf(const Session& session, const TrialLog& log)
{
    problem::Past past;
    past.scratch = session.file();
    past.scratch += "-interrupted";
    for (std::size_t i = 0; i < log.size(); ++i)
        past.trials.push_back({log[i].id, &log[i].design, &log[i].outcome});
    return past;
}

} // namespace paretoscope::study
