// SPDX-License-Identifier: GPL-3.0-or-later
// How the front view answers to the keyboard, and what "next" means along a front.
#include "ui/plots/front_view.h"

#include "core/pareto/bends.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace paretoscope::ui::plots {

namespace {

constexpr double kKeyZoom = 1.25;
constexpr double kKeyPan_px = 40.0;
constexpr std::size_t kMostBends = 5; ///< besides the knee (our choice)

} // namespace

bool FrontView::panned(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Left:
        panBy({kKeyPan_px, 0});
        return true;
    case Qt::Key_Right:
        panBy({-kKeyPan_px, 0});
        return true;
    case Qt::Key_Up:
        panBy({0, kKeyPan_px});
        return true;
    case Qt::Key_Down:
        panBy({0, -kKeyPan_px});
        return true;
    default:
        return false;
    }
}

bool FrontView::keyPressed(QKeyEvent& event)
{
    const QPointF centre = m_painter.map.area.center();
    if (event.modifiers() & Qt::AltModifier)
        return panned(event);
    if (event.modifiers() & (Qt::ControlModifier | Qt::MetaModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Left:
        walkFront(-1);
        return true;
    case Qt::Key_Right:
        walkFront(1);
        return true;
    case Qt::Key_Up:
        improve(false);
        return true;
    case Qt::Key_Down:
        improve(true);
        return true;
    case Qt::Key_K:
        focusKnee();
        return true;
    case Qt::Key_0:
        fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kKeyZoom, centre);
        return true;
    case Qt::Key_Minus:
        zoomBy(1.0 / kKeyZoom, centre);
        return true;
    case Qt::Key_B:
        if (m_document.selection().focus())
            m_document.addToTray(*m_document.selection().focus());
        return true;
    case Qt::Key_Escape:
        return stepBack();
    default:
        return false;
    }
}

bool FrontView::stepBack()
{
    if (m_gesture != Gesture::None) {
        endGesture();
        rebrush(); // what was lit while it was drawn
    } else if (m_ruler) {
        m_ruler.reset();
        redrawOverlay();
    } else if (!m_document.selection().stepBack()) {
        if (!m_zoomed)
            return false;
        fit();
    }
    return true;
}

std::vector<session::TrialId> FrontView::knees() const
{
    std::vector<session::TrialId> knees;
    const PlanePoints& points = m_scene.points();
    if (m_scene.knee() && m_scene.has(*m_scene.knee()))
        knees.push_back(*m_scene.knee());
    // A bend is what the eye sees, so it is looked for in the places on the screen.
    const auto places = [this](const std::vector<float>& column, const session::Axis& axis) {
        const double sign = axis.better == problem::Direction::Minimize ? 1.0 : -1.0;
        std::vector<double> chosen;
        for (const std::size_t id : m_scene.staircase())
            chosen.push_back(sign * static_cast<double>(column[id]));
        return chosen;
    };
    for (const std::size_t i :
         pareto::bends(places(points.u, m_scene.axes().x), places(points.v, m_scene.axes().y), kMostBends)) {
        const session::TrialId id = m_scene.staircase()[i];
        if (std::find(knees.begin(), knees.end(), id) == knees.end())
            knees.push_back(id);
    }
    return knees;
}

void FrontView::focusKnee()
{
    const std::vector<session::TrialId> all = knees();
    if (all.empty())
        return;
    const std::optional<session::TrialId> focus = m_document.selection().focus();
    const auto here = focus ? std::find(all.begin(), all.end(), *focus) : all.end();
    m_document.selection().setFocus(here == all.end() || here + 1 == all.end() ? all.front() : *(here + 1));
}

std::vector<session::TrialId> FrontView::passingFront() const
{
    std::vector<session::TrialId> path;
    for (const std::size_t id : m_scene.front()) {
        if (m_scene.points().is(id, kPasses))
            path.push_back(id);
    }
    return path;
}

void FrontView::walkFront(int steps)
{
    const std::vector<session::TrialId> path = passingFront();
    if (path.empty())
        return;
    const std::optional<session::TrialId> focus = m_document.selection().focus();
    const auto here = focus ? std::find(path.begin(), path.end(), *focus) : path.end();
    if (here != path.end()) {
        const auto last = static_cast<std::ptrdiff_t>(path.size()) - 1;
        const std::ptrdiff_t next = std::clamp<std::ptrdiff_t>(here - path.begin() + steps, 0, last);
        m_document.selection().setFocus(path[static_cast<std::size_t>(next)]);
        return;
    }
    // From a design beside the front the walk starts at the member nearest in x; from nowhere, at the end.
    session::TrialId start = steps >= 0 ? path.front() : path.back();
    if (focus && m_scene.has(*focus)) {
        const std::vector<float>& u = m_scene.points().u;
        start = *std::min_element(path.begin(), path.end(), [&](session::TrialId a, session::TrialId b) {
            return std::abs(u[a] - u[*focus]) < std::abs(u[b] - u[*focus]);
        });
    }
    m_document.selection().setFocus(start);
}

void FrontView::improve(bool inX)
{
    const std::optional<session::TrialId> focus = m_document.selection().focus();
    if (!focus || !m_scene.has(*focus)) {
        focusKnee();
        return;
    }
    const PlanePoints& points = m_scene.points();
    const std::vector<float>& column = inX ? points.u : points.v;
    const std::vector<float>& beside = inX ? points.v : points.u;
    const auto cost = [](const session::Axis& axis, float place) {
        return axis.better == problem::Direction::Minimize ? place : -place;
    };
    // The smallest step that is better, and among equals the one that loses least on the other axis.
    std::optional<session::TrialId> next;
    for (const session::TrialId id : passingFront()) {
        const float here = cost(axisOf(inX), column[id]);
        if (!(here < cost(axisOf(inX), column[*focus])))
            continue;
        const auto rank = [&](session::TrialId of) {
            return std::pair(-cost(axisOf(inX), column[of]), cost(axisOf(!inX), beside[of]));
        };
        if (!next || rank(id) < rank(*next))
            next = id;
    }
    if (next)
        m_document.selection().setFocus(next);
}

} // namespace paretoscope::ui::plots
