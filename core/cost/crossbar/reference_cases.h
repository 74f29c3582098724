// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/cost/case_result.h"
#include "core/cost/crossbar/isaac_chip.h"
#include "core/cost/crossbar/mnsim_pipeline.h"
#include "core/cost/crossbar/puma_chip.h"
#include "core/cost/crossbar/sense_circuit.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Cases of a crossbar reference file ("family": "crossbar"): runs of the PUMA, MNSIM and NeuroSim simulators
/// and published tables, computed by the models and compared within the tolerances that the file states.
namespace paretoscope::cost::crossbar {

struct PumaPowerCase
{
    PumaChip chip;
    double mappedTiles = 1.0;
};

struct PumaProgramCase
{
    PumaChip chip;
    PumaProgram program;
};

/// Figures of a paper that only fix each other.
struct PublishedNodeCase
{ };

struct IsaacCase
{
    IsaacChip chip;
    double link_W = 0.0;
    double link_mm2 = 0.0;
};

struct MnsimCase
{
    MnsimChip chip;
    std::vector<MnsimLayer> layers;
};

struct SenseCase
{
    SenseCircuit circuit;
    std::vector<SenseLayer> layers;
};

struct ReferenceCase
{
    std::string id;
    std::variant<PublishedNodeCase, PumaPowerCase, PumaProgramCase, IsaacCase, MnsimCase, SenseCase> inputs;
    /// By name; a figure of layer 3 is "layers/3/mx".
    std::map<std::string, double> expected;
    std::map<std::string, std::string> tolerance; ///< in words, "*" for all that have none
};

/// Errors: InvalidInput, with file and place.
[[nodiscard]] Result<std::vector<ReferenceCase>> readReferenceCases(const std::filesystem::path& file);

/// What the model says, by the names of `expected`. Names that the model does not predict are absent.
[[nodiscard]] std::map<std::string, double> modelled(const ReferenceCase& reference);

/// How far a figure may be off.
struct Allowance
{
    double relative = 0.0;
    double absolute = 0.0;
    double factor = 1.0; ///< above 1: ours may be that many times theirs, or the other way round
};
/// "exact" allows for the seven digits that files print; nothing for "informative" and words without a
/// number.
[[nodiscard]] std::optional<Allowance> allowanceFrom(const std::string& words);

[[nodiscard]] CaseResult checkCase(const ReferenceCase& reference);

/// Every case, and, between circuit-simulator cases of the same network, the direction and size of changes.
[[nodiscard]] Result<std::vector<CaseResult>> checkReferenceFile(const std::filesystem::path& file);

} // namespace paretoscope::cost::crossbar
