// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/cost/spatial/dataflow.h"
#include "core/cost/spatial/evaluator.h"
#include "core/cost/spatial/layer_constraints.h"

#include <array>
#include <cstdint>
#include <vector>

namespace paretoscope::cost::spatial {

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
/// factorizations, fan-out limited per boundary, residency free where the machine leaves it so; of these, the
/// ones that keep the constraints.
class MapSpace
{
public:
    MapSpace(const workload::Operation& operation, const hardware::SpatialArchitecture& architecture,
             const Dataflow& dataflow, const OperationShape& shape, const LayerConstraints& constraints = {});

    /// A tensor that no level may store; then no mapping is legal.
    [[nodiscard]] std::optional<std::size_t> unstorable() const { return m_unstorable; }

    /// Everything in time at the outermost level, except what the dataflow wants inside the PEs and what is
    /// prescribed elsewhere; nothing stored that need not be. If even this does not fit, nothing does, as
    /// long as plainestIsSmallest().
    [[nodiscard]] Candidate plainest() const;
    /// Whether no mapping has smaller tiles than the plainest: no constraint says how large factors may be.
    [[nodiscard]] bool plainestIsSmallest() const { return !m_constraints.constrainsFactors; }
    /// Whether a candidate keeps those constraints that construct() and mutate() cannot promise: MACs in use,
    /// and a place for every factor. To be asked before a candidate counts.
    [[nodiscard]] bool admits(const Candidate& candidate) const;
    /// A random good-looking mapping: the array filled as far as its sides allow, then the memories from the
    /// inside out as far as their capacities allow, random orders and residency.
    /// \param like where given, residency is this one's
    [[nodiscard]] Candidate construct(Rng& rng, const Evaluator& evaluator,
                                      const Candidate* like = nullptr) const;
    /// A mapping of another operation with the same dimensions, stretched or shrunk to this one; absent if
    /// that leads to nothing that fits.
    [[nodiscard]] std::optional<Candidate> adapt(const Mapping& other, Rng& rng,
                                                 const Evaluator& evaluator) const;
    /// Changes one thing at random and makes it fit again. False, and the candidate is worthless, if the draw
    /// came to nothing or left the per-boundary limits.
    [[nodiscard]] bool mutate(Candidate& candidate, Rng& rng, const Evaluator& evaluator) const;

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
    /// What one side of the array may hold.
    struct Fill
    {
        Extents factors{};
        std::int64_t used = 1;
    };
    using Tiles = std::array<Extents, kMaxLevels>;
    void decideResidency(const workload::Operation& operation,
                         const hardware::SpatialArchitecture& architecture);
    void decidePlaces(const Dataflow& dataflow);
    [[nodiscard]] const FactorBounds& bounds(Place place, std::size_t dimension) const;
    [[nodiscard]] bool takes(Place place, std::size_t dimension, std::int64_t factor) const;
    [[nodiscard]] bool spares(const Extents& pool, std::size_t dimension, std::int64_t prime) const;
    void settle(Candidate& candidate, Rng* rng) const;
    [[nodiscard]] std::int64_t limit(Place place) const;
    [[nodiscard]] std::int64_t used(const Candidate& candidate, Place place) const;
    [[nodiscard]] bool movePrime(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool exchange(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool reorder(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool flip(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool refill(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool gather(Candidate& candidate, Place to, std::size_t dimension,
                              std::int64_t wanted) const;
    [[nodiscard]] bool repack(Candidate& candidate, Rng& rng, const Evaluator& evaluator) const;
    [[nodiscard]] bool repair(Candidate& candidate, Rng& rng, const Evaluator& evaluator) const;
    void measure(const Candidate& candidate, Tiles& tiles) const;
    [[nodiscard]] std::vector<Fill> listFills(Place side) const;
    [[nodiscard]] bool stands(std::uint8_t dimension, Place place) const;
    std::int64_t fillSide(Extents& pool, Extents& factors, Place side, Rng& rng) const;
    void fillArray(Candidate& candidate, Rng& rng) const;
    [[nodiscard]] bool grow(Candidate& candidate, Tiles& tiles, std::size_t level, Step step,
                            const Evaluator& evaluator) const;
    void growLevel(Candidate& candidate, Tiles& tiles, std::size_t level, Rng& rng,
                   const Evaluator& evaluator) const;
    [[nodiscard]] std::int64_t share(const Extents& pool, std::size_t dimension, std::int64_t most) const;
    void follow(Candidate& candidate, std::size_t level, const LevelMapping& other) const;
    void arrange(Candidate& candidate, std::size_t level) const;

    LayerConstraints m_constraints;
    std::size_t m_levels = 0;
    std::size_t m_dimensions = 0;
    std::size_t m_tensors = 0;
    std::array<std::vector<std::int64_t>, kMaxDimensions> m_primes; ///< of each size, with repetition
    std::array<std::vector<std::int64_t>, kMaxDimensions> m_kinds;  ///< the same, each once
    std::vector<std::uint8_t> m_movable;                            ///< dimensions larger than 1
    std::vector<std::uint8_t> m_loose;                              ///< of these, what may stand elsewhere
    std::array<std::vector<Place>, kMaxDimensions> m_places;        ///< where its factors may stand
    std::array<std::array<std::uint8_t, kWheres>, kMaxLevels> m_stands{}; ///< the same: dimensions of a place
    std::array<std::int64_t, kMaxLevels> m_limitX{}, m_limitY{};
    std::array<std::uint8_t, kMaxLevels> m_mustKeep{};
    std::vector<Place> m_sides;             ///< of the array, all boundaries
    std::vector<std::vector<Fill>> m_fills; ///< of each side, fullest first
    std::array<std::vector<std::uint8_t>, kMaxLevels> m_rowOrder,
        m_columnOrder; ///< of loops, outermost first
    std::vector<Choice> m_free;
    std::optional<std::size_t> m_unstorable;
    std::uint8_t m_inside = 0;
    std::size_t m_elementLevel = 0;           ///< first level inside the PEs
    std::size_t m_feeding = 0;                ///< level in front of the array
    std::optional<std::uint8_t> m_stationary; ///< dimensions of the stationary tensor
};

} // namespace paretoscope::cost::spatial
