// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/case_result.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace paretoscope::cost {

void record(CaseResult& result, const std::string& figure, double ours, double theirs, double deviation,
            bool agrees)
{
    ++result.figures;
    const bool firstToDisagree = !agrees && result.agrees;
    const bool worse = deviation > result.worstDeviation && agrees == result.agrees;
    result.agrees = result.agrees && agrees;
    if (!firstToDisagree && !worse)
        return;
    result.worstDeviation = deviation;
    // Printed as JSON prints numbers: the shortest text that reads back to the same value.
    result.worst = figure + " is " + nlohmann::json(ours).dump() + ", the reference says "
                   + nlohmann::json(theirs).dump();
}

double relativeDeviation(double ours, double theirs)
{
    const double scale = std::max(std::abs(ours), std::abs(theirs));
    return scale > 0.0 ? std::abs(ours - theirs) / scale : 0.0;
}

std::optional<StatedNumber> statedNumber(const std::string& words)
{
    constexpr double kMost = 100.0;
    char* rest = nullptr;
    const double number = std::strtod(words.c_str(), &rest);
    if (rest == words.c_str() || !(number >= 0.0 && number <= kMost))
        return {};
    while (*rest == ' ')
        ++rest;
    return StatedNumber{number, rest};
}

} // namespace paretoscope::cost
