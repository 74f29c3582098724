// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/shape.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::cost::spatial {

/// The loops that spread one level's work over the array below, and the array's physical width, which decides
/// who is whose neighbour.
struct Fanout
{
    std::span<const NestLoop> rows;    ///< spatial Y, outermost first
    std::span<const NestLoop> columns; ///< spatial X, outermost first
    Extents ways{};                    ///< how often each dimension is unrolled, rows and columns together
    std::int64_t usedX = 1, usedY = 1;
    std::int64_t physicalX = 1;
    [[nodiscard]] std::int64_t used() const { return usedX * usedY; }
};

/// Number of different tiles among the elements of a fan-out: elements whose tiles coincide form a multicast
/// group, which costs the parent one access. As in the reference simulator.
/// \param tile the child's extents.
[[nodiscard]] std::int64_t distinctTiles(const TensorShape& tensor, const Fanout& fanout,
                                         const Extents& tile);

/// What the neighbours could hand over at one visit.
struct Forwarding
{
    std::int64_t groups = 0;    ///< multicast groups among the elements still served by the parent
    std::int64_t forwarded = 0; ///< elements served by a neighbour
};

/// Finds, for one tensor at one fan-out, which elements need just what a neighbour received at the previous
/// visit. Tiles of all elements are translates of one another, so the answer depends only
/// on how far the words moved between the visits, and is remembered for each such shift. Reusable without
/// allocating.
class Neighbours
{
public:
    void prepare(const TensorShape& tensor, const Fanout& fanout, const Extents& tile);
    /// `groups` is meaningful only where something is forwarded.
    [[nodiscard]] Forwarding at(const Coordinates& shift);
    /// Groups when the parent serves everyone, by listing all elements.
    [[nodiscard]] std::int64_t allGroups();

private:
    void placeElements();
    void add(std::span<const NestLoop> loops, Extents& stride);
    [[nodiscard]] Forwarding count(std::int64_t shift);
    [[nodiscard]] std::int64_t distinct(std::vector<std::int64_t>& codes);
    void setRadix();

    const TensorShape* m_tensor = nullptr;
    Fanout m_fanout;
    Extents m_tile{};
    Coordinates m_unit{};              ///< every offset along the axis is a multiple of this
    Coordinates m_reach{};             ///< largest offset along the axis, in units
    Coordinates m_radix{};             ///< places an axis in the code of an offset
    std::int64_t m_range = 1;          ///< codes are below this
    std::vector<std::uint64_t> m_mark; ///< last round in which a code was seen
    std::uint64_t m_round = 0;
    bool m_placed = false;
    std::vector<std::int64_t> m_code; ///< of each element's offset
    std::vector<std::int64_t> m_left; ///< scratch: codes of the elements not forwarded
    struct Known
    {
        std::int64_t shift = 0;
        Forwarding forwarding;
    };
    std::vector<Known> m_known;
};

} // namespace paretoscope::cost::spatial
