// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/yaml_reader.h"
#include "core/workload/operation.h"

#include <string>

namespace paretoscope::interchange {

/// Reads {shape: {dimensions, coefficients, data_spaces}, instance: {..}}: a perfectly nested loop over a box
/// and affine projections. Not understood: sparse data (densities), flattened dimensions, padding. Problems
/// go to the reader; where there is one, what comes back means nothing.
[[nodiscard]] workload::Operation readProblem(YamlReader& problem);

/// The document that readProblem() reads back, for an operation whose names Timeloop can say.
[[nodiscard]] std::string problemText(const workload::Operation& operation);

} // namespace paretoscope::interchange
