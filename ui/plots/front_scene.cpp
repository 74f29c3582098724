// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace paretoscope::ui::plots {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void grow(ValueRange& range, double value)
{
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
}

void grow(std::optional<FrontScene::Extent>& extent, const ScenePoint& point)
{
    if (!extent)
        extent = FrontScene::Extent{{point.x, point.x}, {point.y, point.y}};
    grow(extent->x, point.x);
    grow(extent->y, point.y);
}

/// +1 where less is better, -1 where more is: with it, every axis is minimised.
double sign(const session::Axis& axis)
{
    return axis.better == problem::Direction::Minimize ? 1.0 : -1.0;
}

} // namespace

void FrontScene::setAxes(Axes axes)
{
    *this = FrontScene();
    m_axes = std::move(axes);
}

ScenePoints& FrontScene::ownPoints()
{
    if (m_points.use_count() > 1)
        m_points = std::make_shared<ScenePoints>(*m_points);
    return *m_points;
}

void FrontScene::add(const study::Trial& trial, const problem::Problem& problem)
{
    ScenePoint point;
    point.id = trial.id;
    point.x = m_axes.x.value(trial, problem);
    point.y = m_axes.y.value(trial, problem);
    point.shade = m_axes.colour ? m_axes.colour->value(trial, problem) : std::nan("");
    point.feasible = trial.outcome.verdict == problem::Verdict::Feasible;
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
        m_place.push_back(-1);
        ++m_withoutValue;
        return;
    }
    grow(m_fullExtent, point);
    if (point.feasible) {
        grow(m_feasibleExtent, point);
        if (std::isfinite(point.shade)) {
            m_shadeRange = m_shadeRange.value_or(ValueRange{point.shade, point.shade});
            grow(*m_shadeRange, point.shade);
        }
    } else {
        ++m_infeasible;
    }
    m_place.push_back(static_cast<std::int64_t>(m_points->size()));
    m_points->push_back(point);
}

void FrontScene::follow(const study::Snapshot& snapshot, const problem::Problem& problem)
{
    if (snapshot.trials.size() < m_seen) { // another run took the place of this one
        Axes axes = std::move(m_axes);
        setAxes(std::move(axes));
    }
    ownPoints();
    m_points->reserve(snapshot.trials.size());
    for (; m_seen < snapshot.trials.size(); ++m_seen)
        add(snapshot.trials[m_seen], problem);

    m_front.clear();
    for (const session::TrialId id : snapshot.front) {
        if (const ScenePoint* member = point(id))
            m_front.push_back(static_cast<std::size_t>(member - m_points->data()));
    }
    const ScenePoints& all = *m_points;
    std::stable_sort(m_front.begin(), m_front.end(),
                     [&all](std::size_t a, std::size_t b) { return all[a].x < all[b].x; });
    m_knee = snapshot.knee;
}

void FrontScene::refilter(const study::Snapshot& snapshot, const study::PinFilter& filter,
                          std::span<const session::TrialId> brush)
{
    for (ScenePoint& point : ownPoints()) {
        point.passes = filter.empty() || filter.passes(snapshot.trials[point.id]);
        point.lit = point.passes
                    && (brush.empty() || std::binary_search(brush.begin(), brush.end(), point.id));
    }
    findStaircase();
}

const ScenePoint* FrontScene::point(session::TrialId id) const
{
    if (id >= m_place.size() || m_place[id] < 0)
        return nullptr;
    return &(*m_points)[static_cast<std::size_t>(m_place[id])];
}

std::optional<FrontScene::Extent> FrontScene::extent(bool withInfeasible) const
{
    return withInfeasible || !m_feasibleExtent ? m_fullExtent : m_feasibleExtent;
}

void FrontScene::findStaircase()
{
    m_staircase.clear();
    if (!hasDirections() || !m_feasibleExtent)
        return;
    const ScenePoints& all = *m_points;
    const double signX = sign(m_axes.x);
    const double signY = sign(m_axes.y);

    // Sorting a hundred thousand points on every step of a drag is too slow. A few hundred columns with the
    // best of each leave a handful of candidates: whoever is beaten by a whole better column is out.
    constexpr std::size_t kColumns = 256;
    const double start = std::min(signX * m_feasibleExtent->x.low, signX * m_feasibleExtent->x.high);
    const double span = std::max(m_feasibleExtent->x.high - m_feasibleExtent->x.low, 1e-300);
    const auto column = [&](const ScenePoint& p) {
        const double share = (signX * p.x - start) / span;
        return std::min(kColumns - 1, static_cast<std::size_t>(std::max(0.0, share) * kColumns));
    };
    const auto counts = [](const ScenePoint& p) { return p.feasible && p.passes; };
    std::array<double, kColumns + 1> bestBefore;
    bestBefore.fill(kInfinity);
    for (const ScenePoint& p : all) {
        if (counts(p))
            bestBefore[column(p) + 1] = std::min(bestBefore[column(p) + 1], signY * p.y);
    }
    for (std::size_t c = 1; c <= kColumns; ++c)
        bestBefore[c] = std::min(bestBefore[c], bestBefore[c - 1]);

    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (counts(all[i]) && signY * all[i].y < bestBefore[column(all[i])])
            candidates.push_back(i);
    }
    std::sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(signX * all[a].x, signY * all[a].y) < std::pair(signX * all[b].x, signY * all[b].y);
    });
    double best = kInfinity;
    for (const std::size_t i : candidates) {
        if (signY * all[i].y < best) {
            best = signY * all[i].y;
            m_staircase.push_back(i);
        }
    }
}

} // namespace paretoscope::ui::plots
