// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/density_image.h"
#include "ui/plots/front_scene.h"
#include "ui/plots/markers.h"
#include "ui/plots/plane_map.h"
#include "ui/session/ghost.h"
#include "ui/session/selection.h"

#include <QImage>
#include <QPainter>

#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

/// Draws a FrontScene, layer by layer. Knows nothing of widgets: the same pictures go to the screen, a test
/// and a figure in a report.
class FrontPainter
{
public:
    explicit FrontPainter(const FrontScene& scene)
        : m_scene(scene)
    { }

    // What every layer needs; set before drawing.
    PlaneMap map;
    look::Colours colours;
    bool showInfeasible = false;
    bool showRegion = true; ///< what the front dominates, up to the reference
    bool logShades = false;
    bool dense = false; ///< the cloud is an image
    QImage density;     ///< drawn where densityMap says, which may be another view
    PlaneMap densityMap;
    std::optional<QPointF> reference; ///< hypervolume reference, when both axes are objectives

    /// Chooses which of the front are drawn: all up to kMostDiscs in view, then representatives spread over
    /// the view. Knee, focus and tray are always among them.
    void chooseDiscs(const session::Selection& selection);
    struct DiscCount
    {
        std::size_t drawn = 0;
        std::size_t inView = 0;
    };
    [[nodiscard]] DiscCount discCount() const { return m_discCount; }

    void paintRegion(QPainter& painter) const; ///< dominated region and ideal point
    void paintCloud(QPainter& painter);
    void paintFront(QPainter& painter, const session::Selection& selection) const;
    void paintSelection(QPainter& painter, const session::Selection& selection) const;
    void paintGhost(QPainter& painter, const session::Ghost& ghost) const;
    /// Where the ideal point and its name are; empty without.
    [[nodiscard]] QRectF idealArea() const;
    /// The colour scale: caption, low end, ramp, high end; or the categories by name.
    void paintLegend(QPainter& painter, QRectF strip) const;
    [[nodiscard]] QColor discColour(std::size_t id) const;
    [[nodiscard]] QPointF pixel(std::size_t id) const
    {
        return map.scale().pixel(m_scene.points().u[id], m_scene.points().v[id]);
    }
    /// How large a marker is, 0 to 1; NaN without an axis for it.
    [[nodiscard]] double weightShare(std::size_t id) const;

private:
    static constexpr std::size_t kMostDiscs = 300;

    [[nodiscard]] double shadeShare(std::size_t id) const;
    [[nodiscard]] QColor shadeColour(double share) const; ///< NaN = the front's own colour
    [[nodiscard]] QPolygonF attainment() const;           ///< the staircase, in pixels
    [[nodiscard]] QPointF worstCorner() const;
    void paintMarkers(QPainter& painter) const;
    void paintCrosses(QPainter& painter) const;
    void paintDiscs(QPainter& painter) const;
    void paintIdeal(QPainter& painter) const;
    void paintRamp(QPainter& painter, QRectF strip) const;
    void paintCategories(QPainter& painter, QRectF strip) const;

    const FrontScene& m_scene;
    CloudMarkers m_markers;
    std::vector<std::size_t> m_discs;
    DiscCount m_discCount;
};

} // namespace paretoscope::ui::plots
