// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/density_image.h"
#include "ui/plots/latest_job.h"

#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace paretoscope::ui::plots {

/// The density picture of a scene, always that of the view as it stands: coarse cells are counted at once, so
/// that it follows the hand, and fine ones in the background when the hand rests. Both go on counting as
/// designs arrive.
class CloudImage
{
public:
    /// \param refined called when a finer picture has replaced the one that was drawn
    CloudImage(QObject* context, std::function<void()> refined);

    /// \param ratio device pixels per pixel \cost a few ns a point when the view or the filter changed,
    /// otherwise the new points and the picture
    void follow(const FrontScene& scene, const PlaneMap& map, double ratio, const DensityStyle& style);
    [[nodiscard]] bool isDense() const { return m_dense; } ///< too many in view to draw one by one
    [[nodiscard]] const QImage& image() const { return m_image; }
    [[nodiscard]] const PlaneMap& map() const { return m_map; } ///< where the image belongs

private:
    void refineSoon(const FrontScene& scene, DensityGrid empty);
    std::function<void()> m_refined;
    DensityGrid m_coarse;
    std::shared_ptr<DensityGrid> m_fine; ///< null until it is counted
    std::uint64_t m_revision = 0;        ///< of the points, as counted
    QImage m_image;
    PlaneMap m_map;
    bool m_dense = false;
    bool m_wantsFine = false;
    std::function<void()> m_count; ///< fine cells, for the view that was followed last
    QTimer m_rest;
    LatestJob m_job;
};

} // namespace paretoscope::ui::plots
