// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/epsilon_archive.h"

#include "core/pareto/dominance.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::pareto {

EpsilonArchive::EpsilonArchive(std::vector<double> epsilons)
    : m_epsilons(std::move(epsilons))
    , m_boxes(m_epsilons.size())
{ }

Result<EpsilonArchive> EpsilonArchive::make(std::vector<double> epsilons)
{
    const auto fit = [](double epsilon) { return std::isfinite(epsilon) && epsilon > 0.0; };
    if (epsilons.empty() || !std::all_of(epsilons.begin(), epsilons.end(), fit)) {
        return Error{ErrorCode::InvalidInput,
                     "a side of the boxes is missing or no positive number; one per objective is expected.",
                     "epsilon archive",
                     {}};
    }
    return EpsilonArchive(std::move(epsilons));
}

FrontArchive::Change EpsilonArchive::insert(std::uint64_t id, std::span<const double> point)
{
    FrontArchive::Change change;
    if (point.size() != m_epsilons.size())
        return change;
    std::vector<double> box(point.size());
    for (std::size_t j = 0; j < box.size(); ++j)
        box[j] = std::floor(point[j] / m_epsilons[j]) + 0.0; // no -0, which would be a box of its own
    if (const auto same = m_members.find(box); same != m_members.end()) {
        Member& member = same->second;
        if (!dominates(point, member.point))
            return change;
        change.inserted = true;
        change.removed.push_back(member.id);
        member = {id, {point.begin(), point.end()}};
        return change;
    }
    const auto among = m_boxes.insert(m_serial, box);
    if (!among.inserted)
        return change;
    change.inserted = true;
    for (const std::uint64_t serial : among.removed) {
        const auto gone = m_boxOf.extract(serial);
        change.removed.push_back(m_members.extract(gone.mapped()).mapped().id);
    }
    m_boxOf.emplace(m_serial++, box);
    m_members.emplace(std::move(box), Member{id, {point.begin(), point.end()}});
    return change;
}

std::vector<std::uint64_t> EpsilonArchive::ids() const
{
    std::vector<std::uint64_t> ids;
    for (const auto& [box, member] : m_members)
        ids.push_back(member.id);
    return ids;
}

std::vector<double> EpsilonArchive::points() const
{
    std::vector<double> points;
    for (const auto& [box, member] : m_members)
        points.insert(points.end(), member.point.begin(), member.point.end());
    return points;
}

} // namespace paretoscope::pareto
