// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/yaml_reader.h"
#include "core/workload/operation.h"

namespace paretoscope::interchange {

/// Reads {shape: {dimensions, coefficients, data_spaces}, instance: {..}}: a perfectly nested loop over a box
/// and affine projections. Not understood: sparse data (densities), flattened dimensions, padding. Problems
/// go to the reader; where there is one, what comes back means nothing.
[[nodiscard]] workload::Operation readProblem(YamlReader& problem);

} // namespace paretoscope::interchange
