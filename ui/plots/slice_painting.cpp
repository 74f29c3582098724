// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/slice_painting.h"

#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/slice_plots.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

double SlicePicture::x(double position) const
{
    return plot.left() + curve.scale.shareOf(position) * plot.width();
}

double SlicePicture::y(double value) const
{
    // What a logarithm cannot take lies below everything.
    const double share = logarithmic && value <= 0.0 ? -1.0 : shareOf(range, value, logarithmic);
    return plot.bottom() - share * plot.height();
}

void paintSliceWash(QPainter& painter, const SlicePicture& slice, const look::Colours& colours)
{
    const SliceCurve& curve = slice.curve;
    const QRectF& plot = slice.plot;
    const analysis::Response& response = curve.response;
    for (std::size_t i = 0; i < response.positions.size(); ++i) {
        const auto share = [&](std::size_t k) { return curve.scale.shareOf(response.positions[k]); };
        const double here = share(i);
        const double half = curve.scale.isListed() ? 0.5 / static_cast<double>(response.positions.size())
                                                   : 0.0;
        const double from = half > 0.0 ? here - half : i > 0 ? (here + share(i - 1)) / 2.0 : here;
        const double to = half > 0.0                          ? here + half
                          : i + 1 < response.positions.size() ? (here + share(i + 1)) / 2.0
                                                              : here;
        const QRectF strip(plot.left() + from * plot.width(), plot.top(), (to - from) * plot.width(),
                           plot.height());
        QColor wash = colours.infeasible;
        wash.setAlphaF(static_cast<float>(0.22 * (1.0 - response.feasibility[i])));
        painter.fillRect(strip, wash);
        if (!response.legal[i])
            painter.fillRect(strip, QBrush(colours.dimmed, Qt::BDiagPattern));
    }
}

void paintSliceBand(QPainter& painter, const SlicePicture& slice, const look::Colours& colours)
{
    const SliceCurve& curve = slice.curve;
    const QRectF& plot = slice.plot;
    const analysis::Response& response = curve.response;
    QPolygonF band, line;
    const auto place = [&](std::size_t i, double value) {
        return QPointF(slice.x(response.positions[i]),
                       std::clamp(slice.y(value), plot.top() - 1e4, plot.bottom() + 1e4));
    };
    for (std::size_t i = 0; i < response.positions.size(); ++i) {
        line << place(i, response.median[i]);
        band << place(i, response.high[i]);
    }
    for (std::size_t i = response.positions.size(); i-- > 0;)
        band << place(i, response.low[i]);
    QColor fill = colours.front;
    fill.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(band);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.front, 1.8));
    painter.drawPolyline(line);
}

void paintSliceBars(QPainter& painter, const SlicePicture& slice, const look::Colours& colours)
{
    const SliceCurve& curve = slice.curve;
    const QRectF& plot = slice.plot;
    const analysis::Response& response = curve.response;
    const double wide = std::clamp(
        0.5 * plot.width() / static_cast<double>(std::max<std::size_t>(response.positions.size(), 1)), 3.0,
        26.0);
    QColor fill = colours.front;
    fill.setAlphaF(0.22F);
    for (std::size_t i = 0; i < response.positions.size(); ++i) {
        const double x = slice.x(response.positions[i]);
        const double top = std::max(slice.y(response.high[i]), plot.top() - 5.0);
        const double bottom = std::min(slice.y(response.low[i]), plot.bottom() + 5.0);
        painter.fillRect(QRectF(x - wide / 2.0, top, wide, std::max(bottom - top, 1.0)), fill);
        painter.setPen(QPen(colours.front, 2.0));
        const double middle = slice.y(response.median[i]);
        painter.drawLine(QPointF(x - wide / 2.0, middle), QPointF(x + wide / 2.0, middle));
    }
}

void paintSliceTrials(QPainter& painter, const SlicePicture& slice, const SliceDesigns& designs,
                      const look::Colours& colours)
{
    const SliceCurve& curve = slice.curve;
    const QRectF& plot = slice.plot;
    for (auto trial = curve.trials.rbegin(); trial != curve.trials.rend(); ++trial) { // the nearest on top
        const QPointF place(slice.x(trial->positions[0]), slice.y(trial->value));
        if (!std::isfinite(place.x()) || !plot.adjusted(-1, -1, 1, 1).contains(place))
            continue;
        painter.setPen(QPen(colours.canvas, 0.8));
        painter.setBrush(mixed(colours.dimmed, colours.text, trial->closeness * trial->closeness));
        if (designs.lit && !designs.lit(trial->id)) {
            painter.setPen(QPen(colours.dimmed, 1.0));
            painter.setBrush(Qt::NoBrush);
        }
        painter.drawEllipse(place, 2.6, 2.6);
        if (designs.hovered == trial->id)
            paintHoverRing(painter, place, colours);
    }
    const QPointF centre(slice.x(curve.centre), slice.y(designs.measured));
    if (std::isfinite(centre.x()) && std::isfinite(centre.y()))
        paintFocusRing(painter, centre, colours);
}

void paintSlicePromise(QPainter& painter, const QRectF& area, const SliceCurve& curve,
                       const look::Colours& colours)
{
    const analysis::Response& response = curve.response;
    const QFontMetricsF metrics(painter.font());
    const struct
    {
        QString name;
        std::vector<double> values;
        QColor colour;
        Qt::PenStyle line;
    } parts[]{
        {SlicePlots::tr("improvement if it works"), analysis::relativeToBest(response.logGain()),
         colours.series[1], Qt::DashLine},
        {SlicePlots::tr("probability that it works"), response.feasibility, colours.better, Qt::DotLine},
        {SlicePlots::tr("product"), analysis::relativeToBest(response.logImprovement), colours.accent,
         Qt::SolidLine}};
    const QRectF plot = area.adjusted(0.0, metrics.height() + 3.0, 0.0, 0.0);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawRect(plot);
    double left = plot.left();
    for (const auto& part : parts) {
        QPolygonF line;
        for (std::size_t i = 0; i < part.values.size() && i < response.positions.size(); ++i)
            line << QPointF(plot.left() + curve.scale.shareOf(response.positions[i]) * plot.width(),
                            plot.bottom()
                                - std::clamp(std::isnan(part.values[i]) ? 0.0 : part.values[i], 0.0, 1.0)
                                      * plot.height());
        painter.setPen(QPen(part.colour, 2.0, part.line));
        painter.drawPolyline(line);
        const double sample = area.top() + metrics.height() / 2.0;
        painter.drawLine(QPointF(left, sample), QPointF(left + 22.0, sample));
        painter.setPen(colours.text);
        painter.drawText(QPointF(left + 27.0, area.top() + metrics.ascent()), part.name);
        left += 27.0 + metrics.horizontalAdvance(part.name) + 18.0;
    }
    painter.setPen(QPen(colours.focus, 1.0, Qt::DotLine));
    const double centre = plot.left() + curve.scale.shareOf(curve.centre) * plot.width();
    painter.drawLine(QPointF(centre, plot.top()), QPointF(centre, plot.bottom()));
}

} // namespace paretoscope::ui::plots
