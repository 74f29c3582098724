// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_effort.h"

#include <cmath>

namespace paretoscope::study {

std::vector<RaceEffort> raceEfforts(const RaceSnapshot& race)
{
    std::vector<RaceEffort> efforts;
    for (std::size_t method = 0; method < race.methods.size(); ++method) {
        std::vector<double> evaluations, fits, acquisitions, seconds;
        for (const RaceLanePtr& lane : race.lanes) {
            if (lane->method != method)
                continue;
            const bool counted = lane->effort.counted;
            const auto count = [&](std::uint64_t n) {
                return counted ? static_cast<double>(n) : std::nan("");
            };
            evaluations.push_back(static_cast<double>(lane->evaluations));
            fits.push_back(count(lane->effort.modelFits));
            acquisitions.push_back(count(lane->effort.acquisitionEvaluations));
            seconds.push_back(lane->method_s);
        }
        efforts.push_back({method, quartilesOf(std::move(evaluations), false),
                           quartilesOf(std::move(fits), true), quartilesOf(std::move(acquisitions), true),
                           quartilesOf(std::move(seconds), true)});
    }
    return efforts;
}

} // namespace paretoscope::study
