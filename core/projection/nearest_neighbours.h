// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/projection/points.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace paretoscope::projection {

struct Neighbour
{
    std::uint32_t row = 0;
    float squared = std::numeric_limits<float>::infinity(); ///< squared Euclidean distance
};

/// The nearest of what was offered so far, nearest first; of equally near ones those offered first.
class NearestList
{
public:
    explicit NearestList(std::span<Neighbour> places)
        : m_places(places)
    { }
    [[nodiscard]] float farthest() const { return m_places.back().squared; }
    void offer(std::uint32_t row, float squared)
    {
        if (squared >= farthest())
            return;
        std::size_t at = m_places.size() - 1;
        for (; at > 0 && m_places[at - 1].squared > squared; --at)
            m_places[at] = m_places[at - 1];
        m_places[at] = {row, squared};
    }

private:
    std::span<Neighbour> m_places;
};

/// The `count` nearest other rows of every row, nearest first, exactly: row i's begin at i * count. O(n^2).
/// Errors: InvalidInput unless 0 < count < rows; Cancelled.
[[nodiscard]] Result<std::vector<Neighbour>>
nearestNeighbours(const Eigen::Ref<const Points>& points, std::size_t count, const Progress& progress = {});

} // namespace paretoscope::projection
