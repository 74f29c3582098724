// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace paretoscope::cost::crossbar {

/// The ISAAC chip from its table (Shafiee et al., ISCA 2016, Table I; A): sums of components, and what
/// follows from them for one event.
struct IsaacChip
{
    std::int64_t size = 128;
    int weightBits = 16, inputBits = 16, cellBits = 2, dacBits = 1, adcBits = 8;
    std::int64_t arraysPerIma = 8, adcsPerIma = 8, imasPerTile = 12, tiles = 168;
    double edram_KiB = 64.0;

    [[nodiscard]] double imaPower_W() const;
    [[nodiscard]] double imaArea_mm2() const;
    [[nodiscard]] double adcPowerOfTile_W() const;
    [[nodiscard]] double adcAreaOfTile_mm2() const;
    [[nodiscard]] double bufferAndBusArea_mm2() const;
    [[nodiscard]] double tilePower_W() const;
    [[nodiscard]] double tileArea_mm2() const;
    [[nodiscard]] std::int64_t arrays() const;
    [[nodiscard]] std::int64_t adcs() const;
    /// One input vector enters every so often.
    [[nodiscard]] double mvm_s() const;
    /// Arrays that hold the slices of `size` columns of weights.
    [[nodiscard]] std::int64_t arraysPerLogicalMatrix() const;
    /// Two operations a multiply-accumulate, all arrays at work.
    [[nodiscard]] double peakOperationsPerSecond() const;
    [[nodiscard]] double conversion_J() const; ///< ADC power over 128 conversions of 100 ns
    [[nodiscard]] double arrayRead_J() const;
};

} // namespace paretoscope::cost::crossbar
