// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/technology.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::hardware {

enum class MemoryKind { Dram, Sram, RegisterFile };

/// How freely a mapping may use a level.
enum class Residency { Keeps, Bypasses, Free };

/// Energies of one block access (block_words words). `fill` = words arriving from above, `update` = results
/// arriving from below.
struct AccessEnergy
{
    double read_J = 0.0;
    double fill_J = 0.0;
    double update_J = 0.0;
    double leakage_JPerCycle = 0.0; ///< per used instance
};

/// One level of the memory hierarchy; `meshX` x `meshY` instances over the whole chip.
struct MemoryLevel
{
    std::string name;
    MemoryKind kind = MemoryKind::Sram;
    std::int64_t meshX = 1, meshY = 1;
    std::optional<std::int64_t> capacity_words; ///< per instance; absent = unlimited (DRAM)
    std::int64_t word_bits = 16;
    std::int64_t block_words = 1;
    std::int64_t multipleBuffering = 1;        ///< usable capacity = floor(capacity / this)
    std::optional<double> read_wordsPerCycle;  ///< per instance; absent = never the limit
    std::optional<double> write_wordsPerCycle; ///< per instance; absent = never the limit
    /// Reads and writes together, per instance, where one port serves both; absent = never the limit.
    std::optional<double> shared_wordsPerCycle;
    AccessEnergy energy;
    double area_mm2 = 0.0; ///< one instance
    /// Per tensor role name ("weights", "inputs", "outputs"): must keep, must bypass, or the mapping decides.
    std::vector<std::pair<std::string, Residency>> residency;

    [[nodiscard]] std::int64_t instances() const { return meshX * meshY; }
};

/// A spatial accelerator: memory levels from DRAM (first) inwards, then the MACs. The physical fan-out below
/// a level is the ratio of the meshes, per axis.
struct SpatialArchitecture
{
    std::string name;
    std::string description;
    std::vector<MemoryLevel> levels; ///< outermost first, at least one
    std::int64_t macMeshX = 1, macMeshY = 1;
    std::int64_t mac_bits = 16;
    double macEnergy_J = 0.0;
    double macArea_mm2 = 0.0; ///< one
    double clock_Hz = 1.0e9;
    std::string dataflow = "any"; ///< constraint on the map space, see cost/spatial/dataflow.h

    [[nodiscard]] std::int64_t macs() const { return macMeshX * macMeshY; }
    /// Instances of what is next inwards that one instance of the level feeds along X, and along Y; at least
    /// 1. \param level of `levels`
    [[nodiscard]] std::int64_t fanOutX(std::size_t level) const;
    [[nodiscard]] std::int64_t fanOutY(std::size_t level) const;
    /// All on-chip memory instances and MACs. Left out, as in the tables the figures come from: control,
    /// networks on the chip, clock tree, pads.
    [[nodiscard]] double area_mm2() const;
    /// Meshes must divide each other inwards, sizes be positive, energies finite and not negative.
    [[nodiscard]] Status validate() const;
};

/// The names that "dataflow" may take, "any" first. What they allow is defined in cost/spatial/dataflow.h.
[[nodiscard]] const std::vector<std::string>& dataflowNames();

struct SpatialDescription;

/// A description with energies and areas still to be derived, which a study's parameters may change.
/// Settable attributes are "<level>.size_bytes", "<level>.bandwidth_bytes_per_cycle", "<level>.block_words",
/// "pe_array.columns", "pe_array.rows" (the mesh of every level inside the array, and of the MACs),
/// "clock_hz", "word_bits" and "dataflow".
class SpatialTemplate
{
public:
    /// A template without levels, which no setting turns into a machine.
    SpatialTemplate();

    /// Reads `{"format": "paretoscope-spatial-architecture", "version": 1, ...}`; schema in
    /// resources/schemas/spatial-architecture.schema.json. Its "technology" is a file, relative to `file`, or
    /// the content of one.
    [[nodiscard]] static Result<SpatialTemplate> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<SpatialTemplate> fromJson(const nlohmann::json& json,
                                                          const std::string& file);

    struct Setting
    {
        std::string attribute;
        double number = 0.0;
        std::string word; ///< for "dataflow"
    };
    [[nodiscard]] std::vector<std::string> attributes() const; ///< every settable name
    /// The architecture with these settings, energies and areas derived from the technology where the
    /// description gives none; a level whose size, block or word is set loses figures that were given for
    /// another one. Errors, each with the attribute in its sentence: an unknown attribute, a value that makes
    /// no sense (a buffer below a word).
    [[nodiscard]] Result<SpatialArchitecture> instantiate(const std::vector<Setting>& settings) const;

    [[nodiscard]] const std::string& name() const;
    /// The self-contained document (technology included), for keeping inside a session.
    [[nodiscard]] nlohmann::json toJson() const;

private:
    explicit SpatialTemplate(std::shared_ptr<const SpatialDescription> description);
    std::shared_ptr<const SpatialDescription> m_description; ///< never null
};

} // namespace paretoscope::hardware
