// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <memory>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A circumstance of all designs that one may want to change while thinking.
struct Condition
{
    std::string label; ///< "Cell noise"
    std::string unit;  ///< empty for shares
    std::string help;
    std::vector<double> values; ///< that are worth trying, ascending; the present one is among them
    double value = 0.0;         ///< the present one
};

/// A problem whose results depend on more than the design.
class Conditional
{
public:
    virtual ~Conditional() = default;
    [[nodiscard]] virtual std::vector<Condition> conditions() const = 0;
    /// The same question under other conditions, one value per conditions(). Shares what is costly to know,
    /// so that answers that need no more of it come promptly.
    [[nodiscard]] virtual std::shared_ptr<const Problem> under(const std::vector<double>& values) const = 0;
};

/// Null where nothing but the design matters.
[[nodiscard]] inline const Conditional* conditionalOf(const Problem& problem)
{
    return dynamic_cast<const Conditional*>(&problem);
}

} // namespace paretoscope::problem
