// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/cost/spatial/mapping.h"
#include "core/workload/operation.h"

#include <string>
#include <vector>

namespace paretoscope::cost::spatial {

/// A mapping as JSON: {"levels": [{"name": "DRAM", "keep": ["weights"], "temporal": [["K", 4]], "spatial_x":
/// [], "spatial_y": []}, ...]}, outermost level and loop first.
/// \param levels the machine's names of the levels, as many as the mapping has
[[nodiscard]] nlohmann::json mappingToJson(const Mapping& mapping, const workload::Operation& operation,
                                           const std::vector<std::string>& levels);

/// Reads what mappingToJson() writes. Problems are the reader's: a list that is none, a dimension or a tensor
/// that the operation has not. Whether the factors make sense is for evaluate() to say.
[[nodiscard]] Mapping readMapping(JsonReader reader, const workload::Operation& operation);

} // namespace paretoscope::cost::spatial
