// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/cloud_image.h"

#include <utility>

namespace paretoscope::ui::plots {

namespace {

constexpr int kRest_ms = 120;               ///< without a change before cells become fine (our choice)
constexpr std::size_t kAtOnce = 1'500'000;  ///< points counted on the UI thread, some 5 ms
constexpr std::size_t kMarkersUpTo = 5'000; ///< points in view that are drawn as markers, see FrontView

QSize cellsOf(const PlaneMap& map, double ratio, int cell_px)
{
    return (map.area.size() * ratio / cell_px).toSize();
}

} // namespace

CloudImage::CloudImage(QObject* context, std::function<void()> refined)
    : m_refined(std::move(refined))
    , m_job(context)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest_ms);
    QObject::connect(&m_rest, &QTimer::timeout, context, [this] { m_count(); });
}

void CloudImage::follow(const FrontScene& scene, const PlaneMap& map, double ratio, const DensityStyle& style)
{
    const PlanePoints& points = scene.points();
    const QSize coarse = cellsOf(map, ratio, kMovingCell_px);
    if (m_revision != scene.revision() || points.size() < m_coarse.counted()
        || !m_coarse.suits(map, coarse, style)) {
        m_revision = scene.revision();
        m_coarse = DensityGrid(map, coarse, style);
        m_fine.reset();
        m_job.cancel();
        m_rest.stop();
        m_wantsFine = true;
    }
    if (points.size() - m_coarse.counted() <= kAtOnce)
        m_coarse.count(points);
    if (m_fine)
        m_fine->count(points);
    const bool isCounted = m_coarse.counted() == points.size();
    m_dense = m_coarse.inView() > kMarkersUpTo || !isCounted;
    if (!m_dense)
        return;
    if (m_fine || isCounted) { // otherwise the former picture stands in
        m_image = m_fine ? m_fine->image() : m_coarse.image();
        m_map = map;
    }
    if (std::exchange(m_wantsFine, false))
        refineSoon(scene, DensityGrid(map, cellsOf(map, ratio, kRestingCell_px), style));
}

void CloudImage::refineSoon(const FrontScene& scene, DensityGrid empty)
{
    m_count = [this, points = std::weak_ptr(scene.sharedPoints()), empty = std::move(empty)] {
        const std::shared_ptr<const PlanePoints> own = points.lock();
        if (!own) // they have been replaced, and the next picture asks again
            return;
        m_job.run<std::shared_ptr<DensityGrid>>(
            [own, empty](const auto& stale, const auto& deliver) {
                auto grid = std::make_shared<DensityGrid>(empty);
                grid->count(*own, stale);
                deliver(std::move(grid));
            },
            [this](const std::shared_ptr<DensityGrid>& grid) {
                m_fine = grid;
                m_image = grid->image();
                m_map = grid->map();
                m_refined();
            });
    };
    m_rest.start();
}

} // namespace paretoscope::ui::plots
