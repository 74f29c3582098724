// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/indicator_input.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::pareto {

namespace {

Status checkSet(std::span<const double> values, std::size_t k, const std::string& name)
{
    const auto refused = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), "indicator", {}};
    };
    if (values.empty())
        return refused("the " + name + " has no point.");
    if (values.size() % k != 0) {
        return refused("the " + name + " has " + std::to_string(values.size())
                       + " values; a multiple of the number of objectives, " + std::to_string(k)
                       + ", is expected.");
    }
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
        return refused("a value of the " + name + " is not finite.");
    return success();
}

} // namespace

Status checkIndicatorInput(std::span<const double> front, std::span<const double> reference, std::size_t k)
{
    if (k == 0)
        return Error{
            ErrorCode::InvalidInput, "there are 0 objectives; at least 1 is needed.", "indicator", {}};
    if (Status fit = checkSet(front, k, "front"); !fit)
        return fit;
    return checkSet(reference, k, "reference set");
}

} // namespace paretoscope::pareto
