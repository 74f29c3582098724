// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

#include <string>
#include <vector>

namespace paretoscope::problem {

/// What one component contributes to the difference between two designs.
struct EnergyStep
{
    std::string component;
    double from_J = 0.0; ///< 0 where the first design has no such component
    double to_J = 0.0;
    [[nodiscard]] double change_J() const { return to_J - from_J; }
};

/// The way from one design's energy to another's, component by component, the largest changes first; equal
/// changes by name. The first design's energy plus all changes is the second's.
[[nodiscard]] std::vector<EnergyStep> energySteps(const std::vector<EnergyPart>& from,
                                                  const std::vector<EnergyPart>& to);

} // namespace paretoscope::problem
