// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/mvm.h"

#include <cstdint>

/// The PUMA chip as its public simulator accounts for it (commit a206f75). Evidence A for every formula
/// unless marked otherwise; constants are those of hardware/crossbar_components.h.
namespace paretoscope::cost::crossbar {

/// Sizes of a PUMA node: arrays make MVMUs, MVMUs a core, cores a tile.
struct PumaChip
{
    std::int64_t size = 128; ///< rows and columns of an array
    int cellBits = 2, weightBits = 16, inputBits = 16, dacBits = 1, adcBits = 8;
    std::int64_t matrices = 2; ///< MVMUs of a core
    std::int64_t adcsPerCore = 4;
    std::int64_t cores = 8; ///< of a tile
    std::int64_t edram_KiB = 64;
    std::int64_t dataMemory_bytes = 2048;
    std::int64_t instructions = 512; ///< entries of a core's instruction memory
    /// Counts the arrays and DACs of the training variant, as the simulator does even for inference: 11 sets
    /// of DACs and 4 arrays where inference needs 1 and 1.
    bool trainingArrays = true;

    [[nodiscard]] int weightSlices() const;
    [[nodiscard]] int inputSlices() const;
};

struct AreaAndPower
{
    double area_mm2 = 0.0;
    double leakage_W = 0.0;
    double peak_W = 0.0; ///< dynamic
};
[[nodiscard]] AreaAndPower pumaCore(const PumaChip& chip);
[[nodiscard]] AreaAndPower pumaTile(const PumaChip& chip);
[[nodiscard]] double pumaTileLeakageWithoutCores_W(const PumaChip& chip);
/// `peak_W` of a node includes its leakage, as the simulator prints it; area is of all 168 tiles, power of
/// the mapped ones.
[[nodiscard]] AreaAndPower pumaNode(const PumaChip& chip, double mappedTiles);

[[nodiscard]] MvmCounts pumaMvmCounts(const PumaChip& chip);
[[nodiscard]] double pumaMvmEnergy_J(const PumaChip& chip);
/// One stage of the pipeline: one ADC converts all columns of its array.
[[nodiscard]] double pumaMvmCycles(const PumaChip& chip);

enum class PumaActivation { None, Relu, Sigmoid };

/// A layer as a program: row tiles of a column sit two by two (as many as a core has MVMUs) in cores of one
/// tile, whose first core adds the partial sums of the others; or copies of one MVMU that take output
/// positions in turn.
struct PumaProgram
{
    std::int64_t rowTiles = 1, columnTiles = 1;
    std::int64_t positions = 1;
    std::int64_t replicas = 1;
    PumaActivation activation = PumaActivation::None;
};

struct PumaRun
{
    double mvms = 0.0;
    double cycles = 0.0;
    double registerFileAccesses = 0.0;
    double edramAccesses = 0.0;
    double nocCycles = 0.0;
    double receiveBufferAccesses = 0.0;
    double dynamic_J = 0.0; ///< without packets that leave the chip
    double leakage_J = 0.0; ///< idle cores, tiles and network are switched off
};
/// The tile's memory serves one core after the other, which the later cores wait for; a column's first core
/// waits for the sums of the others. A core sleeps when it is done.
[[nodiscard]] PumaRun pumaRun(const PumaChip& chip, const PumaProgram& program);

} // namespace paretoscope::cost::crossbar
