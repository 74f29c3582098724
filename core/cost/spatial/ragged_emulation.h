// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/ragged_walk.h"
#include "core/cost/spatial/traffic.h"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace paretoscope::cost::spatial {

struct RaggedTraffic
{
    Traffic words;
    /// Words that reach the first child from its parent; the mean of all children where nothing is clipped.
    /// While they are added up, times the children, so that they stay whole numbers.
    double share = 0.0;
};

/// The reference's emulation, continued to ragged nests (our choice in what it leaves open): a loop is
/// visited at index 0 once, at index 1 with the weight of all other whole iterations, and at its last,
/// partial iteration once, one step further on. What is remembered runs through all three.
///
/// As in the reference only the first element of an array is followed. The others' new words are its own,
/// moved to where they are and clipped to the tile they really have; multicast groups are those that are
/// equal then. Where tiles were clipped and are whole again, they are fetched anew, since their elements
/// missed visits. Neighbours hand words on only from one visit to the next that are both whole: no ragged
/// dimension that addresses the tensor or is spread over the array is at its last tile.
class RaggedEmulation
{
public:
    /// Of all parents together, and of the first one alone.
    struct Outcome
    {
        RaggedTraffic all, first;
    };
    /// \param level whose children are served \param walks by dimension
    [[nodiscard]] Outcome count(const Boundary& boundary, std::size_t level,
                                std::span<const DimensionWalk> walks);

private:
    /// A temporal loop, and what it does where the enclosing tile is its dimension's last.
    struct Lap
    {
        Coordinates forward{};
        std::int64_t factor = 1;
        std::int64_t wholes = 0;
        bool goesOn = false;  ///< to a partial iteration after the whole ones
        bool clipped = false; ///< there is such an enclosing tile
        std::uint8_t dimension = 0;
    };
    using Mask = std::uint8_t; ///< bit per dimension that is at its last tile
    struct Memory
    {
        std::uint16_t motion = 0; ///< 0: none, else one more than its number
        std::uint16_t last =
            0; ///< what the previous visit brought: kWhole, kNothing, kPart or kSlab + motion
        friend bool operator==(const Memory&, const Memory&) = default;
    };
    struct Remembered
    {
        Mask mask = 0;
        Memory before, after;
        RaggedTraffic traffic;
    };
    /// New words of the first element along every axis of its tile.
    struct Delta
    {
        Coordinates low{}, high{}, length{};
        bool still = true;
        int slab = -1; ///< the only axis along which not all is new
        bool nothing = false;
        Mask before = 0; ///< what was clipped at the visit that the slab continues
    };

    /// New words of one element along an axis, between two places.
    struct Piece
    {
        std::int64_t begin = 0, end = 0;
        friend auto operator<=>(const Piece&, const Piece&) = default;
    };
    /// Where an element lies along an axis, and how much shorter than the first its tile is and was.
    struct Element
    {
        std::int64_t offset = 0, shorter = 0, wasShorter = 0;
    };

    void prepare(const Boundary& boundary, std::size_t level, std::span<const DimensionWalk> walks);
    void take(std::size_t dimension, WalkView view);
    [[nodiscard]] RaggedTraffic emulate();
    [[nodiscard]] RaggedTraffic run(std::size_t depth, Mask mask, Memory& memory);
    void step(std::size_t index, Mask from, Mask to, double times, Memory& memory, RaggedTraffic& total);
    [[nodiscard]] RaggedTraffic visit(std::size_t index, Mask from, Mask to, Memory& memory);
    [[nodiscard]] Coordinates motion(std::size_t index, Mask from) const;
    [[nodiscard]] std::int64_t length(std::size_t axis, Mask leaf) const;
    [[nodiscard]] Delta difference(const Coordinates& step, Mask before, Mask now) const;
    [[nodiscard]] Delta everything(Mask now) const;
    [[nodiscard]] std::uint16_t number(const Coordinates& step);
    [[nodiscard]] bool neighbours(const Coordinates& step, const Delta& delta, std::uint16_t last,
                                  Coordinates& shift) const;
    [[nodiscard]] RaggedTraffic bring(const Delta& delta, Mask now, const Coordinates* shift);
    [[nodiscard]] RaggedTraffic clipped(const Delta& delta, Mask now);
    [[nodiscard]] std::size_t place(std::size_t axis, Mask before, Mask now);
    [[nodiscard]] std::pair<double, double> along(std::size_t axis, const Delta& delta, Mask now);

    const Boundary* m_boundary = nullptr;
    std::span<const DimensionWalk> m_walks;
    std::size_t m_level = 0;
    std::int64_t m_groups = 1;
    bool m_forwarding = false;
    Mask m_spread = 0;   ///< dimensions spread over the array
    Mask m_clipping = 0; ///< dimensions whose last tile clips what the children get
    Mask m_start = 0;    ///< ragged for the parent in hand
    Mask m_partial = 0;  ///< of these, with a partial tile at the array
    Extents m_reached{}; ///< elements of the array the last tile reaches, by dimension
    Extents m_missing{}; ///< indices the last of these lacks to a whole tile
    Coordinates m_length{};
    std::array<Lap, kMaxLoops> m_laps;
    std::array<Mask, kMaxLoops + 1> m_startsPartial{}; ///< dimensions whose loops from here on start partial
    std::size_t m_lapCount = 0;
    std::size_t m_depth = 0; ///< laps that matter
    std::vector<Coordinates> m_motions;
    std::array<std::vector<Remembered>, kMaxLoops> m_remembered;
    std::vector<Element> m_elements;
    std::vector<Piece> m_pieces;
    Neighbours m_neighbours;
};

} // namespace paretoscope::cost::spatial
