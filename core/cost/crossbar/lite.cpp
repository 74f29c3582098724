// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/lite.h"

#include "core/base/counts.h"

namespace paretoscope::cost::crossbar {

namespace {

constexpr double kPico = 1e-12;
constexpr double kNano = 1e-9;

// PUMA simulator, constants file, first-hand: 1.70 mW over 100 ns; 0.225 mW per bit over 100 ns for 128
// columns, hence 0.225 pJ per bit and about a nanosecond a conversion at 8 bits.
constexpr double kArray_pJ = 170.0; ///< one activation of 128 x 128 cells
constexpr double kConversion_pJ = 0.225;
constexpr double kConversion_ns = 0.78;
constexpr double kArray_mm2 = 2.5e-5;
constexpr double kDac_mm2 = 1.67e-7;
constexpr double kAdc_mm2 = 0.0012;
constexpr double kRegister_mm2 = 0.00078;
// Our choice.
constexpr double kInput_pJ = 0.5;
constexpr double kOutput_pJ = 0.82;
constexpr double kControl_pJ = 0.05;
constexpr double kPipeline_ns = 20.0;

} // namespace

LiteCost liteCost(const LiteLayer& layer, const LiteCrossbar& crossbar)
{
    const std::int64_t slices = ceilDivide(crossbar.weightBits - 1, crossbar.cellBits);
    const std::int64_t rowBlocks = ceilDivide(layer.rows, crossbar.size);
    const double bits = crossbar.activationBits;
    const double width = crossbar.size / 128.0;
    const double adc = crossbar.adcBits;
    const auto positions = static_cast<double>(layer.positions);

    LiteCost cost;
    cost.crossbars = 2 * slices * rowBlocks * ceilDivide(layer.columns, crossbar.size);
    cost.conversions = 2 * slices * rowBlocks * layer.columns * crossbar.activationBits * layer.positions;
    const double arrays = static_cast<double>(cost.crossbars);
    const double activations = arrays * bits * positions;
    cost.array_J = kPico * activations * kArray_pJ * width * width;
    cost.adc_J = kPico * static_cast<double>(cost.conversions) * kConversion_pJ * adc;
    cost.memory_J = kPico
                    * (positions
                           * (kInput_pJ * static_cast<double>(layer.rows)
                              + kOutput_pJ * static_cast<double>(layer.columns))
                       + kControl_pJ * activations);
    cost.area_mm2 = arrays
                    * (kArray_mm2 * width * width + kDac_mm2 * crossbar.size + kAdc_mm2 * adc / 8.0
                       + kRegister_mm2 * width);
    cost.latency_s = kNano * positions * (bits * crossbar.size * kConversion_ns * adc / 8.0 + kPipeline_ns);
    return cost;
}

LiteCost liteCost(std::span<const LiteLayer> layers, const LiteCrossbar& crossbar)
{
    LiteCost sum;
    for (const LiteLayer& layer : layers) {
        const LiteCost cost = liteCost(layer, crossbar);
        sum.crossbars += cost.crossbars;
        sum.conversions += cost.conversions;
        sum.array_J += cost.array_J;
        sum.adc_J += cost.adc_J;
        sum.memory_J += cost.memory_J;
        sum.area_mm2 += cost.area_mm2;
        sum.latency_s += cost.latency_s;
    }
    return sum;
}

} // namespace paretoscope::cost::crossbar
