// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/spatial_architecture.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::hardware {

/// What stays in a PE while the other two operands stream past it.
enum class SystolicDataflow { OutputStationary, WeightStationary, InputStationary };

/// "output_stationary", "weight_stationary", "input_stationary", in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& systolicDataflowNames();

/// One of the three double-buffered memories that feed and drain the array. Energies are of one word.
struct SystolicMemory
{
    std::int64_t size_bytes = 0; ///< both halves
    double read_J = 0.0;
    double write_J = 0.0;
    double area_mm2 = 0.0;
    double leakage_W = 0.0; ///< 0 unless the technology says that leakage counts
};

/// Where the model has a choice. All off describes the reference simulator (SCALE-Sim v2.0.2, A).
struct SystolicOptions
{
    /// An output-stationary fold ends with `rows` cycles that drain its results, as the papers of 2018 and
    /// 2020 print it; the simulator's code lets them leave while the pipe empties (A).
    bool explicitDrain = false;
    /// Weights (or inputs, when those are stationary) of the next fold load while this one streams: TPU v1
    /// (A).
    bool doubleBufferedStationary = false;
    /// Partial sums that leave the array between row folds are read back to be added to. The simulator counts
    /// only their writes (A); a real machine without accumulators must read them as well.
    bool readsBackPartialSums = false;
    /// Partial sums of a column fold that fit the working half of the output memory stay there instead of
    /// going off chip (our choice; machines with accumulators, such as TPU v1 and Gemmini, do this).
    bool keepsPartialSums = false;
    /// The words that fill the working halves before the first cycle take time as well (our choice; the
    /// simulator fetches them before cycle 0 and does not count it, A).
    bool chargesFirstFill = false;
    /// One off-chip link serves all operands; otherwise each operand has its own, as in the simulator (A).
    bool sharedBandwidth = false;
};

/// A systolic array of rows x columns multiply-accumulate units with three memories, derived and ready to be
/// evaluated. Word = element.
struct SystolicArray
{
    std::string name;
    std::int64_t rows = 1, columns = 1;
    std::int64_t pods = 1; ///< arrays that share the memories and the folds of a layer
    SystolicDataflow dataflow = SystolicDataflow::OutputStationary;
    std::int64_t word_bits = 8;
    SystolicMemory inputs, weights, outputs;
    /// Off chip, of one link (or of the shared one); absent = never the limit.
    std::optional<double> bandwidth_bytesPerCycle;
    SystolicOptions options;
    double dramEnergy_J = 0.0; ///< one word
    double macEnergy_J = 0.0;  ///< one
    double macArea_mm2 = 0.0;  ///< one
    double clock_Hz = 1.0e9;

    [[nodiscard]] std::int64_t macs() const { return rows * columns * pods; }
    /// The three memories and the multiply-accumulate units; control, wires and I/O are left out (our
    /// choice).
    [[nodiscard]] double area_mm2() const;
};

/// A systolic-array file: sizes, not yet energies. A study's parameters may set the attributes "array.rows",
/// "array.columns", "array.pods", "input_sram.size_bytes", "weight_sram.size_bytes",
/// "output_sram.size_bytes", "dram.bandwidth_bytes_per_cycle", "clock_hz", "word_bits" and "dataflow".
class SystolicTemplate
{
public:
    using Setting = SpatialTemplate::Setting;

    /// A template of one PE, which is not much of a machine.
    SystolicTemplate();

    /// Reads `{"format": "paretoscope-systolic-array", "version": 1, ...}`; the schema is
    /// resources/schemas/systolic-array.schema.json. Its "technology" is a file, relative to `file`, or the
    /// content of one.
    [[nodiscard]] static Result<SystolicTemplate> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<SystolicTemplate> fromJson(const nlohmann::json& json,
                                                           const std::string& file);

    [[nodiscard]] static const std::vector<std::string>& attributes(); ///< every settable name
    /// The array with these settings, energies and areas derived from the technology. Errors, each with the
    /// attribute in its sentence: an unknown attribute, a value that makes no sense.
    [[nodiscard]] Result<SystolicArray> instantiate(const std::vector<Setting>& settings) const;

    [[nodiscard]] const std::string& name() const;
    /// The self-contained document (technology included), for keeping inside a session.
    [[nodiscard]] nlohmann::json toJson() const;

private:
    struct Description;
    explicit SystolicTemplate(std::shared_ptr<const Description> description);
    std::shared_ptr<const Description> m_description; ///< never null
};

} // namespace paretoscope::hardware
