// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/layer_events.h"
#include "core/cost/crossbar/mapping.h"
#include "core/cost/crossbar/precision.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// A whole network on a crossbar machine, in closed form: no search, microseconds for a network.
namespace paretoscope::cost::crossbar {

/// Where energy goes.
enum class Part : std::size_t {
    Arrays,
    Adcs,
    Dacs,
    SampleAndHold,
    ShiftAndAdd,
    Registers,
    Buffers,
    Network,
    Leakage,
    Count
};
inline constexpr std::size_t kParts = static_cast<std::size_t>(Part::Count);
/// "Arrays", "ADCs", ... in the order of the enumeration.
[[nodiscard]] const char* partName(std::size_t part);

using EnergyByPart = std::array<double, kParts>;

/// One occurrence of a layer.
struct LayerCost
{
    LayerMapping mapping;
    Precision precision;
    VectorTime parts;
    double vector_s = 0.0;  ///< a copy takes a new input vector that often
    double latency_s = 0.0; ///< all vectors through all copies, and out
    double conversions = 0.0;
    double activations = 0.0;  ///< of physical arrays
    double buffer_bytes = 0.0; ///< read and written
    EnergyByPart energy_J{};

    [[nodiscard]] double sum_J() const;
};

struct NetworkLayer
{
    LayerShape shape;
    std::int64_t repeats = 1;
};

struct NetworkCost
{
    std::vector<LayerCost> layers; ///< as given, one occurrence each
    EnergyByPart energy_J{};       ///< repeats counted
    double sum_J = 0.0;
    double latency_s = 0.0;  ///< of one inference
    double interval_s = 0.0; ///< between two inferences when layers work at the same time
    double macs = 0.0;
    double buffer_bytes = 0.0;
    std::int64_t arrays = 0, tiles = 0;
    double area_mm2 = 0.0;
    double utilization = 0.0; ///< cells that hold weights, over the cells of all used arrays
    int adcBitsLost = 0;      ///< of the worst layer
    double sqnr_dB = 0.0;     ///< of the worst layer
};

/// Vector time and latency: PUMA's three-stage pipeline, ISAAC's 100 ns cycles, MNSIM's sequential steps, by
/// the layout (A). Tiles: layers share them, except in bit groups, where a tile serves one layer (A).
///
/// Deliberately other than the simulators: energy does not depend on copies, where MNSIM multiplies it by
/// them; MNSIM's buffers take the time of its own table instead of the 20 ns that its runs take, which hide
/// all other times (its latency is 1.6 to 7.7 times ours), and poolings none; PUMA's arrays take the energy
/// of their cells, where the simulator has one figure for every size, values take the bits they have, where
/// it moves 16, and copies start together. tests/bench/bench_crossbar measures how far whole networks are
/// from their simulators.
[[nodiscard]] NetworkCost evaluate(std::span<const NetworkLayer> layers,
                                   const hardware::CrossbarArray& machine);

} // namespace paretoscope::cost::crossbar
