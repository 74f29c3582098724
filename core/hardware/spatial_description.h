// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/spatial_architecture.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::hardware {

/// What a person may write, in a file or as a setting; the same bounds for both.
inline constexpr std::int64_t kLargestMemory_bytes = std::int64_t{1} << 40;
inline constexpr std::int64_t kWidestMesh = 65'536;
inline constexpr std::int64_t kMostPerPe = 1'024; ///< keeps products of meshes inside 64 bits
inline constexpr std::int64_t kWidestWord_bits = 128;
inline constexpr std::int64_t kLargestBlock_words = 65'536;
inline constexpr double kLargestBandwidth_bytesPerCycle = 1e9;
inline constexpr double kSlowestClock_Hz = 1.0;
inline constexpr double kFastestClock_Hz = 1e12;

/// Where the instances of a level stand: one for the chip, or one (times `perPlaceX` x `perPlaceY`) in every
/// PE, column or row of the array.
enum class Place { Chip, Array, Columns, Rows };

/// One entry of "levels", as written.
struct LevelDescription
{
    std::string name;
    MemoryKind kind = MemoryKind::Sram;
    Place place = Place::Chip;
    std::int64_t perPlaceX = 1, perPlaceY = 1;
    std::int64_t size_bytes = 0;           ///< 0 = unlimited (DRAM)
    std::optional<std::int64_t> word_bits; ///< absent = the chip's
    std::int64_t block_words = 1;
    std::int64_t multipleBuffering = 1;
    std::optional<double> bandwidth_bytesPerCycle; ///< reads and writes each
    std::optional<AccessEnergy> energy;            ///< given; otherwise derived
    std::optional<double> area_mm2;                ///< given; otherwise derived
    std::vector<std::pair<std::string, Residency>> residency;
};

/// A spatial-architecture file: sizes, not yet energies.
struct SpatialDescription
{
    std::string name;
    std::string description;
    Technology technology; ///< already at the chip's node and voltage
    std::int64_t word_bits = 16;
    double clock_Hz = 1e9;
    std::string dataflow = "any";
    std::int64_t columns = 1, rows = 1;
    std::vector<LevelDescription> levels;
    std::optional<std::int64_t> mac_bits; ///< absent = as wide as a word
    std::int64_t macsPerPeX = 1, macsPerPeY = 1;
    std::optional<double> macEnergy_J;
    std::optional<double> macArea_mm2;
    std::shared_ptr<const nlohmann::json> document; ///< as read, technology included
};

/// \param file  for messages, and the place that a technology file's path is relative to
[[nodiscard]] Result<SpatialDescription> describeSpatial(const nlohmann::json& json, const std::string& file);

} // namespace paretoscope::hardware
