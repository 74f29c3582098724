// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/front_scene.h"
#include "ui/plots/plane_map.h"

#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

/// Finds the point under the pointer among a hundred thousand: an image cannot be clicked, so the visible
/// points are sorted into 64 x 64 buckets once per view.
class HitGrid
{
public:
    /// Points outside the view, and infeasible ones unless wanted, are left out.
    void build(const ScenePoints& points, const PlaneMap& map, bool withInfeasible);

    /// Position in the points of the one nearest to `pixel`, at most `reach_px` away.
    [[nodiscard]] std::optional<std::size_t> nearest(QPointF pixel, double reach_px) const;

private:
    static constexpr int kBuckets = 64; ///< along each side

    struct Entry
    {
        QPointF pixel;
        std::size_t point = 0;
    };
    [[nodiscard]] int bucketX(double pixel) const;
    [[nodiscard]] int bucketY(double pixel) const;

    QRectF m_area;
    std::vector<Entry> m_entries;     ///< bucket after bucket
    std::vector<std::size_t> m_start; ///< of each bucket in m_entries, one more than there are buckets
};

} // namespace paretoscope::ui::plots
