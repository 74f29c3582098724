// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::pareto {

namespace {

/// The only objective in which `row` is worse than `point`; k if it is nowhere worse, k + 1 if in several.
std::size_t onlyWorse(const double* row, std::span<const double> point)
{
    std::size_t only = point.size();
    for (std::size_t j = 0; j < point.size(); ++j) {
        if (row[j] <= point[j])
            continue;
        if (only != point.size())
            return point.size() + 1;
        only = j;
    }
    return only;
}

bool strictlyInside(const double* row, std::span<const double> corner)
{
    for (std::size_t j = 0; j < corner.size(); ++j)
        if (!(row[j] < corner[j]))
            return false;
    return true;
}

} // namespace

IncrementalHypervolume::IncrementalHypervolume(std::vector<double> reference)
    : m_reference(std::move(reference))
    , m_measures(
          m_reference.size() >= kFewestObjectives && m_reference.size() <= kMostObjectives
          && std::all_of(m_reference.begin(), m_reference.end(), [](double x) { return std::isfinite(x); }))
    , m_front(m_reference.size())
{ }

/// Where the part of a point's box that the rows do not cover certainly ends: a row that is worse than the
/// point in one objective only covers everything from its value there onwards. Empty if a row covers it all.
std::vector<double> IncrementalHypervolume::farCorner(std::span<const double> point) const
{
    const std::size_t k = m_reference.size();
    std::vector<double> corner = m_reference;
    const auto mayCut = [&](const double* lower, const double*) {
        const std::size_t j = onlyWorse(lower, point);
        return j == k || (j < k && lower[j] < corner[j]);
    };
    const bool sticksOut = m_front.search(mayCut, [&](PointTree::Row row) {
        const double* at = m_front.point(row).data();
        const std::size_t j = onlyWorse(at, point);
        if (j < k)
            corner[j] = std::min(corner[j], at[j]);
        return j != k;
    });
    return sticksOut ? corner : std::vector<double>();
}

/// What a new point adds is its own box less what the front already covers of it. Cut at its far corner, the
/// box is reached by few rows of thousands; pushed into it (the limited set: the worse of the two in each
/// objective; While, Bradstreet, Barone 2012) they cover exactly what they covered, so one batch computation
/// over those few gives the rest.
double IncrementalHypervolume::add(std::span<const double> point)
{
    const std::size_t k = m_reference.size();
    if (!m_measures || point.size() != k)
        return m_value;
    for (std::size_t j = 0; j < k; ++j)
        if (!std::isfinite(point[j]) || !(point[j] < m_reference[j]))
            return m_value;
    const std::vector<double> corner = farCorner(point);
    if (corner.empty())
        return m_value;
    std::vector<double> limited;
    m_front.search([&](const double* lower, const double*) { return strictlyInside(lower, corner); },
                   [&](PointTree::Row row) {
                       const double* at = m_front.point(row).data();
                       if (strictlyInside(at, corner))
                           for (std::size_t j = 0; j < k; ++j)
                               limited.push_back(std::max(at[j], point[j]));
                       return true;
                   });
    double box = 1.0;
    for (std::size_t j = 0; j < k; ++j)
        box *= corner[j] - point[j];
    m_front.add(point);
    m_value += std::max(0.0, box - hypervolume(limited, corner).value());
    return m_value;
}

} // namespace paretoscope::pareto
