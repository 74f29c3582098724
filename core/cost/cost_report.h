// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace paretoscope::cost {

/// Accesses of one tensor at one memory level. Words are per instance; energy is of all instances.
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

/// What one layer costs on one machine under one mapping. Shared by every accelerator family.
struct LayerReport
{
    std::string layer;
    std::int64_t macs = 0;
    std::int64_t computeCycles = 0; ///< before bandwidth
    std::int64_t cycles = 0;
    double utilization = 0.0; ///< macs / (physical MACs * cycles)
    double macEnergy_J = 0.0;
    double energy_J = 0.0;           ///< macEnergy_J + sum of the levels
    std::string bound;               ///< "compute", or the level whose bandwidth limits
    std::vector<LevelReport> levels; ///< outermost first
};

} // namespace paretoscope::cost
