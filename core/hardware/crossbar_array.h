// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/spatial_architecture.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace paretoscope::hardware {

/// Where the slices of a weight stand.
enum class CrossbarLayout {
    AdjacentColumns, ///< in neighbouring columns of one array (ISAAC)
    SeparateArrays,  ///< each in an array of its own; together they are one logical array (PUMA)
    BitGroups,       ///< one array for each weight bit, windows of a filter never split (MNSIM)
};

/// "adjacent_columns", "separate_arrays", "bit_groups", in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& crossbarLayoutNames();

/// Whose table of components a machine is built of.
enum class CrossbarComponents { Isaac, Puma, Mnsim };

/// "isaac", "puma", "mnsim", in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& crossbarComponentNames();

/// One event's energy or time, one instance's area or leakage; derived from the table of components.
struct CrossbarFigures
{
    double arrayRead_J = 0.0; ///< all cells of one array, one slice of the inputs
    double arrayRead_s = 0.0;
    double array_mm2 = 0.0; ///< cells and what drives their rows
    double conversion_J = 0.0;
    double conversion_s = 0.0;
    double adc_mm2 = 0.0;
    double dac_J = 0.0; ///< one row, one slice of its input
    double dac_s = 0.0;
    double dac_mm2 = 0.0; ///< one row
    double sampleHold_J = 0.0;
    double sampleHold_mm2 = 0.0; ///< one column
    double shiftAdd_J = 0.0;
    double shiftAdd_mm2 = 0.0;         ///< of one array
    double inputRegisterRead_J = 0.0;  ///< all rows
    double inputRegisterWrite_J = 0.0; ///< one value
    double outputRegister_J = 0.0;     ///< one access
    double registers_mm2 = 0.0;        ///< of one logical array
    double add_J = 0.0;                ///< one partial sum to another
    double activation_J = 0.0;         ///< one output
    double buffer_JPerByte = 0.0;
    double buffer_mm2 = 0.0;       ///< of one tile
    double network_JPerByte = 0.0; ///< bus of the tile and one hop to the next
    double network_mm2 = 0.0;      ///< of one tile
    double coreRest_mm2 = 0.0;
    double tileRest_mm2 = 0.0;
    double chip_mm2 = 0.0; ///< once: links to other chips
    double coreLeakage_W = 0.0;
    double tileLeakage_W = 0.0; ///< without its cores
    double period_s = 1e-9;     ///< of the digital clock
    /// Times of bit groups; 0 where nobody tells.
    double bufferAccess_s = 0.0;   ///< 64 bits
    double coreLink_sPerBit = 0.0; ///< between the cores of a tile
    double tileLink_sPerBit = 0.0; ///< between tiles
};

/// A memristive-crossbar accelerator, derived and ready to be evaluated. Weights stay where they are written.
struct CrossbarArray
{
    std::string name;
    CrossbarLayout layout = CrossbarLayout::SeparateArrays;
    CrossbarComponents components = CrossbarComponents::Puma;
    std::int64_t rows = 128, columns = 128;
    int cellBits = 2, weightBits = 16, inputBits = 16, dacBits = 1, adcBits = 8;
    std::int64_t adcsPerArray = 1;
    std::int64_t dacsPerArray = 0;   ///< 0 = one for every row
    std::int64_t arraysPerCore = 16; ///< physical ones
    std::int64_t coresPerTile = 8;
    std::int64_t tiles = 0; ///< of a chip; 0 = as many as the network needs
    double buffer_bytes = 65'536;
    /// Arrays to spend on copies of layers: those with more positions get more, so that all take about as
    /// long (balanced pipeline). 0 = one copy each.
    std::int64_t replicationArrays = 0;
    bool differential = false;   ///< a positive and a negative array for every array
    bool flippedWeights = false; ///< columns whose sums would be large hold complements (ISAAC)
    bool packsDepthwise = false; ///< several channels of a depthwise layer share an array
    bool pipelined = true;       ///< layers work at the same time, row by row
    double sigma_relative = 0.0; ///< variation of a cell's resistance
    double node_nm = 32.0;
    CrossbarFigures figures;

    [[nodiscard]] std::int64_t weightSlices() const; ///< arrays or columns of one weight, pairs once
    [[nodiscard]] int inputSlices() const;
    [[nodiscard]] std::int64_t dacs() const { return dacsPerArray > 0 ? dacsPerArray : rows; }
    /// Arrays that share one set of DACs and registers: the slices of a logical array, both of a pair.
    [[nodiscard]] std::int64_t arraysPerLogical() const;
    /// Weight bits that a core of bit groups holds; both arrays of a pair count once.
    [[nodiscard]] std::int64_t groupsPerCore() const;
    [[nodiscard]] double coreArea_mm2() const;
    [[nodiscard]] double tileArea_mm2() const;
};

/// A crossbar file: sizes, and whose components. A study's parameters may set the attributes "array.rows",
/// "array.columns", "array.cell_bits", "weight_bits", "input_bits", "dac.bits", "dac.per_array", "adc.bits",
/// "adc.per_array", "core.arrays", "tile.cores", "tile.buffer_bytes", "replication.arrays",
/// "device.sigma_relative", "node_nm"; "array.side" sets rows and columns together.
class CrossbarTemplate
{
public:
    using Setting = SpatialTemplate::Setting;

    /// A template of PUMA's default sizes.
    CrossbarTemplate();

    /// Reads `{"format": "paretoscope-crossbar-array", "version": 1, ...}`; the schema is
    /// resources/schemas/crossbar-array.schema.json.
    [[nodiscard]] static Result<CrossbarTemplate> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<CrossbarTemplate> fromJson(const nlohmann::json& json,
                                                           const std::string& file);

    [[nodiscard]] static const std::vector<std::string>& attributes(); ///< every settable name
    /// Errors, each with the attribute in its sentence: an unknown attribute, a value that makes no sense.
    [[nodiscard]] Result<CrossbarArray> instantiate(const std::vector<Setting>& settings) const;

    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] nlohmann::json toJson() const;

private:
    struct Description;
    explicit CrossbarTemplate(std::shared_ptr<const Description> description);
    std::shared_ptr<const Description> m_description; ///< never null
};

/// Fills `figures` from the sizes and the table of components, scaled to the machine's node: areas with its
/// square, energies in proportion, times as they are (C).
void deriveFigures(CrossbarArray& array);

} // namespace paretoscope::hardware
