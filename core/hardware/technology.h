// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace paretoscope::hardware {

/// Energy of one access and area of one memory instance.
struct MemoryFigures
{
    double read_J = 0.0;
    double write_J = 0.0;
    double area_mm2 = 0.0;
    double leakage_W = 0.0;
};

/// A technology: what a memory of a given size, a MAC of a given width and a DRAM transfer cost. Built from a
/// table in resources/technology whose every row carries its source and a confidence (A read in the source,
/// B recalled from the literature, C our own rule of thumb).
struct Technology
{
    struct SramRow
    {
        double size_bytes = 0.0;
        double read_J = 0.0;  ///< one access of `port_bits`
        double write_J = 0.0; ///< one access of `port_bits`
        double area_mm2 = 0.0;
        double leakage_W = 0.0;
    };
    struct MacRow
    {
        double bits = 0.0;
        double energy_J = 0.0; ///< one multiply-accumulate
        double area_mm2 = 0.0;
    };

    std::string name;
    std::string source; ///< one paragraph: where the figures come from
    double node_nm = 45.0;
    double voltage_V = 0.9;
    double sramPort_bits = 32.0;
    std::vector<SramRow> sram; ///< by increasing size
    std::vector<MacRow> macs;  ///< by increasing width
    double dramEnergy_JPerBit = 0.0;
    bool leakageCounts = false; ///< the SRAM rows are high-performance cells, so off unless asked for

    /// Log-log interpolation in size between rows, extrapolated along the last segment; energy proportional
    /// to the bits of an access. Below kSmallestMemory_bytes the figures stay those of that size: wires,
    /// clock and decoder do not shrink with the last words (our choice). `access_bits` > 0, `size_bytes` > 0.
    [[nodiscard]] MemoryFigures memory(double size_bytes, double access_bits) const;
    [[nodiscard]] double macEnergy_J(double bits) const; ///< log-log in width
    [[nodiscard]] double macArea_mm2(double bits) const;
    [[nodiscard]] double dramEnergy_J(double bits) const { return dramEnergy_JPerBit * bits; }

    /// Scaled to another node and voltage by the rules of energy-area-tables section 4 (confidence C):
    /// logic area (node/45)^2, SRAM area (node/45)^1.8, energy and leakage (node/45)*(V/0.9)^2. DRAM is
    /// another chip and stays as it is.
    [[nodiscard]] Technology scaledTo(double newNode_nm, double newVoltage_V) const;
};

inline constexpr double kSmallestMemory_bytes = 16.0;

/// Section 4 of the tables gives its rule down to 22 nm.
inline constexpr double kSmallestNode_nm = 22.0;

/// Reads `{"format": "paretoscope-technology", "version": 1, ...}`; the schema is
/// resources/schemas/technology.schema.json. Errors: rows that are not in increasing order, fewer than two of
/// them, a row without source and confidence, figures that are not positive.
[[nodiscard]] Result<Technology> technologyFromJson(const nlohmann::json& json, const std::string& file);
[[nodiscard]] Result<Technology> readTechnology(const std::filesystem::path& file);

} // namespace paretoscope::hardware
