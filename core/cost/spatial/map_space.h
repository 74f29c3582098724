// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/cost/spatial/dataflow.h"
#include "core/cost/spatial/evaluator.h"

#include <array>
#include <cstdint>
#include <vector>

namespace paretoscope::cost::spatial {

/// Where a factor may stand at a level.
enum class Where : std::uint8_t { Time, Row, Column };
inline constexpr std::size_t kWheres = 3;

/// A point of the map space: at most one loop per dimension, level and place, so that moving a prime from one
/// place to another is one multiplication and one division.
struct Candidate
{
    std::array<std::array<Extents, kWheres>, kMaxLevels> factor{};
    /// Temporal order, outermost first: a permutation of the dimensions.
    std::array<std::array<std::uint8_t, kMaxDimensions>, kMaxLevels> order{};
    std::array<std::uint8_t, kMaxLevels> keeps{};
};

/// All mappings of one operation on one machine under one dataflow that the mapper considers: perfect
/// factorizations, fan-out limited per boundary, residency free where the machine leaves it so.
class MapSpace
{
public:
    MapSpace(const workload::Operation& operation, const hardware::SpatialArchitecture& architecture,
             const Dataflow& dataflow, const OperationShape& shape);

    /// A tensor that no level may store; then no mapping is legal.
    [[nodiscard]] std::optional<std::size_t> unstorable() const { return m_unstorable; }

    /// Everything in time at the outermost level, except what the dataflow wants inside the PEs; nothing
    /// stored that need not be. If even this does not fit, nothing does.
    [[nodiscard]] Candidate plainest() const;
    /// A random good-looking mapping: the array filled as far as its sides allow, then the memories from the
    /// inside out as far as their capacities allow, random orders and residency.
    [[nodiscard]] Candidate construct(Rng& rng, Evaluator& evaluator) const;
    /// Changes one thing at random; false, and nothing changed, if the draw came to nothing or left the
    /// per-boundary limits.
    [[nodiscard]] bool mutate(Candidate& candidate, Rng& rng) const;

    [[nodiscard]] Nest nest(const Candidate& candidate) const;
    void lay(const Candidate& candidate, Nest& nest) const; ///< the same into a nest made before
    [[nodiscard]] Mapping mapping(const Candidate& candidate) const;

private:
    struct Place
    {
        std::uint8_t level = 0;
        Where where = Where::Time;
        friend bool operator==(const Place&, const Place&) = default;
    };
    struct Choice
    {
        std::uint8_t level = 0, tensor = 0;
    };
    struct Step
    {
        std::uint8_t dimension = 0;
        std::int64_t prime = 1;
    };
    using Tiles = std::array<Extents, kMaxLevels>;
    void decideResidency(const workload::Operation& operation,
                         const hardware::SpatialArchitecture& architecture);
    [[nodiscard]] std::int64_t limit(Place place) const;
    [[nodiscard]] std::int64_t used(const Candidate& candidate, Place place) const;
    [[nodiscard]] bool movePrime(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool exchange(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool reorder(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool flip(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool stands(std::uint8_t dimension, Place place) const;
    std::int64_t fillSide(Extents& pool, Extents& factors, Place side, Rng& rng) const;
    void fillArray(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool grow(Candidate& candidate, Tiles& tiles, std::size_t level, Step step,
                            const Evaluator& evaluator) const;
    void fillMemories(Candidate& candidate, Rng& rng, Evaluator& evaluator) const;
    void respectStationary(Candidate& candidate, std::size_t level) const;

    std::size_t m_levels = 0;
    std::size_t m_dimensions = 0;
    std::size_t m_tensors = 0;
    std::array<std::vector<std::int64_t>, kMaxDimensions> m_primes;       ///< of each size, with repetition
    std::array<std::vector<std::int64_t>, kMaxDimensions> m_kinds;        ///< the same, each once
    std::vector<std::uint8_t> m_movable;                                  ///< dimensions larger than 1
    std::array<std::vector<Place>, kMaxDimensions> m_places;              ///< where its factors may stand
    std::array<std::array<std::uint8_t, kWheres>, kMaxLevels> m_stands{}; ///< the same: dimensions of a place
    std::array<std::int64_t, kMaxLevels> m_limitX{}, m_limitY{};
    std::array<std::uint8_t, kMaxLevels> m_mustKeep{};
    std::vector<Place> m_sides; ///< of the array, all boundaries
    std::vector<Choice> m_free;
    std::optional<std::size_t> m_unstorable;
    std::uint8_t m_inside = 0;
    std::size_t m_elementLevel = 0;           ///< first level inside the PEs
    std::size_t m_feeding = 0;                ///< level in front of the array
    std::optional<std::uint8_t> m_stationary; ///< dimensions of the stationary tensor
};

} // namespace paretoscope::cost::spatial
