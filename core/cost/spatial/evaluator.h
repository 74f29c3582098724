// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/nest.h"
#include "core/cost/spatial/ragged_counter.h"
#include "core/cost/spatial/shape.h"
#include "core/cost/spatial/traffic.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace paretoscope::cost::spatial {

/// Accesses of one tensor at one level, words per instance.
struct TensorCounts
{
    std::int64_t tile = 0, reads = 0, fills = 0, updates = 0, partition = 0, temporalReductions = 0;
    double energy_J = 0.0;
};

struct LevelCounts
{
    std::array<TensorCounts, kMaxTensors> tensors{};
    std::int64_t instances = 1;
    std::int64_t occupied = 0;
    std::int64_t cycles = 0;
    double throttle = 1.0;
    double leakage_J = 0.0;
    double energy_J = 0.0;
};

/// Everything a LayerReport says, without names and without the heap.
struct Counts
{
    std::array<LevelCounts, kMaxLevels> levels{};
    /// Of a ragged nest; not set otherwise.
    std::array<std::array<Shortfall, kMaxTensors>, kMaxLevels> shortfall;
    Extents padded;            ///< products of the factors; not set unless ragged
    std::int64_t usedMacs = 1; ///< not set unless ragged
    bool ragged = false;
    std::int64_t computeCycles = 1;
    std::int64_t cycles = 1;
    double macEnergy_J = 0.0;
    double energy_J = 0.0;
};

/// Why a nest does not fit, without words: the level (or the number of levels, for the MACs) and the figures.
/// For FactorProduct the dimension instead of the level, its size and the product of its factors.
struct Misfit
{
    IllegalReason reason = IllegalReason::Capacity;
    std::size_t level = 0;
    std::int64_t needed = 0;
    std::int64_t available = 0;
};

/// The cost model for one operation on one machine, compiled so that evaluating a mapping allocates nothing.
/// One object a thread: it holds scratch space. Semantics: see evaluate.h.
class Evaluator
{
public:
    /// Errors: as compileShape(), and Unsupported for a machine of no or too many levels.
    [[nodiscard]] static Result<Evaluator> compile(const workload::Operation& operation,
                                                   const hardware::SpatialArchitecture& architecture);

    /// Fills `counts` unless the nest does not fit. The nest's factors must multiply to the sizes of the
    /// operation or, ragged, to more without an iteration that never runs; other products are misfits. Every
    /// tensor must be kept somewhere, as flatten() guarantees.
    [[nodiscard]] std::optional<Misfit> evaluate(const Nest& nest, const EvaluationOptions& options,
                                                 Counts& counts);

    /// Counts nests of perfect factors as if they were ragged, too: the same figures, later. To test the one
    /// way of counting by the other.
    void treatAllAsRagged() { m_alwaysRagged = true; }

    /// Only whether the nest fits: much cheaper than evaluate().
    [[nodiscard]] std::optional<Misfit> fits(const Nest& nest);

    /// Whether the level has room for the tensors it keeps when its tile extends so far.
    [[nodiscard]] bool hasRoom(std::size_t level, const Extents& tile, std::uint8_t keeps) const;
    /// Of the nest last evaluated or fitted.
    [[nodiscard]] const Extents& tile(std::size_t level) const { return m_extents[level]; }

    [[nodiscard]] const OperationShape& shape() const { return m_shape; }
    [[nodiscard]] std::size_t levelCount() const { return m_levelCount; }

private:
    /// To a whole number, within what every count can hold.
    [[nodiscard]] static std::int64_t whole(double value)
    {
        constexpr double kMost = 9.0e18;
        return static_cast<std::int64_t>(std::clamp(value, 0.0, kMost));
    }
    struct Level
    {
        std::int64_t meshX = 1, meshY = 1;
        std::int64_t capacity = 0; ///< usable words
        std::int64_t block = 1;
        double readBandwidth = 0.0, writeBandwidth = 0.0, sharedBandwidth = 0.0;
        hardware::AccessEnergy energy;
    };
    /// One tensor at one level while its counts come together.
    struct Flow
    {
        double out = 0.0;       ///< accesses by the level below
        double delivered = 0.0; ///< words the level below receives, multicast in full
        double share = 0.0;     ///< words received from directly above
        double peer = 0.0;      ///< words received from a neighbour
    };
    using Flows = std::array<std::array<Flow, kMaxTensors>, kMaxLevels>;

    Evaluator() = default;
    [[nodiscard]] std::optional<Misfit> clip(const Nest& nest);
    void countRagged(const Nest& nest, const EvaluationOptions& options, Counts& counts);
    void accountRagged(const Nest& nest, const RaggedFlows& flows, Counts& counts) const;
    void describe(const Nest& nest, std::size_t level, Boundary& boundary) const;
    void measure(const Nest& nest);
    [[nodiscard]] std::optional<Misfit> overCapacity(const Nest& nest);
    void countPerfect(const Nest& nest, const EvaluationOptions& options, Counts& counts);
    void countTraffic(const Nest& nest, const EvaluationOptions& options, Flows& flows);
    void passThroughBypassed(const Nest& nest, std::size_t tensor, Flows& flows) const;
    void partition(const Nest& nest, std::size_t tensor, Counts& counts) const;
    void account(const Nest& nest, const Flows& flows, Counts& counts) const;
    void throttle(Counts& counts) const;

    OperationShape m_shape;
    std::array<Level, kMaxLevels + 1> m_levels{}; ///< the last holds the mesh of the MACs
    std::size_t m_levelCount = 0;
    double m_macEnergy_J = 0.0;

    // Of the nest being evaluated.
    std::array<Extents, kMaxLevels + 1> m_extents{}; ///< tile of each level; of a MAC: ones
    std::array<Extents, kMaxLevels> m_spread{}; ///< union of the tiles below: content at the spatial loops
    std::array<std::int64_t, kMaxLevels + 1> m_usedX{}, m_usedY{}; ///< instances in use, whole chip
    std::array<std::array<std::int64_t, kMaxTensors>, kMaxLevels> m_tile{};
    std::array<TimeLoop, kMaxLoops> m_time{};         ///< all temporal loops, outermost first
    std::array<std::uint8_t, kMaxLevels> m_timeEnd{}; ///< how many stand at or above a level
    TrafficCounter m_counter;
    bool m_ragged = false;
    bool m_alwaysRagged = false;
    Extents m_padded{}; ///< products of the factors
    std::array<Boundary, kMaxLevels> m_boundaries;
    RaggedCounter m_raggedCounter;
};

} // namespace paretoscope::cost::spatial
