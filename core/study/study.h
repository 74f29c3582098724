// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/optimizer/optimizer.h"
#include "core/problem/problem.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// The question and how to search for its answer, as a person writes it in a study file.
struct Study
{
    std::string name;
    std::string description;
    std::shared_ptr<const problem::Problem> problem;
    optimizer::MethodChoice method;
    std::uint64_t evaluations = 2'000; ///< budget
    std::uint64_t seed = 1;
    /// Hypervolume reference point in the objectives' own units; when absent, the worst of the first 32
    /// feasible trials times 1.1 (our choice), fixed from then on.
    std::optional<std::vector<double>> reference;
    /// Designs of the file to hold the answers against (see core/study/reference.h); the problem may bring
    /// more.
    std::vector<problem::ReferenceDesign> references;
    /// The study with every file it names embedded, so that a session needs no other file.
    std::shared_ptr<const nlohmann::json> document;
};

/// Reads `{"format": "paretoscope-study", "version": 1, ...}` and the network and hardware files it names
/// (relative to it). Schema: resources/schemas/study.schema.json. Errors name file, pointer, found, allowed.
[[nodiscard]] Result<Study> readStudy(const std::filesystem::path& file);
/// From an embedded document, as kept in a session.
[[nodiscard]] Result<Study> studyFromDocument(const nlohmann::json& document, const std::string& origin);

/// A number that names the document: equal documents, equal fingerprints on every machine.
[[nodiscard]] std::uint64_t fingerprint(const nlohmann::json& document);

} // namespace paretoscope::study
