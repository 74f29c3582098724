// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/spatial_architecture.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::cost::spatial {

/// What a person prescribes for one loop: the factor of a dimension at a level, in time or along an axis.
struct FactorRule
{
    enum class Relation : std::uint8_t {
        /// The factor, or where it does not divide a layer's size the largest divisor not above it: our
        /// choice, so that one set of constraints holds for all layers of a network.
        Fixed,
        Exactly, ///< the factor; a layer whose size it does not divide has no mapping
        AtMost,
        AtLeast, ///< or the whole dimension, where a layer's is smaller
        Whole,   ///< the whole dimension; `factor` is not looked at
    };
    std::string dimension;
    Relation relation = Relation::Fixed;
    std::int64_t factor = 1; ///< >= 1
    friend bool operator==(const FactorRule&, const FactorRule&) = default;
};

/// What is prescribed at one memory level. The spatial loops of a level spread work over what is below it.
struct LevelRules
{
    std::string level;
    std::vector<FactorRule> temporal, spatialX, spatialY; ///< each dimension at most once in each
    /// The only dimensions that may run along an axis, in the order of their loops, outermost first. Absent:
    /// any may.
    std::optional<std::vector<std::string>> allowedX, allowedY;
    /// Temporal loops that stand outside, or inside, all others of the level; outermost first.
    std::vector<std::string> outermost, innermost;
    std::vector<std::string> keep, bypass; ///< tensors
    friend bool operator==(const LevelRules&, const LevelRules&) = default;
};

/// Constraints on the map space, by name, for any layer: what mappings the mapper may return. A dimension
/// that a layer has not, or has with size 1, constrains nothing there.
struct MapConstraints
{
    /// As MapperOptions::dataflow; empty leaves it to those options and the machine. An order of loops that
    /// is prescribed here goes before the dataflow's.
    std::string dataflow;
    /// Share of the machine's MACs that every mapping must use, in [0, 1].
    double minimumParallelism = 0.0;
    std::vector<LevelRules> levels; ///< each level at most once

    [[nodiscard]] bool empty() const { return *this == MapConstraints{}; }
    friend bool operator==(const MapConstraints&, const MapConstraints&) = default;
};

/// Whether every name means something and nothing contradicts itself or the machine, for any size of its
/// array: a level or dimension that does not exist, a tensor kept and bypassed, or kept where the machine
/// bypasses it, a dimension that must be both innermost and outermost. \param dimensions those of the layers
/// in question; the ones of convolutions and matrix products are known anyway. Errors: InvalidInput, with
/// the place ("levels/2") and what is allowed. What depends on sizes shows when a layer is mapped.
[[nodiscard]] Status checkConstraints(const MapConstraints& constraints,
                                      const hardware::SpatialArchitecture& architecture,
                                      const std::vector<std::string>& dimensions);

} // namespace paretoscope::cost::spatial
