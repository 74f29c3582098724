// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/rng.h"

/// The standard normal distribution, also where its values are too small for a double.
namespace paretoscope::surrogate::normal {

[[nodiscard]] double density(double t);
[[nodiscard]] double cumulative(double t);
[[nodiscard]] double logCumulative(double t);

/// h(t) = density(t) + t cumulative(t), the integral of cumulative up to t: the expected improvement of a
/// unit normal whose mean lies t below the mark.
[[nodiscard]] double expectedExcess(double t);
[[nodiscard]] double logExpectedExcess(double t);

/// The t with cumulative(t) = p, for p in (0, 1), by Newton steps on the logarithm.
[[nodiscard]] double quantile(double p);

/// One draw (Box, Muller 1958).
[[nodiscard]] double draw(Rng& rng);

} // namespace paretoscope::surrogate::normal
