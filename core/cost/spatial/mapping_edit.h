// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapping.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

/// Changing a mapping by hand, one legible step at a time. Every step keeps the product of the factors of
/// each dimension, so that what was complete stays complete; whether the result fits the machine is for
/// evaluate() to say. A step that makes no sense (a place that is not there, nothing to move) is no mapping.
namespace paretoscope::cost::spatial {

/// One of the three lists of loops of a level, in the order in which they nest.
enum class Lane : std::uint8_t {
    Time,    ///< LevelMapping::temporal
    Rows,    ///< LevelMapping::spatialY
    Columns, ///< LevelMapping::spatialX
};
inline constexpr std::array<Lane, 3> kLanes{Lane::Time, Lane::Rows, Lane::Columns};

struct LanePlace
{
    std::size_t level = 0;
    Lane lane = Lane::Time;
    friend bool operator==(const LanePlace&, const LanePlace&) = default;
};

struct LoopPlace
{
    LanePlace in;
    std::size_t index = 0; ///< outermost first
    friend bool operator==(const LoopPlace&, const LoopPlace&) = default;
};

[[nodiscard]] std::vector<Loop>& loopsOf(LevelMapping& level, Lane lane);
[[nodiscard]] const std::vector<Loop>& loopsOf(const LevelMapping& level, Lane lane);
/// Null where there is none.
[[nodiscard]] const Loop* loopAt(const Mapping& mapping, LoopPlace place);
/// The loop of this dimension in a list.
[[nodiscard]] std::optional<LoopPlace> loopOver(const Mapping& mapping, std::size_t dimension, LanePlace in);

/// A mapping as it is edited: no loops of one iteration, and every dimension at most once in a list; of
/// several the outermost takes them all.
[[nodiscard]] Mapping tidied(Mapping mapping);

/// A mapping after a step, and where the loop that it was about stands now.
struct Edited
{
    Mapping mapping;
    LoopPlace loop;
};

/// Takes a whole loop to another place: before the loop that now stands at to.index, or innermost beyond the
/// last. Where the list has a loop of that dimension already, the two become one that stays where it is.
[[nodiscard]] std::optional<Edited> moveLoop(const Mapping& mapping, LoopPlace from, LoopPlace to);

/// With whom a loop exchanges factors unless told otherwise: the next loop outwards of its dimension, or else
/// the steps of the outermost level; a loop that stands there itself, with the next one inwards.
[[nodiscard]] LanePlace partnerOf(const Mapping& mapping, LoopPlace loop);

/// Gives a loop another factor; its partner's becomes what remains of the product of both. A factor of 1
/// makes the loop vanish, then Edited::loop is the partner's. A partner without such a loop gets one, on the
/// side that is nearer to where its factor comes from. \param factor must divide the product of both
[[nodiscard]] std::optional<Edited> setFactor(const Mapping& mapping, LoopPlace loop, std::int64_t factor,
                                              LanePlace partner);

enum class Step { Up, Down };
/// Moves the smallest prime factor to this loop (Up) or away from it (Down). Without a partner given, Up
/// takes from the next loop outwards of the dimension, or else from the next one inwards; Down gives to
/// partnerOf().
[[nodiscard]] std::optional<Edited> stepFactor(const Mapping& mapping, LoopPlace loop, Step step,
                                               std::optional<LanePlace> partner = {});

/// Stores a tensor at a level where it was not stored, and the other way round.
[[nodiscard]] std::optional<Mapping> toggleKeep(const Mapping& mapping, std::size_t level,
                                                std::size_t tensor);

/// All divisors, ascending; none of a number below 1.
[[nodiscard]] std::vector<std::int64_t> divisors(std::int64_t number);

/// How a loop differs from another mapping.
enum class Mark : std::uint8_t {
    Same,
    Factor, ///< the other mapping's loop of this dimension has another factor here
    Order,  ///< the same factor, but nested differently among the loops that both have here
    Alone,  ///< the other mapping has no loop of this dimension here
};

struct LevelMarks
{
    std::array<std::vector<Mark>, kLanes.size()> loops; ///< by Lane, as the mapping's own loops
    std::vector<bool> keeps;                            ///< per tensor: true where residency differs
};

/// What of `mapping` is not as in `other`, one entry a level of `mapping`.
[[nodiscard]] std::vector<LevelMarks> marksAgainst(const Mapping& mapping, const Mapping& other);
/// How many loops and residencies are marked, for "equal" and "3 differences".
[[nodiscard]] std::size_t countMarks(const std::vector<LevelMarks>& marks);

} // namespace paretoscope::cost::spatial
