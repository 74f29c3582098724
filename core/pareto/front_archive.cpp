// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/front_archive.h"

#include "core/pareto/dominance.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::pareto {

namespace {

/// True if `a` is nowhere worse than `b`: it dominates or equals it.
bool covers(const double* a, std::span<const double> b)
{
    for (std::size_t i = 0; i < b.size(); ++i)
        if (a[i] > b[i])
            return false;
    return true;
}

} // namespace

FrontArchive::FrontArchive(std::size_t objectives)
    : m_objectives(objectives)
{ }

bool FrontArchive::wouldEnter(std::span<const double> point) const
{
    const bool finite = std::all_of(point.begin(), point.end(), [](double x) { return std::isfinite(x); });
    if (point.size() != m_objectives || !finite)
        return false;
    for (std::size_t i = 0; i < size(); ++i)
        if (covers(m_points.data() + i * m_objectives, point))
            return false;
    return true;
}

FrontArchive::Change FrontArchive::insert(std::uint64_t id, std::span<const double> point)
{
    Change change;
    if (!wouldEnter(point))
        return change;
    // Close the gaps in place, so that the survivors keep their order of arrival.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        const std::span<const double> row(m_points.data() + i * m_objectives, m_objectives);
        if (dominates(point, row)) {
            change.removed.push_back(m_ids[i]);
            continue;
        }
        if (kept != i) {
            std::copy(row.begin(), row.end(),
                      m_points.begin() + static_cast<std::ptrdiff_t>(kept * m_objectives));
            m_ids[kept] = m_ids[i];
        }
        ++kept;
    }
    m_ids.resize(kept);
    m_points.resize(kept * m_objectives);
    m_ids.push_back(id);
    m_points.insert(m_points.end(), point.begin(), point.end());
    change.inserted = true;
    return change;
}

} // namespace paretoscope::pareto
