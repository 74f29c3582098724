// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/race_snapshot.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace paretoscope::study {

inline constexpr const char* kRaceKey = "race"; ///< of Session::put()

/// A race as a session keeps it: what entered the fronts, and nothing that follows from it.
[[nodiscard]] nlohmann::json raceToJson(const RaceSnapshot& race);
/// The race as it was, finished or stopped, to be looked at. Errors, InvalidInput: not a race, or one of
/// another problem (the number of objectives differs).
[[nodiscard]] Result<RaceSnapshot> raceFromJson(const nlohmann::json& document, const Study& study,
                                                const std::string& origin);

/// One line for every trial that entered the front of its lane, and one for where each lane ended: method,
/// seed, evaluations, seconds_s, hypervolume, the objectives of that trial, and the best of each so far.
/// Written as described in export.h.
[[nodiscard]] std::string raceToCsv(const RaceSnapshot& race, const Study& study);

} // namespace paretoscope::study
