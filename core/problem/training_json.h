// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"
#include "core/base/json_reader.h"

#include <memory>

namespace paretoscope::problem {

class Problem;

/// Reads a "data" object: {"kind": "glyphs", ...} drawn by the program, or {"kind": "idx" | "cifar",
/// "folder":
/// "/data/mnist", "training": 6000, "validation": 1000} with the files as they are distributed, unpacked.
/// Problems of the text are left in `data`; problems with the files are returned.
[[nodiscard]] Result<std::shared_ptr<const accuracy::DataSet>> dataSetFromJson(JsonReader& data);

/// Reads a study whose "problem" says {"model": "training", ...}; without "parameters" the space is
/// defaultTrainingSpace(). A parameter sets the knob that its "sets" names, or else the one of its own name.
[[nodiscard]] Result<std::shared_ptr<const Problem>> trainingProblemFromJson(JsonReader& study,
                                                                             JsonReader& description);

} // namespace paretoscope::problem
