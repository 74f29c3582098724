// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/projection/nearest_neighbours.h"

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::projection {

/// Two designs that should lie near to each other, a < b.
struct Edge
{
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    float weight = 0.0F; ///< 0 to 1
};

/// How strongly each design is tied to its neighbours: 1 to the nearest, falling with distance so fast that
/// every design has ties of log2(count) in sum, whether it lies in a crowd or alone; ties of the two sides
/// are joined as probabilities. Ascending by a, then b. \param neighbours as from nearestNeighbours(),
/// `count` a row \source McInnes, Healy, Melville: UMAP (2018), section 3.1 (from memory)
[[nodiscard]] std::vector<Edge> neighbourGraph(std::span<const Neighbour> neighbours, std::size_t count);

} // namespace paretoscope::projection
