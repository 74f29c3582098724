// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/cost/spatial/mapping.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/operation.h"

#include <string>
#include <vector>

namespace paretoscope::cost::spatial {

/// One mapping: {"levels": [{"name": "DRAM", "keep": ["weights"], "temporal": [["C", 2]], "spatial_x": [],
/// "spatial_y": []}, ..]}, outermost level and outermost loop first. Only names and types are checked here,
/// and the problems go to the reader; whether the mapping can run, evaluating it tells.
[[nodiscard]] Mapping readMapping(JsonReader& reader, const workload::Operation& operation);
[[nodiscard]] nlohmann::json mappingToJson(const Mapping& mapping, const workload::Operation& operation,
                                           const hardware::SpatialArchitecture& architecture);

/// Mappings of one layer in a document of many, {"format": "paretoscope-mappings", "version": 1,
/// "mappings": [{"layer": "conv1", "levels": [..]}, ..]}; "machine", "network" and "costs" are for people
/// and not looked at. Errors: InvalidInput, with the place, also where the levels are not those of the
/// machine, in its order; NotFound if the document has no mapping of the layer.
[[nodiscard]] Result<std::vector<Mapping>> mappingsOf(const nlohmann::json& document, const std::string& file,
                                                      const std::string& layer,
                                                      const workload::Operation& operation,
                                                      const hardware::SpatialArchitecture& architecture);

inline constexpr const char* kMappingsFormat = "paretoscope-mappings";

} // namespace paretoscope::cost::spatial
