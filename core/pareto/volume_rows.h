// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pareto/ascending.h"
#include "core/pareto/volume_meter.h"

#include <functional>
#include <type_traits>

namespace paretoscope::pareto {

/// The rows of a set that lie strictly inside the reference box, sorted by their last objective, the way
/// VolumeMeter wants them.
template <std::size_t K> struct VolumeRows
{
    std::vector<Row<K>> rows;
    std::vector<std::size_t> places; ///< of each row in the set
    Row<K> corner;                   ///< the reference
};

template <std::size_t K>
[[nodiscard]] VolumeRows<K> volumeRows(std::span<const double> points, std::span<const double> reference)
{
    std::vector<double> lasts;
    std::vector<std::size_t> inside;
    for (std::size_t i = 0; i < points.size() / K; ++i) {
        const std::span<const double> row = points.subspan(i * K, K);
        if (!std::equal(row.begin(), row.end(), reference.begin(), std::less<>()))
            continue;
        lasts.push_back(row[K - 1]);
        inside.push_back(i);
    }
    VolumeRows<K> result;
    std::copy_n(reference.begin(), K, result.corner.begin());
    result.rows.reserve(inside.size());
    result.places.reserve(inside.size());
    for (const std::uint32_t next : ascendingOrder(lasts)) {
        const std::size_t place = inside[next];
        std::copy_n(points.data() + place * K, K, result.rows.emplace_back().begin());
        result.places.push_back(place);
    }
    return result;
}

/// Calls `work` with the number of objectives as a constant: k from 2 to 6, as checkVolumeInput() has seen
/// to.
template <class Work> auto withObjectives(std::size_t k, const Work& work)
{
    switch (k) {
    case 2:
        return work(std::integral_constant<std::size_t, 2>());
    case 3:
        return work(std::integral_constant<std::size_t, 3>());
    case 4:
        return work(std::integral_constant<std::size_t, 4>());
    case 5:
        return work(std::integral_constant<std::size_t, 5>());
    default:
        return work(std::integral_constant<std::size_t, 6>());
    }
}

} // namespace paretoscope::pareto
