// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/bit_group.h"
#include "core/hardware/crossbar_components.h"

#include <cstdint>
#include <span>
#include <vector>

/// The chip of MNSIM 2.0 (commit ca39ccb): processing elements of arrays for single weight bits. Evidence A
/// for every formula unless marked otherwise.
namespace paretoscope::cost::crossbar {

struct MnsimChip
{
    std::int64_t rows = 256, columns = 256;
    std::int64_t subarrayRows = 0; ///< 0 = the whole array is one
    hardware::mnsim::Converter adc, dac;
    std::int64_t adcs = 128, dacs = 128; ///< of one array
    std::int64_t groups = 1;             ///< weight bits one processing element holds
    bool differential = true;            ///< every bit has a positive and a negative array
    std::int64_t elementsPerTile = 4;
    double clock_Hz = 500e6;
    double interTile_bitsPerSecond = 20e9;
    double intraTile_bitsPerSecond = 1024e9;
    double cell_um2 = 1.44;
    double read_s = 3.16e-9;
    double lowVoltage_V = 0.0, highVoltage_V = 0.15;
    double offResistance_ohm = 1e6, onResistance_ohm = 1e4;

    [[nodiscard]] std::int64_t subarrays() const;
    [[nodiscard]] BitGroupArray array() const;
};

struct MnsimLayer
{
    enum class Kind {
        Convolution,
        FullyConnected,
        Pooling,
        Sum, ///< of two earlier layers, made outside the tiles
    };
    Kind kind = Kind::Convolution;
    std::int64_t inputs = 1; ///< channels, or features
    std::int64_t outputs = 1;
    std::int64_t kernel = 1, stride = 1, padding = 0;
    std::int64_t inputRows = 0, inputColumns = 0; ///< 0 = as many as the outputs need
    std::int64_t outputRows = 1, outputColumns = 1;
    int weightBits = 9, inputBits = 9, outputBits = 9;
    std::int64_t replicas = 1;

    [[nodiscard]] double positions() const;
    [[nodiscard]] std::int64_t inputHeight() const;
    [[nodiscard]] std::int64_t inputWidth() const;
};

struct MnsimPlacement
{
    std::int64_t elementColumns = 1, elementRows = 1; ///< weight bits by outputs, and inputs
    std::int64_t elements = 1;                        ///< with replicas
    std::int64_t tiles = 1;
    std::int64_t usedRows = 0, usedColumns = 0; ///< of the fullest array
};
[[nodiscard]] MnsimPlacement mnsimPlacement(const MnsimChip& chip, const MnsimLayer& layer);

/// Sums over all output positions, as the simulator reports them; replicas divide what passes, not this.
struct MnsimBusyTime
{
    double dac_s = 0.0, array_s = 0.0, adc_s = 0.0;
    double digital_s = 0.0;
    /// Inputs into the line buffer and out of it, sums into the tile's: 64 bits in 20 ns. Within 0.5 % of the
    /// simulator's runs with one copy of a layer (C: its source was read in another version).
    double buffer_s = 0.0;
    double merging_s = 0.0; ///< of partial sums, inside a tile
    double pooling_s = 0.0;

    [[nodiscard]] double computing_s() const { return dac_s + array_s + adc_s; }
    [[nodiscard]] double sum_s() const
    {
        return computing_s() + digital_s + buffer_s + merging_s + pooling_s;
    }
};
[[nodiscard]] MnsimBusyTime mnsimBusyTime(const MnsimChip& chip, const MnsimLayer& layer);

struct MnsimEnergy
{
    double array_J = 0.0, adc_J = 0.0, dac_J = 0.0;
};
/// As the simulator sums it, which multiplies by the replicas what they share.
[[nodiscard]] MnsimEnergy mnsimEnergy(const MnsimChip& chip, const MnsimLayer& layer);

/// Of one tile, mm2.
struct MnsimArea
{
    double arrays = 0.0, adcs = 0.0, dacs = 0.0, digital = 0.0, buffers = 0.0, pooling = 0.0;

    [[nodiscard]] double sum() const { return arrays + adcs + dacs + digital + buffers + pooling; }
};
[[nodiscard]] MnsimArea mnsimTileArea(const MnsimChip& chip);

} // namespace paretoscope::cost::crossbar
