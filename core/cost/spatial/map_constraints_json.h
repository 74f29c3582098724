// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/cost/spatial/map_constraints.h"

#include <filesystem>

namespace paretoscope::cost::spatial {

/// Constraints as people write them, resources/schemas/map-constraints.schema.json:
///
///     {"dataflow": "any", "minimum_parallelism": 0.5, "levels": [
///        {"level": "buffer", "temporal": {"R": 3, "S": "all", "C": {"at_most": 8}}, "spatial_x": {"K": 4},
///         "allowed_y": ["C"], "forbidden_spatial": ["P"], "innermost": ["Q"], "keep": ["inputs"]}]}
///
/// A file of its own has "format" and "version" too; inside another document both may be left out.
/// Problems go to the reader; what names mean, checkConstraints() tells.
[[nodiscard]] MapConstraints readMapConstraints(JsonReader& reader);

/// Errors: as readJsonFile(), and InvalidInput with the place of the first mistake.
[[nodiscard]] Result<MapConstraints> readMapConstraintsFile(const std::filesystem::path& file);

/// The document that is read back into equal constraints, "format" and "version" included.
[[nodiscard]] nlohmann::json mapConstraintsToJson(const MapConstraints& constraints);

} // namespace paretoscope::cost::spatial
