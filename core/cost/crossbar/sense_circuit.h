// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Trends of a circuit simulator (DNN+NeuroSim V1.3) for resistive arrays whose columns are read by current
/// sense amplifiers of the flash type. No circuit is simulated here. Floor plan, copies and counts follow the
/// simulator (A), and so do a comparator's power and a column's current at every node, the nanosecond that
/// sensing takes at least, the margin of the clock, and which cost grows with what; 24 remaining constants
/// are fitted to twelve of its runs (C), each to the part of the circuit that it stands for. Meant for ratios
/// between designs.
namespace paretoscope::cost::crossbar {

struct SenseCircuit
{
    double node_nm = 22.0;    ///< 7 to 130
    bool fast = false;        ///< transistors for speed instead of low standby power
    std::int64_t side = 128;  ///< rows of an array
    std::int64_t columns = 0; ///< of an array; 0 = as many as rows
    std::int64_t columnsPerAdc = 8;
    double adcLevels = 32.0;
    int cellBits = 2, weightBits = 8, inputBits = 8;
    double onResistance_ohm = 6000.0;
    double onOff = 150.0;
    /// Every position of a filter's window has processing elements of its own ("novel mapping").
    bool windowsApart = false;
    double fastestClock_Hz = 1e9;

    [[nodiscard]] double clock_s() const;
    [[nodiscard]] double adcsPerArray() const;
    [[nodiscard]] double cellArrayArea_mm2() const; ///< one array without its periphery; 4 x 12 cells
    [[nodiscard]] double adcArea_mm2() const;       ///< one
    [[nodiscard]] double peripheryArea_mm2() const; ///< of one array, buffers and wires included
    /// One conversion of a column with `rows` cells at work: comparators, current, drivers of the rows.
    [[nodiscard]] double conversion_J(double rows) const;
    [[nodiscard]] double accumulation_J() const; ///< of one conversion
    [[nodiscard]] double periphery_J() const;    ///< of one conversion: switches, buffers, registers
    /// For one position and bit: inputs to `rows` rows and results of `outputs` columns, on a chip that
    /// large.
    [[nodiscard]] double interconnect_J(double rows, double outputs, double chip_mm2) const;
};

struct SenseLayer
{
    std::int64_t channels = 1; ///< inputs of one position of the window
    std::int64_t window = 1;   ///< positions of the filter
    std::int64_t outputs = 1;
    std::int64_t positions = 1; ///< of the output

    [[nodiscard]] std::int64_t inputs() const { return channels * window; }
    [[nodiscard]] bool operator==(const SenseLayer&) const = default;
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

struct SenseNetworkCost
{
    std::vector<SenseCost> layers;
    std::int64_t arrays = 0;
    double arrays_mm2 = 0.0, adcs_mm2 = 0.0;
    double chip_mm2 = 0.0;
    double latency_s = 0.0; ///< layers one after the other
    double dynamic_J = 0.0;
};
/// All tiles are as large as the widest layer asks for, or as a power of two less where that fills them
/// better.
[[nodiscard]] SenseNetworkCost senseNetwork(const SenseCircuit& circuit, std::span<const SenseLayer> layers);

} // namespace paretoscope::cost::crossbar
