// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/map_constraints.h"
#include "core/cost/spatial/mapping.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/operation.h"

#include <filesystem>
#include <string>

/// Exchange with Timeloop, in the YAML of its version 4.
///
/// The reading follows the v4 front end (Accelergy-Project/timeloop-python, pytimeloop/timeloopfe/v4:
/// arch.py, constraints.py, problem.py, ert.py, art.py, and its translation to what the C++ program takes,
/// common/version_transpilers/v4_to_v3.py), the C++ program's own parsers (NVlabs/timeloop:
/// src/mapping/parser.cpp, src/model/buffer.cpp, src/workload/shape-models/problem-shape.cpp) and the
/// documentation's page on mappings. Points that these leave open are marked "our reading" where they are
/// decided. What is not understood is refused by name, never passed over.
namespace paretoscope::interchange {

/// A machine, a layer and a mapping as three YAML documents. The architecture's document also holds the
/// energies (key "ERT") and areas (key "ART").
struct TimeloopText
{
    std::string architecture;
    std::string problem;
    std::string mapping;
};

/// What a set of Timeloop documents describes.
struct TimeloopCase
{
    hardware::SpatialArchitecture architecture;
    workload::Operation operation;
    cost::spatial::Mapping mapping;
    /// Whether an energy table came along. Timeloop takes energies from Accelergy's estimators; without their
    /// output every energy here is 0, which means unknown.
    bool energiesGiven = false;
};

/// A machine and a layer that a mapping is sought for, under the constraints of the machine's document.
struct TimeloopQuestion
{
    hardware::SpatialArchitecture architecture;
    workload::Operation operation;
    cost::spatial::MapConstraints constraints;
    bool energiesGiven = false; ///< as in TimeloopCase
};

/// Writes what readTimeloop() reads back into equal values, except: the architecture's description, dataflow
/// and residency of tensors that the layer has not; loops of one iteration; a clock of more than 15 digits.
/// Errors, Unsupported, for what the format cannot say: names that are no identifiers, dimensions of more
/// than one letter, a dimension twice in one list of loops, constraints as constraintsText() refuses them;
/// InvalidInput for a mapping of another machine or layer.
/// \param constraints written as those of the architecture's document, with the factors that they come to for
/// this layer; residency among them comes back as the machine's
[[nodiscard]] Result<TimeloopText> writeTimeloop(const hardware::SpatialArchitecture& architecture,
                                                 const workload::Operation& operation,
                                                 const cost::spatial::Mapping& mapping,
                                                 const cost::spatial::MapConstraints& constraints = {});

/// Reads three documents. \param names what the documents are called in errors: file names. Errors name
/// document, line and path: YAML that is malformed or beyond the limits of yaml_document.h, anything that is
/// not understood, a mapping that breaks the architecture's constraints. A mapping that does not fit the
/// machine is no error: evaluating it tells.
[[nodiscard]] Result<TimeloopCase> readTimeloop(const TimeloopText& text, const TimeloopText& names);

struct TimeloopFiles
{
    std::filesystem::path architecture;
    std::filesystem::path problem;
    std::filesystem::path mapping;
};
/// The three may be one file.
[[nodiscard]] Result<TimeloopCase> readTimeloopFiles(const TimeloopFiles& files);

/// Reads an architecture and a problem; the mapping's text, or file, is not looked at. Errors: as
/// readTimeloop(), and Unsupported for constraints that readMapConstraints() does not understand.
[[nodiscard]] Result<TimeloopQuestion> readTimeloopQuestion(const TimeloopText& text,
                                                            const TimeloopText& names);
[[nodiscard]] Result<TimeloopQuestion> readTimeloopQuestionFiles(const TimeloopFiles& files);

} // namespace paretoscope::interchange
