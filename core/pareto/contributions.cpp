// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/contributions.h"

#include "core/pareto/hypervolume.h"
#include "core/pareto/volume_rows.h"

namespace paretoscope::pareto {

namespace {

/// True if both objectives disagree about every two of the rows, which are sorted by the second.
bool isFront(std::span<const Row<2>> rows)
{
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (!(rows[i][0] < rows[i - 1][0] && rows[i][1] > rows[i - 1][1]))
            return false;
    return true;
}

/// On a front of two objectives a row's own part is the rectangle that its two neighbours leave it.
std::vector<double> betweenNeighbours(const VolumeRows<2>& set)
{
    std::vector<double> own(set.rows.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
        const double right = i == 0 ? set.corner[0] : set.rows[i - 1][0];
        const double top = i + 1 == own.size() ? set.corner[1] : set.rows[i + 1][1];
        own[i] = (right - set.rows[i][0]) * (top - set.rows[i][1]);
    }
    return own;
}

template <std::size_t K> std::vector<double> oneByOne(const VolumeRows<K>& set)
{
    std::vector<double> own(set.rows.size());
    if (own.empty())
        return own;
    VolumeMeter<K> meter;
    std::vector<Row<K>> others(set.rows.begin() + 1, set.rows.end()); // all but the i-th
    for (std::size_t i = 0; i < own.size(); ++i) {
        own[i] = meter.exclusive(set.rows[i], others, set.corner);
        if (i < others.size())
            others[i] = set.rows[i];
    }
    return own;
}

} // namespace

Result<std::vector<double>> exclusiveContributions(std::span<const double> points,
                                                   std::span<const double> reference)
{
    if (const Status fit = checkVolumeInput(points, reference); !fit)
        return fit.error();
    std::vector<double> contributions(points.size() / reference.size(), 0.0);
    withObjectives(reference.size(), [&](auto k) {
        const auto set = volumeRows<k>(points, reference);
        std::vector<double> own;
        if constexpr (k == 2)
            own = isFront(set.rows) ? betweenNeighbours(set) : oneByOne<k>(set);
        else
            own = oneByOne<k>(set);
        for (std::size_t i = 0; i < own.size(); ++i)
            contributions[set.places[i]] = own[i];
    });
    return contributions;
}

Result<std::size_t> leastContributor(std::span<const double> points, std::span<const double> reference)
{
    const auto contributions = exclusiveContributions(points, reference);
    if (!contributions)
        return contributions.error();
    if (contributions->empty())
        return Error{ErrorCode::InvalidInput, "there is no point to choose from.", "hypervolume", {}};
    return static_cast<std::size_t>(std::min_element(contributions->begin(), contributions->end())
                                    - contributions->begin());
}

} // namespace paretoscope::pareto
