// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/hit_grid.h"

#include <algorithm>

namespace paretoscope::ui::plots {

int HitGrid::bucketX(double pixel) const
{
    return std::clamp(static_cast<int>((pixel - m_area.left()) / m_area.width() * kBuckets), 0, kBuckets - 1);
}

int HitGrid::bucketY(double pixel) const
{
    return std::clamp(static_cast<int>((pixel - m_area.top()) / m_area.height() * kBuckets), 0, kBuckets - 1);
}

void HitGrid::build(const ScenePoints& points, const PlaneMap& map, bool withInfeasible)
{
    m_area = map.area;
    m_entries.clear();
    m_start.assign(kBuckets * kBuckets + 1, 0);
    if (m_area.isEmpty())
        return;

    std::vector<Entry> visible;
    const auto bucket = [this](QPointF pixel) {
        return static_cast<std::size_t>(bucketY(pixel.y()) * kBuckets + bucketX(pixel.x()));
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const ScenePoint& point = points[i];
        if (!map.shows(point.x, point.y) || (!point.feasible && !withInfeasible))
            continue;
        visible.push_back({map.toPixel(point.x, point.y), i});
        ++m_start[bucket(visible.back().pixel) + 1];
    }
    for (std::size_t b = 1; b < m_start.size(); ++b)
        m_start[b] += m_start[b - 1];
    std::vector<std::size_t> next = m_start;
    m_entries.resize(visible.size());
    for (const Entry& entry : visible)
        m_entries[next[bucket(entry.pixel)]++] = entry;
}

std::optional<std::size_t> HitGrid::nearest(QPointF pixel, double reach_px) const
{
    std::optional<std::size_t> found;
    if (m_entries.empty())
        return found;
    double best = reach_px * reach_px;
    for (int y = bucketY(pixel.y() - reach_px); y <= bucketY(pixel.y() + reach_px); ++y) {
        for (int x = bucketX(pixel.x() - reach_px); x <= bucketX(pixel.x() + reach_px); ++x) {
            const auto b = static_cast<std::size_t>(y * kBuckets + x);
            for (std::size_t i = m_start[b]; i < m_start[b + 1]; ++i) {
                const QPointF offset = m_entries[i].pixel - pixel;
                const double distance = QPointF::dotProduct(offset, offset);
                if (distance <= best) {
                    best = distance;
                    found = m_entries[i].point;
                }
            }
        }
    }
    return found;
}

} // namespace paretoscope::ui::plots
