// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Trends of a circuit simulator (DNN+NeuroSim V1.3) for arrays whose columns are read by flash-type current
/// sense amplifiers. No circuit is simulated here. Mapping and counts follow the simulator (A; the side of a
/// tile is inferred from its runs). What a conversion, a read, a cycle, a periphery cost are smooth laws
/// whose constants were fitted to twelve of its runs, the same that the reference file holds: agreement with
/// those shows how well the laws fit and is no independent test. Meant for ratios between designs.
namespace paretoscope::cost::crossbar {

struct SenseCircuit
{
    double node_nm = 22.0;
    std::int64_t side = 128; ///< rows and columns of an array
    std::int64_t columnsPerAdc = 8;
    double adcLevels = 32.0;
    int cellBits = 2, weightBits = 8, inputBits = 8;
    double onResistance_ohm = 6000.0;

    [[nodiscard]] std::int64_t tileSide() const; ///< cells; arrays of a tile stand in a square
    [[nodiscard]] double clock_s() const;
    [[nodiscard]] double cellArrayArea_mm2() const; ///< one array without its periphery; 4 x 12 cells
    [[nodiscard]] double adcArea_mm2() const;       ///< one
    [[nodiscard]] double peripheryArea_mm2() const; ///< of one array, buffers and wires included
    [[nodiscard]] double conversion_J() const;      ///< with the current the column draws
    /// Accumulation, interconnect and the drivers of the rows, per conversion of a column of `rows` cells.
    [[nodiscard]] double aroundConversion_J(double rows) const;
};

struct SenseLayer
{
    std::int64_t inputs = 1; ///< rows of the weight matrix: window times channels
    std::int64_t outputs = 1;
    std::int64_t positions = 1;
};

struct SenseCost
{
    std::int64_t tiles = 0;
    std::int64_t copies = 1; ///< that fit beside each other in the layer's tiles
    double memoryUtilization = 0.0;
    double adcLatency_s = 0.0;
    double latency_s = 0.0;
    double dynamic_J = 0.0;
};
[[nodiscard]] SenseCost senseCost(const SenseCircuit& circuit, const SenseLayer& layer);

} // namespace paretoscope::cost::crossbar
