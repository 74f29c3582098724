// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_painter.h"

#include "ui/plots/plot_style.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_set>

namespace paretoscope::ui::plots {

namespace {

bool isMinimised(const session::Axis& axis)
{
    return axis.better == problem::Direction::Minimize;
}

} // namespace

double FrontPainter::shadeShare(std::size_t id) const
{
    const std::vector<float>& shades = m_scene.points().shade;
    if (!m_scene.shadeRange() || id >= shades.size() || !std::isfinite(shades[id]))
        return std::nan("");
    const ValueRange range = *m_scene.shadeRange();
    return range.low == range.high ? 0.5 : shareOf(range, static_cast<double>(shades[id]), logShades);
}

double FrontPainter::weightShare(std::size_t id) const
{
    const std::vector<float>& weights = m_scene.points().weight;
    if (!m_scene.weightRange() || id >= weights.size() || !std::isfinite(weights[id]))
        return std::nan("");
    const ValueRange range = *m_scene.weightRange();
    const bool logarithmic = m_scene.axes().size->logarithmic;
    return range.low == range.high ? 0.5 : shareOf(range, static_cast<double>(weights[id]), logarithmic);
}

QColor FrontPainter::shadeColour(double share) const
{
    return std::isnan(share) ? colours.front : look::sequential(std::clamp(share, 0.0, 1.0), colours.dark);
}

QColor FrontPainter::discColour(std::size_t id) const
{
    return m_scene.points().isLit(id) ? shadeColour(shadeShare(id))
                                      : mixed(colours.canvas, colours.dimmed, 0.8);
}

void FrontPainter::chooseDiscs(const session::Selection& selection)
{
    const PlanePoints& points = m_scene.points();
    const PlaneScale scale = map.scale();
    std::vector<std::size_t> visible;
    std::copy_if(m_scene.front().begin(), m_scene.front().end(), std::back_inserter(visible),
                 [&](std::size_t id) { return scale.shows(points.u[id], points.v[id]); });
    m_discCount.inView = visible.size();
    // Thin by cells of growing size: the first of each cell stands for its neighbours.
    m_discs = visible;
    std::vector<bool> taken;
    for (int cell_px = 4; m_discs.size() > kMostDiscs && cell_px < 128; cell_px *= 2) {
        m_discs.clear();
        // Before the first layout the area may be inside out.
        const auto columns = static_cast<std::size_t>(std::max(map.area.width() / cell_px, 0.0)) + 1;
        const auto rows = static_cast<std::size_t>(std::max(map.area.height() / cell_px, 0.0)) + 1;
        taken.assign(columns * rows, false);
        for (const std::size_t id : visible) {
            const QPointF at = (scale.pixel(points.u[id], points.v[id]) - map.area.topLeft()) / cell_px;
            const std::size_t column = std::min(static_cast<std::size_t>(std::max(at.x(), 0.0)), columns - 1);
            const std::size_t row = std::min(static_cast<std::size_t>(std::max(at.y(), 0.0)), rows - 1);
            const bool marked = id == m_scene.knee() || id == selection.focus()
                                || selection.trayPlace(id) >= 0;
            if (marked || !taken[row * columns + column])
                m_discs.push_back(id);
            taken[row * columns + column] = true;
        }
    }
    m_discCount.drawn = m_discs.size();
}

QPointF FrontPainter::worstCorner() const
{
    const FrontScene::Axes& axes = m_scene.axes();
    return {isMinimised(axes.x) ? map.area.right() : map.area.left(),
            isMinimised(axes.y) ? map.area.top() : map.area.bottom()};
}

QPolygonF FrontPainter::attainment() const
{
    QPolygonF steps;
    if (m_scene.staircase().empty())
        return steps;
    const QPointF worst = worstCorner();
    for (const std::size_t id : m_scene.staircase()) {
        const QPointF corner = pixel(id);
        steps.append(QPointF(corner.x(), steps.isEmpty() ? worst.y() : steps.last().y()));
        steps.append(corner);
    }
    steps.append(QPointF(worst.x(), steps.last().y()));
    return steps;
}

void FrontPainter::paintRegion(QPainter& painter) const
{
    QPolygonF region = attainment();
    if (!showRegion || region.isEmpty())
        return;
    region.append(worstCorner());
    painter.save();
    if (reference) {
        const QPointF bound = map.toPixel(reference->x(), reference->y());
        QRectF box = QRectF(pixel(m_scene.staircase().front()), bound).normalized();
        for (const std::size_t id : m_scene.staircase())
            box |= QRectF(pixel(id), bound).normalized();
        painter.setClipRect(box.normalized(), Qt::IntersectClip);
    }
    QColor fill = colours.front;
    fill.setAlpha(colours.dark ? 26 : 18);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.setRenderHint(QPainter::Antialiasing, false); // its edge is drawn as a line later
    painter.drawPolygon(region);
    painter.restore();
}

void FrontPainter::paintCloud(QPainter& painter)
{
    if (dense && !density.isNull()) {
        const QPointF topLeft = map.toPixel(densityMap.x.low, densityMap.y.high);
        const QPointF bottomRight = map.toPixel(densityMap.x.high, densityMap.y.low);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(QRectF(topLeft, bottomRight), density);
    }
    const double ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    m_markers.prepare(colours, m_scene.axes().colour.has_value(), ratio);
    if (showInfeasible)
        paintCrosses(painter);
    if (!dense)
        paintMarkers(painter);
}

void FrontPainter::paintMarkers(QPainter& painter) const
{
    const PlanePoints& points = m_scene.points();
    const PlaneScale scale = map.scale();
    for (const bool lit : {false, true}) { // grey context below
        for (std::size_t id = 0; id < points.size(); ++id) {
            if (!scale.shows(points.u[id], points.v[id]) || !points.is(id, kFeasible)
                || points.isLit(id) != lit)
                continue;
            const QPointF at = scale.pixel(points.u[id], points.v[id]);
            lit ? m_markers.paintLit(painter, at, shadeShare(id), weightShare(id))
                : m_markers.paintDimmed(painter, at);
        }
    }
}

void FrontPainter::paintCrosses(QPainter& painter) const
{
    const PlanePoints& points = m_scene.points();
    const PlaneScale scale = map.scale();
    // A cross a cell: more of them on the same spot tell nothing more, and cost a frame.
    constexpr float kCell_px = 5.0F;
    const auto columns = static_cast<std::size_t>(std::max(map.area.width(), 0.0) / kCell_px) + 1;
    const auto rows = static_cast<std::size_t>(std::max(map.area.height(), 0.0) / kCell_px) + 1;
    std::vector<bool> taken(columns * rows, false);
    for (std::size_t id = 0; id < points.size(); ++id) {
        if (points.is(id, kFeasible) || !points.is(id, kPasses) || !scale.shows(points.u[id], points.v[id]))
            continue;
        const QPointF at = scale.pixel(points.u[id], points.v[id]);
        const auto column = static_cast<std::size_t>((at.x() - map.area.left()) / kCell_px);
        const auto row = static_cast<std::size_t>((at.y() - map.area.top()) / kCell_px);
        const std::size_t cell = std::min(row, rows - 1) * columns + std::min(column, columns - 1);
        if (!taken[cell])
            m_markers.paintCross(painter, at);
        taken[cell] = true;
    }
}

void FrontPainter::paintFront(QPainter& painter, const session::Selection& selection) const
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.front, 1.2));
    painter.drawPolyline(attainment());
    paintDiscs(painter);
    paintIdeal(painter);
    if (m_scene.knee() && m_scene.has(*m_scene.knee()))
        paintKnee(painter, pixel(*m_scene.knee()), discColour(*m_scene.knee()), colours);
    for (std::size_t place = 0; place < selection.tray().size(); ++place) {
        if (m_scene.has(selection.tray()[place]))
            paintTrayBadge(painter, pixel(selection.tray()[place]), static_cast<int>(place), colours);
    }
}

void FrontPainter::paintDiscs(QPainter& painter) const
{
    // Those on the front of all objectives first, those on the front of the two shown on top of them.
    const std::unordered_set<std::size_t> stairs(m_scene.staircase().begin(), m_scene.staircase().end());
    for (const bool onStaircase : {false, true}) {
        for (const bool lit : {false, true}) {
            for (const std::size_t id : m_discs) {
                if (m_scene.points().isLit(id) == lit && stairs.contains(id) == onStaircase)
                    paintFrontDisc(painter, pixel(id), discColour(id), colours, onStaircase, weightShare(id));
            }
        }
    }
}

QRectF FrontPainter::idealArea() const
{
    if (m_scene.staircase().size() < 2)
        return {};
    const QPointF ideal(pixel(m_scene.staircase().front()).x(), pixel(m_scene.staircase().back()).y());
    return {ideal - QPointF(6, 6), QSizeF(46, 26)};
}

void FrontPainter::paintIdeal(QPainter& painter) const
{
    if (m_scene.staircase().size() < 2)
        return;
    // The best of both, which nobody reaches.
    const QPointF ideal(pixel(m_scene.staircase().front()).x(), pixel(m_scene.staircase().back()).y());
    painter.setPen(QPen(colours.mutedText, 1.2));
    painter.drawLine(ideal - QPointF(5, 0), ideal + QPointF(5, 0));
    painter.drawLine(ideal - QPointF(0, 5), ideal + QPointF(0, 5));
    const QString word = QCoreApplication::translate("FrontView", "ideal");
    const QFontMetricsF metrics(painter.font());
    QRectF text(ideal + QPointF(5, 4), QSizeF(metrics.horizontalAdvance(word) + 2.0, metrics.height()));
    text.moveBottom(std::min(text.bottom(), map.area.bottom() - 1.0));
    text.moveRight(std::min(text.right(), map.area.right() - 1.0));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, word);
}

void FrontPainter::paintSelection(QPainter& painter, const session::Selection& selection) const
{
    if (selection.focus() && m_scene.has(*selection.focus())) {
        const QPointF at = pixel(*selection.focus());
        QColor hair = colours.focus;
        hair.setAlpha(110);
        painter.setPen(QPen(hair, 1.0, Qt::DashLine));
        painter.drawLine(QPointF(map.area.left(), at.y()), at - QPointF(10, 0));
        painter.drawLine(at + QPointF(0, 10), QPointF(at.x(), map.area.bottom()));
        paintFocusRing(painter, at, colours);
    }
    if (selection.hover() && m_scene.has(*selection.hover()))
        paintHoverRing(painter, pixel(*selection.hover()), colours);
}

void FrontPainter::paintGhost(QPainter& painter, const session::Ghost& ghost) const
{
    const auto place = [this](const session::GhostPoint& point) -> std::optional<QPointF> {
        const double x = point.value(m_scene.axes().x);
        const double y = point.value(m_scene.axes().y);
        const bool placed = std::isfinite(x) && std::isfinite(y) && (!map.logX || x > 0.0)
                            && (!map.logY || y > 0.0);
        return placed ? std::optional(map.toPixel(x, y)) : std::nullopt;
    };
    QPolygonF path;
    if (ghost.origin() && m_scene.has(*ghost.origin()))
        path << pixel(*ghost.origin());
    for (const session::GhostPoint& was : ghost.trail()) {
        if (const std::optional<QPointF> at = place(was))
            path << *at;
    }
    const std::optional<QPointF> now = ghost.point() ? place(*ghost.point()) : std::nullopt;
    if (now)
        path << *now;
    QColor ink = colours.accent;
    painter.setBrush(Qt::NoBrush);
    for (qsizetype i = 1; i < path.size(); ++i) { // what is long ago is faint
        ink.setAlpha(60 + static_cast<int>(150 * i / path.size()));
        painter.setPen(QPen(ink, 1.4, Qt::DotLine));
        painter.drawLine(path[i - 1], path[i]);
        painter.setPen(QPen(ink, 3.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawPoint(path[i - 1]);
    }
    if (now)
        plots::paintGhost(painter, *now, ghost.point()->feasible, colours);
}

void FrontPainter::paintLegend(QPainter& painter, QRectF strip) const
{
    if (!m_scene.axes().colour || !m_scene.shadeRange())
        return;
    m_scene.axes().colour->categories.isEmpty() ? paintRamp(painter, strip) : paintCategories(painter, strip);
}

void FrontPainter::paintRamp(QPainter& painter, QRectF strip) const
{
    const session::Axis& axis = *m_scene.axes().colour;
    const ValueRange range = *m_scene.shadeRange();
    const QFontMetricsF metrics(painter.font());
    const QString low = axis.text(range.low);
    const QString high = axis.text(range.high);
    const double rampWidth = std::min(120.0, strip.width() * 0.25);
    constexpr double kGap = 6.0;

    QRectF text = strip;
    const auto writeLeftwards = [&](const QString& words, const QColor& ink) {
        text.setLeft(text.right() - metrics.horizontalAdvance(words) - 1.0);
        painter.setPen(ink);
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, words);
        text.setRight(text.left() - kGap);
    };
    writeLeftwards(high, colours.mutedText);
    const QRectF bar(text.right() - rampWidth, strip.center().y() - 4.0, rampWidth, 8.0);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= 16; ++i)
        gradient.setColorAt(i / 16.0, look::sequential(i / 16.0, colours.dark));
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRect(bar);
    text.setRight(bar.left() - kGap);
    writeLeftwards(low, colours.mutedText);
    text.setLeft(strip.left());
    painter.setPen(colours.text);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight,
                     metrics.elidedText(axis.label, Qt::ElideRight, text.width()));
}

void FrontPainter::paintCategories(QPainter& painter, QRectF strip) const
{
    const session::Axis& axis = *m_scene.axes().colour;
    const QFontMetricsF metrics(painter.font());
    double right = strip.right();
    for (qsizetype i = axis.categories.size(); i-- > 0;) {
        const QString& name = axis.categories[i];
        const double width = metrics.horizontalAdvance(name);
        if (right - width - 24.0 < strip.left())
            return;
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(right - width - 1.0, strip.top(), width + 1.0, strip.height()),
                         Qt::AlignVCenter, name);
        right -= width + 9.0;
        painter.setPen(Qt::NoPen);
        const ValueRange range = *m_scene.shadeRange();
        const double share = range.low == range.high ? 0.5 : shareOf(range, static_cast<double>(i), false);
        painter.setBrush(shadeColour(share));
        painter.drawEllipse(QPointF(right, strip.center().y()), 4.0, 4.0);
        right -= 14.0;
    }
}

} // namespace paretoscope::ui::plots
