// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/ghost.h"

#include <QMetaObject>

#include <iterator>
#include <limits>
#include <utility>

namespace paretoscope::ui::session {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

double GhostPoint::value(const Axis& axis) const
{
    const std::vector<double>& values = axis.isParameter ? parameters : metrics;
    return axis.index < values.size() ? values[axis.index] : kUnknown;
}

GhostPoint ghostPoint(const space::Design& design, const problem::Outcome& outcome,
                      const problem::Problem& problem)
{
    GhostPoint point;
    point.metrics = outcome.metrics;
    point.feasible = outcome.verdict == problem::Verdict::Feasible;
    const space::Space& space = problem.space();
    point.parameters.assign(space.size(), kUnknown);
    for (std::size_t i = 0; !design.empty() && i < space.size(); ++i) {
        if (space.isActive(design, i))
            point.parameters[i] = space.parameter(i).axisPosition(space.value(design, i));
    }
    return point;
}

Ghost::Ghost(QObject* parent)
    : QObject(parent)
{ }

void Ghost::setGhost(std::optional<GhostPoint> point)
{
    if (!point) {
        startFrom(std::nullopt);
        return;
    }
    if (m_point) {
        m_trail.push_back(*std::move(m_point));
        setTrail(std::move(m_trail));
    }
    m_point = std::move(point);
    schedule();
}

void Ghost::startFrom(std::optional<TrialId> origin)
{
    if (!m_point && m_trail.empty() && m_origin == origin)
        return;
    m_point.reset();
    m_trail.clear();
    m_origin = origin;
    schedule();
}

void Ghost::setTrail(std::vector<GhostPoint> trail)
{
    if (trail.size() > kLongestTrail)
        trail.erase(trail.begin(), trail.end() - static_cast<std::ptrdiff_t>(kLongestTrail));
    m_trail = std::move(trail);
    schedule();
}

void Ghost::schedule()
{
    if (std::exchange(m_pending, true))
        return;
    const auto tell = [this] {
        m_pending = false;
        Q_EMIT changed();
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace paretoscope::ui::session
