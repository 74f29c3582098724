// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_painter.h"

#include "ui/plots/plot_style.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace paretoscope::ui::plots {

namespace {

bool isMinimised(const session::Axis& axis)
{
    return axis.better == problem::Direction::Minimize;
}

} // namespace

double FrontPainter::shadeShare(const ScenePoint& point) const
{
    if (!m_scene.shadeRange() || !std::isfinite(point.shade))
        return std::nan("");
    const ValueRange range = *m_scene.shadeRange();
    return range.low == range.high ? 0.5 : shareOf(range, point.shade, logShades);
}

QColor FrontPainter::discColour(const ScenePoint& point) const
{
    if (!point.lit)
        return mixed(colours.canvas, colours.dimmed, 0.8);
    const double share = shadeShare(point);
    return std::isnan(share) ? colours.front : look::sequential(std::clamp(share, 0.0, 1.0), colours.dark);
}

void FrontPainter::chooseDiscs(const session::Selection& selection)
{
    const ScenePoints& points = m_scene.points();
    std::vector<std::size_t> visible;
    for (const std::size_t i : m_scene.front()) {
        if (map.shows(points[i].x, points[i].y))
            visible.push_back(i);
    }
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
        for (const std::size_t i : visible) {
            const QPointF at = (pixel(points[i]) - map.area.topLeft()) / cell_px;
            const std::size_t column = std::min(static_cast<std::size_t>(std::max(at.x(), 0.0)), columns - 1);
            const std::size_t row = std::min(static_cast<std::size_t>(std::max(at.y(), 0.0)), rows - 1);
            const bool marked = points[i].id == m_scene.knee() || points[i].id == selection.focus()
                                || selection.trayPlace(points[i].id) >= 0;
            if (marked || !taken[row * columns + column])
                m_discs.push_back(i);
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
    for (const std::size_t i : m_scene.staircase()) {
        const QPointF corner = pixel(m_scene.points()[i]);
        steps.append(QPointF(corner.x(), steps.isEmpty() ? worst.y() : steps.last().y()));
        steps.append(corner);
    }
    steps.append(QPointF(worst.x(), steps.last().y()));
    return steps;
}

void FrontPainter::paintRegion(QPainter& painter) const
{
    QPolygonF region = attainment();
    if (region.isEmpty())
        return;
    region.append(worstCorner());
    painter.save();
    if (reference) {
        const QPointF bound = map.toPixel(reference->x(), reference->y());
        QRectF box(pixel(m_scene.points()[m_scene.staircase().front()]), bound);
        for (const std::size_t i : m_scene.staircase())
            box |= QRectF(pixel(m_scene.points()[i]), bound).normalized();
        painter.setClipRect(box.normalized(), Qt::IntersectClip);
    }
    QColor fill = colours.front;
    fill.setAlpha(colours.dark ? 26 : 18);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(region);
    painter.restore();
}

void FrontPainter::paintCloud(QPainter& painter)
{
    const ScenePoints& points = m_scene.points();
    if (dense && !density.isNull()) {
        const QPointF topLeft = map.toPixel(densityMap.x.low, densityMap.y.high);
        const QPointF bottomRight = map.toPixel(densityMap.x.high, densityMap.y.low);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(QRectF(topLeft, bottomRight), density);
    }
    const double ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    m_markers.prepare(colours, m_scene.axes().colour.has_value(), ratio);
    for (const bool lit : {false, true}) { // grey context below
        for (const ScenePoint& point : points) {
            if (point.lit != lit || !map.shows(point.x, point.y))
                continue;
            if (!point.feasible && showInfeasible && (lit || point.passes))
                paintInfeasible(painter, pixel(point), colours);
            else if (point.feasible && !dense)
                lit ? m_markers.paintLit(painter, pixel(point), shadeShare(point))
                    : m_markers.paintDimmed(painter, pixel(point));
        }
    }
}

void FrontPainter::paintFront(QPainter& painter, const session::Selection& selection) const
{
    const ScenePoints& points = m_scene.points();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.front, 1.2));
    painter.drawPolyline(attainment());

    // Those on the front of all objectives first, those on the front of the two shown on top of them.
    const std::unordered_set<std::size_t> stairs(m_scene.staircase().begin(), m_scene.staircase().end());
    for (const bool onStaircase : {false, true}) {
        for (const bool lit : {false, true}) {
            for (const std::size_t i : m_discs) {
                if (points[i].lit == lit && stairs.contains(i) == onStaircase)
                    paintFrontDisc(painter, pixel(points[i]), discColour(points[i]), colours, onStaircase);
            }
        }
    }
    if (m_scene.staircase().size() > 1) { // the ideal: the best of both, which nobody reaches
        const QPointF first = pixel(points[m_scene.staircase().front()]);
        const QPointF last = pixel(points[m_scene.staircase().back()]);
        const QPointF ideal(first.x(), last.y());
        painter.setPen(QPen(colours.mutedText, 1.2));
        painter.drawLine(ideal - QPointF(5, 0), ideal + QPointF(5, 0));
        painter.drawLine(ideal - QPointF(0, 5), ideal + QPointF(0, 5));
        painter.drawText(QRectF(ideal + QPointF(4, 5), QSizeF(120, 14)), Qt::AlignLeft | Qt::AlignVCenter,
                         QCoreApplication::translate("FrontView", "ideal"));
    }
    if (const ScenePoint* knee = m_scene.knee() ? m_scene.point(*m_scene.knee()) : nullptr)
        paintKnee(painter, pixel(*knee), discColour(*knee), colours);
    for (std::size_t place = 0; place < selection.tray().size(); ++place) {
        if (const ScenePoint* member = m_scene.point(selection.tray()[place]))
            paintTrayBadge(painter, pixel(*member), static_cast<int>(place), colours);
    }
}

void FrontPainter::paintSelection(QPainter& painter, const session::Selection& selection) const
{
    if (const ScenePoint* focus = selection.focus() ? m_scene.point(*selection.focus()) : nullptr) {
        const QPointF at = pixel(*focus);
        QColor hair = colours.focus;
        hair.setAlpha(110);
        painter.setPen(QPen(hair, 1.0, Qt::DashLine));
        painter.drawLine(QPointF(map.area.left(), at.y()), at - QPointF(10, 0));
        painter.drawLine(at + QPointF(0, 10), QPointF(at.x(), map.area.bottom()));
        paintFocusRing(painter, at, colours);
    }
    if (const ScenePoint* hover = selection.hover() ? m_scene.point(*selection.hover()) : nullptr)
        paintHoverRing(painter, pixel(*hover), colours);
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
        QString name = axis.categories[i];
        name.replace(QLatin1Char('_'), QLatin1Char(' '));
        const double width = metrics.horizontalAdvance(name);
        if (right - width - 24.0 < strip.left())
            return;
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(right - width - 1.0, strip.top(), width + 1.0, strip.height()),
                         Qt::AlignVCenter, name);
        right -= width + 9.0;
        ScenePoint sample;
        sample.shade = static_cast<double>(i);
        painter.setPen(Qt::NoPen);
        painter.setBrush(discColour(sample));
        painter.drawEllipse(QPointF(right, strip.center().y()), 4.0, 4.0);
        right -= 14.0;
    }
}

} // namespace paretoscope::ui::plots
