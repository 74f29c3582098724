// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/cost_report.h"
#include "core/problem/explanation.h"
#include "core/workload/layer.h"

#include <cstdint>
#include <string>
#include <vector>

/// How a layer's report becomes what the inspector draws: the same for every family of machines.
namespace paretoscope::problem {

inline constexpr const char* kArithmetic = "MAC"; ///< the component that computes

[[nodiscard]] double bytesOf(std::int64_t words, std::int64_t word_bits);

/// One layer without its nest. \param word_bits  of the outermost level
[[nodiscard]] LayerExplanation describeLayer(const workload::Layer& layer, const cost::LayerReport& report,
                                             std::int64_t word_bits, double clock_Hz);

/// Sums over layers, keeping the order in which components first appear (outermost memory first).
[[nodiscard]] std::vector<EnergyPart> sumOver(const std::vector<LayerExplanation>& layers);

[[nodiscard]] double energyOfComponent(const std::vector<EnergyPart>& parts, const std::string& component);

/// A layer's report and how often it occurs in the network.
struct CostedLayer
{
    std::int64_t occurrences = 1;
    const cost::LayerReport* report = nullptr;
};

/// Share of a level's capacity in use, weighted by the time each layer takes; `capacity_words` of one
/// instance.
[[nodiscard]] double meanOccupancy(const std::vector<CostedLayer>& layers, std::size_t level,
                                   std::int64_t capacity_words);

/// The tensors that any layer keeps at this level, in the order met: "weights, inputs".
[[nodiscard]] std::string heldTensors(const std::vector<CostedLayer>& layers, std::size_t level);

/// Appends the array with what is inside it, the multiply-accumulate units last. Areas and energies of
/// `array` are sums over `inside`.
void placeArray(std::vector<Block>& blocks, Block array, std::vector<Block> inside);

/// The block of all multiply-accumulate units. \param utilization  of the whole run
[[nodiscard]] Block arithmeticBlock(std::int64_t columns, std::int64_t rows, double area_mm2, double energy_J,
                                    double utilization);

} // namespace paretoscope::problem
