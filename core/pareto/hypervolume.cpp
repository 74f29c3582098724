// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/hypervolume.h"

#include "core/pareto/volume_rows.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::pareto {

Status checkVolumeInput(std::span<const double> points, std::span<const double> reference)
{
    const auto refused = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), "hypervolume", {}};
    };
    const auto allFinite = [](std::span<const double> values) {
        return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
    };
    const std::size_t k = reference.size();
    if (k < kFewestObjectives || k > kMostObjectives)
        return refused("there are " + std::to_string(k) + " objectives; 2 to 6 are allowed.");
    if (points.size() % k != 0)
        return refused("the number of values is no multiple of the number of objectives.");
    if (!allFinite(points) || !allFinite(reference))
        return refused("a value is not finite.");
    return success();
}

Result<double> hypervolume(std::span<const double> points, std::span<const double> reference)
{
    if (const Status fit = checkVolumeInput(points, reference); !fit)
        return fit.error();
    return withObjectives(reference.size(), [&](auto k) -> Result<double> {
        const auto set = volumeRows<k>(points, reference);
        return VolumeMeter<k>().volume(set.rows, set.corner);
    });
}

} // namespace paretoscope::pareto
