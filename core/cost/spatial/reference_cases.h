// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/case_result.h"
#include "core/cost/spatial/evaluate.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::cost::spatial {

/// What the reference simulator said about one mapping.
struct ReferenceExpectation
{
    std::optional<LayerReport> report; ///< absent where the mapping is illegal
    std::optional<Illegal> illegal;
};

/// One (machine, layer, mapping) with the reference's figures, energies converted to J.
struct ReferenceCase
{
    std::string id;
    hardware::SpatialArchitecture architecture;
    workload::Operation operation;
    Mapping mapping;
    ReferenceExpectation expected;
    std::optional<ReferenceExpectation> withoutForwarding; ///< only where forwarding matters
};

/// Reads a file of format "spatial-accelerator-model-reference". Strict: anything unknown or missing is an
/// error with file and JSON pointer.
[[nodiscard]] Result<std::vector<ReferenceCase>> readReferenceCases(const std::filesystem::path& file);

/// How one case compares.
struct CaseResult : cost::CaseResult
{
    bool legal = false; ///< in the reference
};

/// Counts and cycles must be equal, energies and ratios equal to this.
inline constexpr double kReferenceTolerance = 1e-6;

[[nodiscard]] CaseResult checkCase(const ReferenceCase& reference);
/// Evaluates every case of the file, with and without forwarding where both are given.
[[nodiscard]] Result<std::vector<CaseResult>> checkReferenceFile(const std::filesystem::path& file);

/// A layer and a machine for which the reference simulator's own mapping search was run.
struct SearchReference
{
    std::string layer;
    hardware::SpatialArchitecture architecture; ///< residency as its search was told
    workload::Operation operation;
    double bestEdp_JCycles = 0.0; ///< lowest energy * cycles over all its runs
};

/// Reads a file of format "spatial-accelerator-mapper-reference"; runs without a result are left out.
[[nodiscard]] Result<std::vector<SearchReference>> readSearchReference(const std::filesystem::path& file);

} // namespace paretoscope::cost::spatial
