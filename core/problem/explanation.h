// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/crossbar_detail.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A piece of the chip for the block diagram. `parent` nests (a register file inside the PE array).
struct Block
{
    enum class Kind { OffChip, Buffer, Array, RegisterFile, Compute };
    Kind kind = Kind::Buffer;
    std::string name;
    int parent = -1;                    ///< index into Explanation::blocks, -1 = top
    std::int64_t columns = 1, rows = 1; ///< instances
    double size_bytes = 0.0;            ///< one instance; 0 = not a memory
    double area_mm2 = 0.0;              ///< all instances
    double energy_J = 0.0;              ///< whole network
    double utilization = 0.0; ///< share of capacity (memories) or of cycles (compute) in use, time-weighted
    std::string holds;        ///< "weights, inputs"; empty where nothing is stored
};

/// One term of an energy sum: which component, which operand.
struct EnergyPart
{
    std::string component; ///< "DRAM", "global_buffer", "MAC"
    std::string operand;   ///< "weights", "inputs", "outputs", "leakage", "arithmetic"
    double energy_J = 0.0;
};

struct NestLoop
{
    enum class Kind { Temporal, SpatialX, SpatialY };
    Kind kind = Kind::Temporal;
    std::string dimension; ///< "K"
    std::string meaning;   ///< "output channels"
    std::int64_t bound = 1;
    /// Of a ragged dimension: what the loop does inside the dimension's last tile. 0: nothing is different.
    std::int64_t lastBound = 0; ///< iterations there
    std::int64_t tile = 0;      ///< indices of one iteration
    std::int64_t lastTile = 0;  ///< indices of the last iteration there
};

/// One memory level of a mapping and the loops that run below it, outermost first.
struct NestLevel
{
    struct Resident
    {
        std::string tensor;
        double tile_bytes = 0.0;
    };
    std::string memory;
    double capacity_bytes = 0.0; ///< 0 = unlimited
    std::vector<Resident> residents;
    std::vector<NestLoop> loops;
};

/// A dimension whose factors multiply to more than its size.
struct PaddedDimension
{
    std::string dimension;
    std::int64_t size = 1;
    std::int64_t padded = 1;
};

struct LayerExplanation
{
    std::string name;
    std::string shape; ///< "3x3 conv, 64 → 128, 28x28, stride 2"
    std::int64_t repeats = 1;
    std::int64_t macs = 0;  ///< one occurrence
    double latency_s = 0.0; ///< one occurrence
    double energy_J = 0.0;  ///< one occurrence
    double utilization = 0.0;
    std::string bound;              ///< "compute" or the memory whose bandwidth limits
    double offChip_bytes = 0.0;     ///< DRAM traffic of one occurrence, for the roofline
    std::vector<EnergyPart> energy; ///< sums to energy_J
    std::vector<NestLevel> nest;
    std::vector<PaddedDimension> ragged; ///< none where all factors multiply to the sizes
    double raggedIdle = 0.0;             ///< share of the used MACs' cycles that this leaves idle
};

struct Roofline
{
    double peak_macsPerSecond = 0.0;
    struct Ceiling
    {
        std::string name;
        double bandwidth_bytesPerSecond = 0.0;
    };
    std::vector<Ceiling> ceilings; ///< fastest last
};

/// Everything the inspector draws about one design.
struct Explanation
{
    std::vector<Block> blocks;
    std::vector<LayerExplanation> layers;
    std::vector<EnergyPart> energy; ///< whole network, repeats counted; sums to the energy metric
    Roofline roofline;
    double latency_s = 0.0; ///< whole network
    double energy_J = 0.0;  ///< whole network
    double area_mm2 = 0.0;
    std::vector<std::string> notes;           ///< assumptions, with their evidence marks ("our choice: ...")
    std::string infeasible;                   ///< why there is no mapping; empty when feasible
    std::optional<CrossbarDetail> crossbar{}; ///< of crossbar machines only
};

/// How a loop differs inside the last tile of a ragged dimension: " (last tile 3 of 8)", " (at the end
/// 0..2)"; empty where it does not.
[[nodiscard]] std::string raggedMark(const NestLoop& loop);

/// The whole nest as indented text, for copying: "for k in 0..8   # output channels".
[[nodiscard]] std::string printNest(const std::vector<NestLevel>& nest);

} // namespace paretoscope::problem
