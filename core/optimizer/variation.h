// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/space/space.h"

/// Crossover and mutation over mixed spaces. Both may leave conditional parameters wrongly active or without
/// a value; Space::activate repairs that.
namespace paretoscope::optimizer {

/// A child that takes after `a`, and from `b` per parameter by kind:
///   Real, Integer of more than 16 values   simulated binary crossover (Deb, Agrawal 1995), half of them
///   Permutation                            order crossover (Davis 1985), half of them
///   the rest                               either parent's value (uniform crossover, Syswerda 1989)
/// \param distributionIndex  eta_c of simulated binary crossover: the larger, the closer to the parents
[[nodiscard]] space::Design crossed(const space::Space& space, const space::Design& a, const space::Design& b,
                                    double distributionIndex, Rng& rng);

/// Parameter::mutate on each active parameter with probability `rate` / their number. The reach is drawn
/// log-uniformly from 0.001 to 1 (our choice: most steps small, some across the range, as in polynomial
/// mutation).
void mutate(const space::Space& space, space::Design& design, double rate, Rng& rng);

} // namespace paretoscope::optimizer
