// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/energy_steps.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace paretoscope::problem {

std::vector<EnergyStep> energySteps(const std::vector<EnergyPart>& from, const std::vector<EnergyPart>& to)
{
    std::map<std::string, EnergyStep> byName;
    for (const EnergyPart& part : from)
        byName[part.component].from_J += part.energy_J;
    for (const EnergyPart& part : to)
        byName[part.component].to_J += part.energy_J;
    std::vector<EnergyStep> steps;
    for (auto& [component, step] : byName) {
        step.component = component;
        steps.push_back(step);
    }
    std::stable_sort(steps.begin(), steps.end(), [](const EnergyStep& a, const EnergyStep& b) {
        return std::abs(a.change_J()) > std::abs(b.change_J());
    });
    return steps;
}

} // namespace paretoscope::problem
