// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace paretoscope::ui::plots {

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNowhere = std::numeric_limits<float>::quiet_NaN();

void grow(std::optional<ValueRange>& range, double value)
{
    range = range.value_or(ValueRange{value, value});
    range->low = std::min(range->low, value);
    range->high = std::max(range->high, value);
}

void grow(std::optional<FrontScene::Extent>& extent, double x, double y)
{
    extent = extent.value_or(FrontScene::Extent{{x, x}, {y, y}});
    extent->x = {std::min(extent->x.low, x), std::max(extent->x.high, x)};
    extent->y = {std::min(extent->y.low, y), std::max(extent->y.high, y)};
}

/// +1 where less is better, -1 where more is: with it, every axis is minimised.
float sign(const session::Axis& axis)
{
    return axis.better == problem::Direction::Minimize ? 1.0F : -1.0F;
}

/// Room that grows with the log, so that a snapshot of a few more trials moves nothing.
template <class T> void makeRoom(std::vector<T>& column, std::size_t size)
{
    if (size > column.capacity())
        column.reserve(size + size / 4);
}

} // namespace

void FrontScene::setAxes(Axes axes)
{
    m_axes = std::move(axes);
    restart();
}

void FrontScene::restart()
{
    FrontScene anew;
    anew.m_axes = std::move(m_axes);
    anew.m_revision = m_revision + 1;
    anew.m_pinColumns = std::move(m_pinColumns);
    *this = std::move(anew);
}

PlanePoints& FrontScene::ownPoints()
{
    if (m_points.use_count() > 1)
        m_points = std::make_shared<PlanePoints>(*m_points);
    return *m_points;
}

bool FrontScene::add(const study::Trial& trial, const problem::Problem& problem)
{
    const double x = m_axes.x.value(trial, problem);
    const double y = m_axes.y.value(trial, problem);
    if (m_axes.logX && x <= 0.0)
        return m_axes.logX = false;
    if (m_axes.logY && y <= 0.0)
        return m_axes.logY = false;
    PlanePoints& points = *m_points;
    const bool placed = std::isfinite(x) && std::isfinite(y);
    const bool feasible = trial.outcome.verdict == problem::Verdict::Feasible;
    points.u.push_back(placed ? static_cast<float>(m_axes.logX ? std::log(x) : x) : kNowhere);
    points.v.push_back(placed ? static_cast<float>(m_axes.logY ? std::log(y) : y) : kNowhere);
    points.flags.push_back(static_cast<std::uint8_t>(kPasses | (feasible ? int{kFeasible} : 0)));
    const auto extra = [&](const std::optional<session::Axis>& axis, std::vector<float>& column,
                           std::optional<ValueRange>& range) {
        if (!axis)
            return;
        const double value = axis->value(trial, problem);
        column.push_back(static_cast<float>(value));
        if (placed && feasible && std::isfinite(value))
            grow(range, value);
    };
    extra(m_axes.colour, points.shade, m_shadeRange);
    extra(m_axes.size, points.weight, m_weightRange);
    if (!placed) {
        ++m_withoutValue;
        return true;
    }
    grow(m_fullExtent, x, y);
    if (feasible)
        grow(m_feasibleExtent, x, y);
    return true;
}

void FrontScene::follow(const study::Snapshot& snapshot, const problem::Problem& problem)
{
    const std::size_t wanted = snapshot.trials.size();
    if (wanted < m_points->size()) { // another run took the place of this one
        m_pinColumns.clear();
        restart();
    }
    PlanePoints* points = &ownPoints();
    makeRoom(points->u, wanted);
    makeRoom(points->v, wanted);
    makeRoom(points->flags, wanted);
    for (std::size_t i = points->size(); i < wanted;) {
        if (add(snapshot.trials[i], problem)) {
            ++i;
        } else { // the axis turned linear: all places are others
            restart();
            points = m_points.get();
            i = 0;
        }
    }
    m_front.clear();
    for (const session::TrialId id : snapshot.front) {
        if (has(id))
            m_front.push_back(id);
    }
    std::stable_sort(m_front.begin(), m_front.end(),
                     [&](std::size_t a, std::size_t b) { return points->u[a] < points->u[b]; });
    m_knee = snapshot.knee;
}

void FrontScene::refilter(const study::Snapshot& snapshot, const study::Pins& pins,
                          const problem::Problem& problem)
{
    const std::size_t n = m_points->size();
    if (pins != m_pins) {
        m_pins = pins;
        m_filtered = 0;
        ++m_revision;
    }
    if (m_filtered == n && n > 0)
        return;
    PlanePoints& points = ownPoints();
    const std::size_t from = std::exchange(m_filtered, n);
    for (std::size_t i = from; i < n; ++i)
        points.flags[i] = static_cast<std::uint8_t>(points.flags[i] | kPasses);
    std::erase_if(m_pinColumns, [&](const PinColumn& column) {
        return std::none_of(pins.begin(), pins.end(),
                            [&](const study::Pin& pin) { return pin.axis == column.axis; });
    });
    for (const study::Pin& pin : pins) {
        const std::optional<study::PinnedAxis> axis = study::pinnedAxis(pin.axis, problem);
        if (!axis)
            continue;
        auto column = std::find_if(m_pinColumns.begin(), m_pinColumns.end(),
                                   [&](const PinColumn& c) { return c.axis == pin.axis; });
        if (column == m_pinColumns.end())
            column = m_pinColumns.insert(column, {pin.axis, {}});
        makeRoom(column->positions, n);
        while (column->positions.size() < n)
            column->positions.push_back(
                study::positionOn(*axis, snapshot.trials[column->positions.size()], problem));
        for (std::size_t i = from; i < n; ++i) {
            const double position = column->positions[i];
            const bool passes = position >= pin.minimum && position <= pin.maximum;
            points.flags[i] = static_cast<std::uint8_t>(points.flags[i] & (passes ? 0xff : ~kPasses));
        }
    }
    findStaircase();
}

void FrontScene::setBrush(std::span<const session::TrialId> brush)
{
    if (!m_previews && std::equal(brush.begin(), brush.end(), m_brush.begin(), m_brush.end()))
        return;
    m_previews = false;
    m_brush.assign(brush.begin(), brush.end());
    PlanePoints& points = ownPoints();
    for (std::uint8_t& flags : points.flags)
        flags = static_cast<std::uint8_t>(flags & ~kBrushed);
    for (const session::TrialId id : brush) {
        if (id < points.size())
            points.flags[id] = static_cast<std::uint8_t>(points.flags[id] | kBrushed);
    }
    points.litMask = static_cast<std::uint8_t>(brush.empty() ? int{kPasses} : kPasses | kBrushed);
    ++m_revision;
}

void FrontScene::setBrushed(std::span<const std::uint8_t> inside, bool adding)
{
    PlanePoints& points = ownPoints();
    const std::uint8_t kept = adding ? 0xff : static_cast<std::uint8_t>(~kBrushed);
    for (std::size_t i = 0; i < std::min(inside.size(), points.size()); ++i)
        points.flags[i] = static_cast<std::uint8_t>((points.flags[i] & kept)
                                                    | (inside[i] != 0 ? int{kBrushed} : 0));
    points.litMask = kPasses | kBrushed;
    m_previews = true;
    ++m_revision;
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
    const PlanePoints& all = *m_points;
    const float signX = sign(m_axes.x);
    const float signY = sign(m_axes.y);

    // Sorting a hundred thousand points on every step of a drag is too slow. A few hundred columns with the
    // best of each leave a handful of candidates: whoever is beaten by a whole better column is out.
    constexpr std::size_t kColumns = 256;
    const auto place = [this](double x) { return static_cast<float>(m_axes.logX ? std::log(x) : x); };
    const float low = place(m_feasibleExtent->x.low);
    const float high = place(m_feasibleExtent->x.high);
    const float start = std::min(signX * low, signX * high);
    const float scale = high > low ? static_cast<float>(kColumns) / (high - low) : 0.0F;
    const auto column = [&](std::size_t i) {
        const float share = (signX * all.u[i] - start) * scale;
        return std::min(kColumns - 1, static_cast<std::size_t>(std::max(0.0F, share)));
    };
    constexpr std::uint8_t kCounts = kFeasible | kPasses;
    const auto counts = [&](std::size_t i) { return (all.flags[i] & kCounts) == kCounts && all.isPlaced(i); };
    std::array<float, kColumns + 1> bestBefore;
    bestBefore.fill(kInfinity);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (counts(i))
            bestBefore[column(i) + 1] = std::min(bestBefore[column(i) + 1], signY * all.v[i]);
    }
    for (std::size_t c = 1; c <= kColumns; ++c)
        bestBefore[c] = std::min(bestBefore[c], bestBefore[c - 1]);

    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (counts(i) && signY * all.v[i] < bestBefore[column(i)])
            candidates.push_back(i);
    }
    std::sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(signX * all.u[a], signY * all.v[a]) < std::pair(signX * all.u[b], signY * all.v[b]);
    });
    float best = kInfinity;
    for (const std::size_t i : candidates) {
        if (signY * all.v[i] < best) {
            best = signY * all.v[i];
            m_staircase.push_back(i);
        }
    }
}

} // namespace paretoscope::ui::plots
