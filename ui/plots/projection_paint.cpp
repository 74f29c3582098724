// SPDX-License-Identifier: GPL-3.0-or-later
// How a projection is drawn.
#include "ui/plots/projection_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QComboBox>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kMostDiscs = 300; ///< of the front
constexpr std::size_t kMostArrows = 8;  ///< the longest
constexpr double kArrowReach = 0.38; ///< of the shorter side of the plot, for a parameter that counts alone
constexpr double kShortestArrow = 0.15; ///< loading below which an arrow tells nothing

} // namespace

QRectF ProjectionView::plotArea() const
{
    const double line = QFontMetricsF(font()).height();
    const double top = m_bar->height() + line + 6.0;
    return QRectF(QPointF(line + 10.0, top),
                  QPointF(width() - 12.0, std::max(top + 10.0, height() - line - 8.0)));
}

std::optional<QPointF> ProjectionView::placeOf(session::TrialId id) const
{
    if (!message().isEmpty())
        return std::nullopt;
    if (const auto known = m_references.find(id); known != m_references.end())
        return m_frame.toPixel(*known);
    if (!projection()->hasPlace(id))
        return std::nullopt;
    return m_frame.toPixel(projection()->place(id));
}

std::vector<ReferenceMark> ProjectionView::references() const
{
    return referenceMarks(m_document.references(), m_frame.area,
                          [this](const study::Reference& reference) { return placeOf(reference.trial.id); });
}

void ProjectionView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_colours.canvas);
    painter.fillRect(QRect(0, 0, width(), m_bar->height()), m_colours.panel);
    if (const QString text = message(); !text.isEmpty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(plotArea(), Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    const QRectF& area = m_frame.area;
    painter.setPen(QPen(m_colours.line, 1.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area);
    paintCaptions(painter);
    painter.setClipRect(area);
    if (!m_cloud.image.isNull()) {
        // While a picture of the new view is under way, the former one is moved and scaled.
        const double scale = m_cloud.frame.perPixel / m_frame.perPixel;
        const QPointF topLeft = m_frame.toPixel(m_cloud.frame.toPlace(m_cloud.frame.area.topLeft()));
        painter.drawImage(QRectF(topLeft, m_cloud.frame.area.size() * scale), m_cloud.image);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintFront(painter);
    if (m_method == ProjectionMethod::Components && m_arrows->isChecked())
        paintArrows(painter);
    const std::vector<ReferenceMark> known = references();
    for (const ReferenceMark& mark : known)
        paintReferenceMark(painter, mark, m_colours);
    paintReferenceNames(painter, known, area, m_colours);
    paintSelection(painter);
    painter.setClipping(false);
    if (hasFocus()) {
        painter.setPen(QPen(m_colours.accent, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area);
    }
}

void ProjectionView::paintCaptions(QPainter& painter) const
{
    const QRectF& area = m_frame.area;
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    painter.setPen(m_colours.mutedText);
    QString x;
    QString y;
    QString strip = m_field->allLit() ? tr("%1 designs").arg(look::count(projection()->placed))
                                      : tr("%1 of %2 designs")
                                            .arg(look::count(m_field->lit), look::count(m_field->feasible));
    const auto percent = [](double share) { return QString::number(std::lround(100.0 * share)); };
    if (m_method == ProjectionMethod::Components) {
        const auto& explained = projection()->components.explained;
        x = tr("component 1: %1 % of the variance").arg(percent(explained[0]));
        y = tr("component 2: %1 % of the variance").arg(percent(explained[1]));
    } else {
        const std::size_t arranged = projection()->representatives.size();
        x = tr("near = similar parameters; %1 % of nearest neighbours lie together")
                .arg(percent(projection()->kept));
        if (arranged < projection()->placed)
            strip += tr(", %1 arranged").arg(look::count(arranged));
    }
    painter.drawText(QRectF(area.left(), area.bottom() + 4.0, area.width(), line), Qt::AlignCenter,
                     metrics.elidedText(x, Qt::ElideRight, area.width()));
    painter.save();
    painter.translate(area.left() - 4.0 - line, area.bottom());
    painter.rotate(-90.0);
    painter.drawText(QRectF(0.0, 0.0, area.height(), line), Qt::AlignCenter,
                     metrics.elidedText(y, Qt::ElideRight, area.height()));
    painter.restore();
    const QRectF above(area.left(), area.top() - line - 4.0, area.width(), line);
    const double legend = std::min(320.0, 0.5 * area.width());
    const double room = above.width() - legend - 12.0;
    painter.drawText(above, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(strip, Qt::ElideRight, room));
    paintLegend(painter, QRectF(above.right() - legend, above.top(), legend, line));
}

void ProjectionView::paintLegend(QPainter& painter, QRectF strip) const
{
    const ProjectionShade by = shade();
    if (by.by == ProjectionShade::By::Nothing)
        return;
    const QFontMetricsF metrics(font());
    const session::Axis* axis = shadeAxis();
    painter.setPen(m_colours.mutedText);
    if (by.categories > 0) {
        const QStringList names = axis ? axis->categories : QStringList{tr("search"), tr("by hand")};
        const double each = strip.width() / static_cast<double>(names.size());
        for (qsizetype c = 0; c < names.size(); ++c) {
            const double left = strip.left() + each * static_cast<double>(c);
            const QRectF box(left, strip.center().y() - 4.0, 8.0, 8.0);
            painter.fillRect(box, m_colours.series[static_cast<std::size_t>(c) % m_colours.series.size()]);
            painter.drawText(QRectF(left + 12.0, strip.top(), each - 14.0, strip.height()),
                             Qt::AlignLeft | Qt::AlignVCenter,
                             metrics.elidedText(names[c], Qt::ElideRight, each - 14.0));
        }
        return;
    }
    const auto text = [&](double value) {
        return axis ? axis->text(value) : look::count(static_cast<quint64>(std::max(0.0, value)));
    };
    const double third = strip.width() / 3.0;
    const QRectF bar(strip.left() + third, strip.center().y() - 4.0, third, 8.0);
    for (int i = 0; i < static_cast<int>(bar.width()); ++i)
        painter.fillRect(QRectF(bar.left() + i, bar.top(), 1.5, bar.height()),
                         look::sequential(i / bar.width(), m_colours.dark));
    const QString caption = axis ? axis->label + QLatin1Char(' ') : QString();
    painter.drawText(QRectF(strip.left(), strip.top(), third - 5.0, strip.height()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(caption + text(by.range.low), Qt::ElideLeft, third - 5.0));
    painter.drawText(QRectF(bar.right() + 5.0, strip.top(), third - 5.0, strip.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(text(by.range.high), Qt::ElideRight, third - 5.0));
}

QColor ProjectionView::colourOf(session::TrialId id) const
{
    const ProjectionShade by = shade();
    const double value = by.value(*m_field, id);
    if (by.by == ProjectionShade::By::Nothing || !std::isfinite(value))
        return m_colours.front;
    if (by.categories > 0)
        return by.series[static_cast<std::size_t>(value) % by.series.size()];
    return look::sequential(std::clamp(shareOf(by.range, value, by.logarithmic), 0.0, 1.0), m_colours.dark);
}

/// The lit part of the front, thinned: families of good designs.
void ProjectionView::paintFront(QPainter& painter) const
{
    const std::size_t stride = m_field->litFront.size() / kMostDiscs + 1;
    for (std::size_t i = 0; i < m_field->litFront.size(); i += stride) {
        const session::TrialId id = m_field->litFront[i];
        if (const std::optional<QPointF> at = placeOf(id))
            paintFrontDisc(painter, *at, colourOf(id), m_colours, false);
    }
}

void ProjectionView::paintArrows(QPainter& painter) const
{
    const projection::PrincipalComponents& components = projection()->components;
    const auto length = [&components](Eigen::Index f) { return components.loadings.row(f).norm(); };
    std::vector<Eigen::Index> order;
    for (Eigen::Index f = 0; f < components.loadings.rows(); ++f) {
        if (length(f) >= kShortestArrow && static_cast<std::size_t>(f) < m_features.size())
            order.push_back(f);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](Eigen::Index a, Eigen::Index b) { return length(a) > length(b); });
    order.resize(std::min(order.size(), kMostArrows));
    const QRectF& area = m_frame.area;
    const double reach = kArrowReach * std::min(area.width(), area.height());
    const QFontMetricsF metrics(font());
    std::vector<QRectF> taken;
    const QPointF from = m_frame.toPixel({0.0, 0.0});
    for (const Eigen::Index f : order) {
        const QPointF way(components.loadings(f, 0), -components.loadings(f, 1));
        const QPointF tip = from + way * reach;
        const QPointF unit = way / std::hypot(way.x(), way.y());
        const QPointF side(-unit.y(), unit.x());
        painter.setPen(QPen(m_colours.text, 1.4));
        painter.drawLine(from, tip);
        painter.setBrush(m_colours.text);
        painter.drawPolygon(
            QPolygonF({tip + unit * 5.0, tip - unit * 3.0 + side * 3.5, tip - unit * 3.0 - side * 3.5}));
        const QString& name = m_features[static_cast<std::size_t>(f)];
        const double wide = metrics.horizontalAdvance(name) + 6.0;
        QRectF spot(0.0, 0.0, wide, metrics.height());
        spot.moveCenter(tip
                        + QPointF(unit.x() * (wide / 2.0 + 8.0), unit.y() * (metrics.height() / 2.0 + 8.0)));
        spot.moveLeft(
            std::clamp(spot.left(), area.left() + 1.0, std::max(area.left() + 1.0, area.right() - wide)));
        const auto overlaps = [&taken](const QRectF& rect) {
            return std::any_of(taken.begin(), taken.end(),
                               [&](const QRectF& t) { return t.intersects(rect); });
        };
        for (int attempt = 0; attempt < 6 && overlaps(spot); ++attempt) // aside, away from the others
            spot.translate(0.0, way.y() < 0.0 ? -metrics.height() : metrics.height());
        if (overlaps(spot) || !area.contains(spot))
            continue;
        taken.push_back(spot);
        QColor ground = m_colours.canvas;
        ground.setAlpha(205);
        painter.fillRect(spot, ground);
        painter.setPen(m_colours.text);
        painter.drawText(spot, Qt::AlignCenter, name);
    }
}

void ProjectionView::paintSelection(QPainter& painter) const
{
    const session::Selection& selection = m_document.selection();
    paintReferenceSelection(painter, references(), selection, m_colours);
    const auto placeOfTrial = [this](session::TrialId id) {
        return study::isReference(id) ? std::nullopt : placeOf(id);
    };
    for (std::size_t i = 0; i < selection.tray().size(); ++i) {
        if (const std::optional<QPointF> at = placeOfTrial(selection.tray()[i])) {
            paintFrontDisc(painter, *at, look::trayColour(m_colours, static_cast<int>(i)), m_colours, true);
            paintTrayBadge(painter, *at, static_cast<int>(i), m_colours);
        }
    }
    if (const auto at = selection.focus() ? placeOfTrial(*selection.focus()) : std::nullopt)
        paintFocusRing(painter, *at, m_colours);
    if (const auto at = selection.hover() ? placeOfTrial(*selection.hover()) : std::nullopt)
        paintHoverRing(painter, *at, m_colours);
    if (m_gesture != Gesture::Box && m_gesture != Gesture::Lasso)
        return;
    QColor fill = m_colours.accent;
    fill.setAlpha(36);
    painter.setPen(QPen(m_colours.accent, 1.2));
    painter.setBrush(fill);
    painter.drawPolygon(m_outline);
}

} // namespace paretoscope::ui::plots
