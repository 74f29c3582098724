// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/space.h"

#include <vector>

namespace paretoscope::problem {

/// For problems whose interrupted evaluations leave something behind that they go on from, see Past::scratch.
class Leftovers
{
public:
    virtual ~Leftovers() = default;
    /// Of all designs that are not recorded, the run will still evaluate these alone: what evaluations of
    /// others left behind may go. Thread-safe; some of these may be under evaluation.
    virtual void keepOnlyOf(const std::vector<space::Design>& awaited) const = 0;
};

} // namespace paretoscope::problem
