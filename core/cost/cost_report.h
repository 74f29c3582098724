// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace paretoscope::cost {

/// Words that instances move less than if each did as much as the first: what clipped tiles leave out.
struct Shortfall
{
    std::int64_t reads = 0, fills = 0, updates = 0; ///< sum of all instances
};

/// Accesses of one tensor at one memory level. Words are per instance; energy is of all instances. Under a
/// ragged mapping they are those of the first instance, which never does less than another; all together move
/// `instances` times as many less the shortfall.
struct TensorAccesses
{
    std::string tensor;
    std::int64_t tile_words = 0; ///< what one instance holds at a time
    std::int64_t instances = 0;  ///< used
    std::int64_t reads = 0;
    std::int64_t fills = 0;
    std::int64_t updates = 0;
    std::int64_t partition_words = 0; ///< distinct words an instance ever owns
    std::int64_t temporalReductions = 0;
    double energy_J = 0.0;
    Shortfall shortfall{};
};

struct LevelReport
{
    std::string level;
    std::vector<TensorAccesses> tensors; ///< only those kept here
    std::int64_t cycles = 0;             ///< this level's own bound
    double throttle = 1.0;               ///< in (0, 1]: share of full speed its bandwidth allows
    double leakage_J = 0.0;
    double energy_J = 0.0;           ///< all tensors and leakage
    std::int64_t occupied_words = 0; ///< per instance
};

/// A dimension whose factors multiply to more than its size.
struct RaggedDimension
{
    std::string dimension;
    std::int64_t size = 1;
    std::int64_t padded = 1; ///< product of the factors
};

/// What one layer costs on one machine under one mapping. Shared by every accelerator family.
struct LayerReport
{
    std::string layer;
    std::int64_t macs = 0;
    std::int64_t computeCycles = 0; ///< before bandwidth
    std::int64_t cycles = 0;
    double utilization = 0.0; ///< macs / (physical MACs * cycles)
    double macEnergy_J = 0.0;
    double energy_J = 0.0;               ///< macEnergy_J + sum of the levels
    std::string bound;                   ///< "compute", or the level whose bandwidth limits
    std::vector<LevelReport> levels;     ///< outermost first
    std::vector<RaggedDimension> ragged; ///< none where all factors multiply to the sizes
    /// Share of the compute cycles of the used MACs that clipped tiles leave idle; 0 unless ragged.
    double raggedIdle = 0.0;
};

} // namespace paretoscope::cost
