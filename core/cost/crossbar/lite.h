// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

/// A deliberately small model of analog crossbars, for live demonstrations.
namespace paretoscope::cost::crossbar {

struct LiteCrossbar
{
    int size = 128; ///< rows, and columns, of one array
    int weightBits = 8;
    int activationBits = 8;
    int cellBits = 2;
    int adcBits = 8;
};

/// A matrix that inputs are multiplied with.
struct LiteLayer
{
    std::int64_t rows = 1;      ///< inputs
    std::int64_t columns = 1;   ///< outputs
    std::int64_t positions = 1; ///< of the output; 1 for a fully connected layer
};

struct LiteCost
{
    std::int64_t crossbars = 0; ///< physical arrays
    std::int64_t conversions = 0;
    double array_J = 0.0;
    double adc_J = 0.0;
    double memory_J = 0.0;
    double area_mm2 = 0.0;
    double latency_s = 0.0;
    [[nodiscard]] double energy_J() const { return array_J + adc_J + memory_J; }
};

/// One layer. Every weight is a pair of arrays (positive and negative) in slices of `cellBits`, cut into
/// blocks of an array's rows and columns; inputs are fed bit by bit:
///
///   E [pJ]  = arrays bits 170 (X/128)^2 + conversions 0.225 adc + 0.5 rows + 0.82 columns + 0.05 arrays bits
///   A [mm2] = arrays (2.5e-5 (X/128)^2 + 1.67e-7 X + 0.0012 adc/8 + 0.00078 X/128)
///   T [ns]  = bits X 0.78 adc/8 + 20
///
/// \source the constants of one array, one converter, one DAC and one input register: constants file of the
/// PUMA simulator (Ankit et al. 2019), first-hand; an array's energy growing with its area, the memory terms
/// and a converter's area growing with its resolution: our choice
[[nodiscard]] LiteCost liteCost(const LiteLayer& layer, const LiteCrossbar& crossbar);
/// Layers one after the other, each on arrays of its own.
[[nodiscard]] LiteCost liteCost(std::span<const LiteLayer> layers, const LiteCrossbar& crossbar);

} // namespace paretoscope::cost::crossbar
