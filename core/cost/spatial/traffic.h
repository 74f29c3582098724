// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/multicast.h"
#include "core/cost/spatial/shape.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::cost::spatial {

/// Words that cross one boundary, for one tensor and one instance of the parent, over the whole run.
/// Doubles: whole numbers up to 2^53 are exact, and hostile sizes cannot overflow.
struct Traffic
{
    double sent = 0.0;      ///< accesses of the parent: each multicast group counts once
    double delivered = 0.0; ///< words that arrive at children from the parent, multicast counted in full
    double forwarded = 0.0; ///< words that arrive from a neighbour instead
};

/// A temporal loop, and how far one of its steps moves along its dimension: everything inside it, in time and
/// in space.
struct TimeLoop
{
    std::int64_t factor = 1;
    std::int64_t stride = 1;
    std::uint8_t dimension = 0;
};

/// One boundary of the hierarchy seen by one tensor: which temporal loops run above, what tile stands below,
/// how it is spread.
struct Boundary
{
    const TensorShape* tensor = nullptr;
    std::span<const TimeLoop> loops; ///< temporal loops of the parent and all above, outermost first
    Extents tile{};                  ///< of one child; all ones for a MAC
    std::int64_t tile_words = 1;     ///< of the tensor in that tile
    Fanout fanout;
    bool remembers = true; ///< false for MACs, which ask for every operand every cycle
    bool forwarding = false;
    /// The child does not store the tensor, so only the proportion of sent to delivered words matters.
    bool onlyShape = false;
};

/// Counts words without walking the loops, exactly as the reference simulator emulates them: every loop
/// is visited at index 0 once and at index 1 with the weight of all its other iterations, and what a child
/// keeps from its previous visit is credited along one axis at a time while the motion stays the same.
///
/// The visits of n nested loops form a ruler sequence: between two visits exactly one loop steps on and all
/// loops inside it fall back. So there are only n different motions, and what a loop does depends only on the
/// little a child remembers when it starts. Evaluating each (loop, memory) once replaces 2^n visits.
class TrafficCounter
{
public:
    [[nodiscard]] Traffic count(const Boundary& boundary);

private:
    /// One step of a loop together with the fall-back of all loops inside it.
    struct Motion
    {
        Coordinates step{};
        double others = 0.0; ///< iterations after the first
        bool still = false;
        double slabWords = 0.0;    ///< words new to a child that kept its previous tile
        std::int8_t slabAxis = -1; ///< axis along which only a slab is new; -1: everything is
        std::uint8_t identity = 0; ///< equal for equal steps
    };
    /// What decides the cost of the next visit.
    struct Memory
    {
        std::uint8_t motion = 0; ///< 0: none, else identity + 1 of the motion in progress
        std::uint8_t last = 0; ///< what the previous visit brought: kWhole, kNothing or kSlab + motion index
        friend bool operator==(const Memory&, const Memory&) = default;
    };
    struct Remembered
    {
        std::size_t depth = 0;
        Memory before, after;
        Traffic traffic;
    };

    void prepare(const Boundary& boundary);
    void describeMotions(const TensorShape& tensor);
    [[nodiscard]] Traffic standing(const Boundary& boundary) const;
    [[nodiscard]] Traffic sliding(const Boundary& boundary);
    [[nodiscard]] Traffic stateless(const Boundary& boundary);
    [[nodiscard]] Traffic run(std::size_t depth, Memory& memory);
    [[nodiscard]] Traffic visit(std::size_t index, Memory& memory);
    [[nodiscard]] Traffic bring(double words, const Coordinates* shift);

    const Boundary* m_boundary = nullptr;
    double m_tileWords = 0.0;
    Coordinates m_length{};
    std::int64_t m_groups = 1;
    bool m_forwarding = false;
    std::array<Motion, kMaxLoops> m_motions;
    std::size_t m_motionCount = 0;
    std::vector<Remembered> m_remembered;
    Neighbours m_neighbours;
};

} // namespace paretoscope::cost::spatial
