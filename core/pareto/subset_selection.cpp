// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/subset_selection.h"

#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <queue>

namespace paretoscope::pareto {

namespace {

/// A gain as it was when so many points had been chosen; it can only have fallen since.
struct Gain
{
    double volume = 0.0;
    std::size_t place = 0;
    std::size_t asOf = 0;

    bool operator<(const Gain& other) const // less urgent
    {
        return volume != other.volume ? volume < other.volume : place > other.place;
    }
};

} // namespace

Result<std::vector<std::size_t>> greedySubset(std::span<const double> points,
                                              std::span<const double> reference, std::size_t count)
{
    if (const Status fit = checkVolumeInput(points, reference); !fit)
        return fit.error();
    const std::size_t k = reference.size();
    const std::size_t n = points.size() / k;
    std::vector<double> chosen; // their rows, and one more to try
    double volume = 0.0;
    const auto with = [&](std::size_t place) {
        const auto row = points.subspan(place * k, k);
        chosen.insert(chosen.end(), row.begin(), row.end());
        return hypervolume(chosen, reference).value();
    };
    std::priority_queue<Gain> gains;
    for (std::size_t place = 0; place < n; ++place) {
        gains.push({with(place), place, 0});
        chosen.clear();
    }
    std::vector<std::size_t> places;
    while (places.size() < std::min(count, n)) {
        Gain gain = gains.top();
        gains.pop();
        if (gain.asOf == places.size() || gain.volume <= 0.0) {
            volume = with(gain.place);
            places.push_back(gain.place);
            continue;
        }
        gain.volume = std::max(0.0, with(gain.place) - volume);
        gain.asOf = places.size();
        chosen.resize(places.size() * k);
        gains.push(gain);
    }
    return places;
}

} // namespace paretoscope::pareto
