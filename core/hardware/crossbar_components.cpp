// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/crossbar_components.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace paretoscope::hardware {

namespace {

/// A component at one size. Its columns mean what the lookup says.
struct Row
{
    double size;
    std::array<double, 4> values;
};

/// Power law through the two rows around `size`, or the nearest two. Exact at a row.
std::array<double, 4> lookup(std::span<const Row> rows, double size)
{
    std::size_t upper = 1;
    while (upper + 1 < rows.size() && rows[upper].size < size)
        ++upper;
    const Row& a = rows[upper - 1];
    const Row& b = rows[upper];
    const double share = std::log(size / a.size) / std::log(b.size / a.size);
    std::array<double, 4> values{};
    for (std::size_t i = 0; i < values.size(); ++i)
        if (a.values[i] > 0.0)
            values[i] = a.values[i] * std::pow(b.values[i] / a.values[i], share);
    return values;
}

ComponentFigures component(const std::array<double, 4>& values_mW)
{
    return {values_mW[0] * 1e-3, values_mW[1] * 1e-3, values_mW[2]};
}

} // namespace

namespace puma {

double arrayArea_mm2(double size)
{
    constexpr double kCell_mm2 = 2.5e-5 / (128.0 * 128.0);
    return kCell_mm2 * size * size;
}

ComponentFigures registerFile(double size_bytes)
{
    static constexpr Row kRows[] = {{256, {0.16, 0.044, 0.00056}},
                                    {512, {0.24, 0.078, 0.00108}},
                                    {1024, {0.33, 0.147, 0.00192}},
                                    {2048, {0.57, 0.33, 0.00392}}};
    return component(lookup(kRows, size_bytes));
}

ComponentFigures instructionMemory(double entries)
{
    // Instructions are eight times as wide as a word, which the simulator charges as the root of eight.
    static constexpr Row kRows[] = {
        {512, {0.46, 0.078, 0.00108}}, {1024, {0.53, 0.147, 0.00192}}, {2048, {0.65, 0.33, 0.0041}}};
    ComponentFigures figures = component(lookup(kRows, entries));
    const double wider = std::sqrt(8.0);
    return {figures.dynamic_W * wider, figures.leakage_W * wider, figures.area_mm2 * wider};
}

ComponentFigures edram(double size_KiB)
{
    static constexpr Row kRows[] = {{64, {8.6, 0.46, 0.086}}, {128, {12.675, 0.77, 0.121}}};
    // The table's row of 8 KB repeats that of 64 KB.
    return component(lookup(kRows, std::max(size_KiB, kRows[0].size)));
}

ArrayRegister arrayRegister(double size)
{
    static constexpr Row kRows[] = {{32, {0.3, 0.1, 0.009, 0.00015}},
                                    {64, {0.7, 0.1, 0.02, 0.00033}},
                                    {128, {1.7, 0.16, 0.04, 0.00078}},
                                    {256, {4.7, 0.2, 0.075, 0.0019}}};
    const auto values = lookup(kRows, size);
    return {values[0] * 1e-12, values[1] * 1e-12, values[2] * 1e-3, values[3]};
}

} // namespace puma

namespace mnsim {

namespace {

/// A switch between `ways`: 8 transistors for two, three times as many whenever the ways double, 64 at most.
double switchArea_um2(double ways)
{
    constexpr double kTransistor_um2 = 10.0 * 0.13 * 0.13;
    const double doublings = std::clamp(std::ceil(std::log2(ways)), 1.0, 6.0);
    return 8.0 * std::pow(3.0, doublings - 1.0) * kTransistor_um2;
}

} // namespace

std::optional<Converter> adc(std::int64_t choice)
{
    static constexpr Converter kAll[] = {{1600, 10, 6.92e-3, 1.5e9}, {1200, 8, 2e-3, 1.28e9},
                                         {1650, 8, 4e-3, 1.1e9},     {580, 6, 1.26e-3, 1e9},
                                         {1650, 8, 4e-3, 1.1e9},     {1650, 6, 1.26e-3, 1e9},
                                         {500, 4, 0.7e-3, 1e9},      {1, 1, 1.629e-6, 1e9, 0.0}};
    if (choice < 1 || choice > static_cast<std::int64_t>(std::size(kAll)))
        return {};
    return kAll[choice - 1];
}

std::optional<Converter> dac(std::int64_t choice)
{
    static constexpr Converter kAll[] = {{0.166, 1, 0.0039e-3, 1e9}, {0.332, 2, 0.0078e-3, 1e9},
                                         {0.664, 3, 0.0156e-3, 1e9}, {1.328, 4, 0.0312e-3, 1e9},
                                         {5.312, 6, 0.1248e-3, 1e9}, {21.248, 8, 0.4992e-3, 1e9},
                                         {0.166, 1, 0.0039e-3, 1e9}};
    if (choice < 1 || choice > static_cast<std::int64_t>(std::size(kAll)))
        return {};
    return kAll[choice - 1];
}

double wireDelay_s(double rows, double columns)
{
    const double z = rows * columns / 8192.0;
    return 1e-12 * (0.0002 * z * z + 5e-6 * z);
}

double cellPower_W(double lowVoltage_V, double highVoltage_V, double offResistance_ohm,
                   double onResistance_ohm)
{
    const double squared = 0.9 * lowVoltage_V * lowVoltage_V + 0.1 * highVoltage_V * highVoltage_V;
    return squared * (0.67 / offResistance_ohm + 0.33 / onResistance_ohm);
}

double digitalArea_um2(const ElementDigital& element)
{
    constexpr double kSmaller = 45.0 * 45.0 / (65.0 * 65.0);
    constexpr double kRegister = 1.4256 * kSmaller;
    constexpr double kShiftRegister = 1.42;
    constexpr double kJoint = 353.76 * kSmaller;
    constexpr double kAdder = 8.0 * 0.2835;
    const double registers = element.dacs * (kRegister + switchArea_um2(element.rowsPerDac))
                             + element.adcs
                                   * (kRegister + kShiftRegister + switchArea_um2(element.columnsPerAdc));
    const double joints = (element.elementsPerTile - 1.0) / element.elementsPerTile * element.adcs * kJoint;
    return element.groups * (registers + joints)
           + (element.groups - 1.0) * element.subarrays * element.adcs * kAdder;
}

} // namespace mnsim

} // namespace paretoscope::hardware
