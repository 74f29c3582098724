// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/successive_halving.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace paretoscope::accuracy {

Status HalvingOptions::validate() const
{
    const auto wrong = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), {}, {}};
    };
    if (candidates < 1 || candidates > 1'000'000)
        return wrong("Successive halving begins with 1 to 1,000,000 candidates.");
    if (fewestEpochs < 1 || mostEpochs < fewestEpochs || mostEpochs > 1'000'000)
        return wrong(
            "Successive halving trains for at least 1 epoch, and at the end for no fewer than before.");
    if (!(keep > 1.0 && keep <= 1000.0))
        return wrong("Successive halving promotes one of more than 1 and at most 1,000 candidates.");
    return success();
}

SuccessiveHalving::SuccessiveHalving(const HalvingOptions& options)
    : m_options(options)
{
    Rung first{options.fewestEpochs, std::vector<std::size_t>(options.candidates), {}};
    std::iota(first.candidates.begin(), first.candidates.end(), 0U);
    first.errors.assign(options.candidates, std::numeric_limits<double>::quiet_NaN());
    m_told.assign(options.candidates, false);
    m_rungs.push_back(std::move(first));
}

std::optional<SuccessiveHalving::Job> SuccessiveHalving::next()
{
    const Rung& rung = m_rungs.back();
    if (m_done || m_given == rung.candidates.size())
        return std::nullopt;
    return Job{rung.candidates[m_given++], rung.epochs};
}

void SuccessiveHalving::tell(std::size_t candidate, double error)
{
    Rung& rung = m_rungs.back();
    const auto given = rung.candidates.begin() + static_cast<std::ptrdiff_t>(m_given);
    const auto found = std::find(rung.candidates.begin(), given, candidate);
    if (m_done || found == given)
        return;
    const auto place = static_cast<std::size_t>(found - rung.candidates.begin());
    rung.errors[place] = error;
    m_told[place] = true;
    if (std::all_of(m_told.begin(), m_told.end(), [](bool told) { return told; }))
        finishRung();
}

std::vector<std::size_t> SuccessiveHalving::ranking() const
{
    const Rung& rung = m_rungs.back();
    std::vector<std::size_t> places(rung.candidates.size());
    std::iota(places.begin(), places.end(), 0U);
    const auto worth = [&rung](std::size_t place) {
        const double error = rung.errors[place];
        return std::pair(std::isnan(error) ? std::numeric_limits<double>::infinity() : error,
                         rung.candidates[place]);
    };
    std::sort(places.begin(), places.end(),
              [&](std::size_t a, std::size_t b) { return worth(a) < worth(b); });
    for (std::size_t& place : places)
        place = rung.candidates[place];
    return places;
}

void SuccessiveHalving::finishRung()
{
    const Rung& rung = m_rungs.back();
    if (rung.epochs >= m_options.mostEpochs) {
        m_done = true;
        return;
    }
    std::vector<std::size_t> best = ranking();
    const double share = static_cast<double>(best.size()) / m_options.keep;
    best.resize(std::max<std::size_t>(1, static_cast<std::size_t>(share + 1e-9)));
    // At least one more, or a factor near 1 would never end.
    const int longer = std::max(rung.epochs + 1, static_cast<int>(std::lround(rung.epochs * m_options.keep)));
    Rung next{std::min(longer, m_options.mostEpochs), std::move(best), {}};
    next.errors.assign(next.candidates.size(), std::numeric_limits<double>::quiet_NaN());
    m_told.assign(next.candidates.size(), false);
    m_given = 0;
    m_rungs.push_back(std::move(next));
}

} // namespace paretoscope::accuracy
