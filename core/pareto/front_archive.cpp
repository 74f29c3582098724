// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/front_archive.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace paretoscope::pareto {

namespace {

/// True if `a` is nowhere worse than `b`: it dominates or equals it.
bool covers(const double* a, const double* b, std::size_t k)
{
    for (std::size_t i = 0; i < k; ++i)
        if (a[i] > b[i])
            return false;
    return true;
}

} // namespace

FrontArchive::FrontArchive(std::size_t objectives)
    : m_objectives(objectives)
    , m_rows(objectives)
{ }

bool FrontArchive::wouldEnter(std::span<const double> point) const
{
    const bool finite = std::all_of(point.begin(), point.end(), [](double x) { return std::isfinite(x); });
    if (point.size() != m_objectives || !finite)
        return false;
    return m_rows.search(
        [&](const double* lower, const double*) { return covers(lower, point.data(), m_objectives); },
        [&](PointTree::Row row) { return !covers(m_rows.point(row).data(), point.data(), m_objectives); });
}

FrontArchive::Change FrontArchive::insert(std::uint64_t id, std::span<const double> point)
{
    Change change;
    if (!wouldEnter(point))
        return change;
    std::vector<PointTree::Row> dominated; // none equals the point, or it would not enter
    m_rows.search(
        [&](const double*, const double* upper) { return covers(point.data(), upper, m_objectives); },
        [&](PointTree::Row row) {
            if (covers(point.data(), m_rows.point(row).data(), m_objectives))
                dominated.push_back(row);
            return true;
        });
    // From the last row down, so that the row which takes a removed one's number is one that stays.
    std::sort(dominated.begin(), dominated.end(), std::greater<>());
    for (const PointTree::Row row : dominated) {
        change.removed.push_back(m_ids[row]);
        m_rows.remove(row);
        m_ids[row] = m_ids.back();
        m_ids.pop_back();
    }
    m_rows.add(point);
    m_ids.push_back(id);
    change.inserted = true;
    return change;
}

} // namespace paretoscope::pareto
