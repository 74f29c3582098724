// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/cost/case_result.h"
#include "core/cost/spatial/row_stationary.h"
#include "core/cost/validation/chip_model.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::cost::validation {

/// What a case is about, by its "group".
enum class ChipGroup {
    Layer,        ///< a layer, or the sum "Total", measured on Eyeriss: "eyeriss_*"
    Summary,      ///< figures of the whole chip: "eyeriss_sum"
    ReferenceRun, ///< a layer in another row-stationary model: "rs_model"
    PeakBound,    ///< a network on a chip of which only the peak is known: "edge_tpu"
    Unknown
};

struct ChipCase
{
    std::string id;
    std::string group; ///< in the file's words
    ChipGroup kind = ChipGroup::Unknown;
    std::string network, layer;
    RowStationaryChip chip;
    std::int64_t batch = 1;
    std::optional<workload::Convolution> shape;
    std::optional<spatial::RowStationary> mapping;
    double macs = 0.0;                                   ///< of a reference run
    double peak_opsPerSecond = 0.0;                      ///< of a peak bound
    double work_ops = 0.0;                               ///< of a peak bound, one image
    std::map<std::string, std::vector<double>> expected; ///< one number, or a list, a figure
    std::map<std::string, std::string> tolerance;        ///< in the file's words
};

/// Reads a file of family "eyeriss_and_others", schema version 1. Keys that say where figures come from are
/// passed over; a figure that is missing or of the wrong type is an error with file and JSON pointer.
[[nodiscard]] Result<std::vector<ChipCase>> readChipCases(const std::filesystem::path& file);

/// What the chip model says of a case that gives a layer's shape, with the published mapping where there is
/// one. Errors: as predict(); InvalidInput without a shape.
[[nodiscard]] Result<ChipFigures> predictLayer(const ChipCase& item);

/// Compares each figure at the tolerance its case states (tolerance.h):
/// - layers: chip_model.h, by the published mapping or else by searchRowStationary(); totals: all the
///   convolutions of the network;
/// - summaries: against the layer tables of the same file and the chip's own description;
/// - reference runs: counts of the mapping found for half of the layer's filters;
/// - peak bounds: work over peak.
/// A figure that the model cannot predict is not compared, and `unpredicted` says why; a case without any
/// compared figure does not agree.
/// \param networks  folder of alexnet.json and vgg16.json, for cases that name a layer without its shape
[[nodiscard]] Result<std::vector<CaseResult>> checkChipFile(const std::filesystem::path& file,
                                                            const std::filesystem::path& networks);

} // namespace paretoscope::cost::validation
