// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/race_bands.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kSample_px = 22.0;
constexpr double kLabelGap_px = 6.0;

/// Pixels of one quartile as steps; pieces where it is known.
std::vector<QPolygonF> steps(const study::RaceBand& band, double study::Quartiles::*part, const QCPAxis& x,
                             const QCPAxis& y, double scale)
{
    std::vector<QPolygonF> pieces;
    bool open = false;
    for (std::size_t i = 0; i < band.x.size(); ++i) {
        const double value = band.y[i].*part;
        if (std::isnan(value)) {
            open = false;
            continue;
        }
        const QPointF at(x.coordToPixel(band.x[i]), y.coordToPixel(value * scale));
        if (!open)
            pieces.emplace_back();
        else
            pieces.back().append(QPointF(at.x(), pieces.back().last().y()));
        pieces.back().append(at);
        open = true;
    }
    return pieces;
}

/// Between the quartiles, where both are known.
QPolygonF area(const study::RaceBand& band, const QCPAxis& x, const QCPAxis& y, double scale)
{
    study::RaceBand known;
    for (std::size_t i = 0; i < band.x.size(); ++i) {
        if (std::isnan(band.y[i].lower) || std::isnan(band.y[i].upper))
            continue;
        known.x.push_back(band.x[i]);
        known.y.push_back(band.y[i]);
    }
    QPolygonF polygon;
    for (const QPolygonF& piece : steps(known, &study::Quartiles::upper, x, y, scale))
        polygon += piece;
    for (const QPolygonF& piece : steps(known, &study::Quartiles::lower, x, y, scale)) {
        QPolygonF back = piece;
        std::reverse(back.begin(), back.end());
        polygon += back;
    }
    return polygon;
}

} // namespace

void paintBands(QPainter& painter, const std::vector<study::RaceBand>& bands, const QCPAxis& x,
                const QCPAxis& y, double scale, const look::Colours& colours)
{
    for (const study::RaceBand& band : bands) {
        QColor fill = methodStyle(band.method, colours).colour;
        fill.setAlpha(colours.dark ? 52 : 40);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(area(band, x, y, scale));
    }
    constexpr std::size_t kMarks = 8;
    for (const study::RaceBand& band : bands) {
        const MethodStyle style = methodStyle(band.method, colours);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(style.colour, 1.8, style.line, Qt::FlatCap, Qt::RoundJoin));
        for (const QPolygonF& piece : steps(band, &study::Quartiles::median, x, y, scale))
            painter.drawPolyline(piece);
        // Markers of different methods stand at different places, so that lines on top of each other show.
        for (std::size_t mark = 0; mark < kMarks && !band.x.empty(); ++mark) {
            const double share = (static_cast<double>(mark) + 0.25
                                  + 0.12 * static_cast<double>(band.method % 5))
                                 / kMarks;
            const auto i = static_cast<std::size_t>(share * static_cast<double>(band.x.size() - 1));
            if (!std::isnan(band.y[i].median))
                paintMethodMarker(painter,
                                  {x.coordToPixel(band.x[i]), y.coordToPixel(band.y[i].median * scale)},
                                  style, 3.2, colours.canvas);
        }
    }
}

int bandNamesWidth(const QStringList& names, const QFontMetrics& metrics)
{
    int widest = 0;
    for (const QString& name : names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return widest == 0 ? 16 : widest + static_cast<int>(kSample_px + 2.0 * kLabelGap_px) + 4;
}

NamePlaces placeNames(std::vector<double> wanted, double line, ValueRange beside, ValueRange most)
{
    const auto count = static_cast<double>(wanted.size());
    const ValueRange room = count * line <= beside.high - beside.low ? beside : most;
    line = std::min(line, (room.high - room.low) / std::max(count, 1.0));
    const double top = room.low + line / 2.0;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        wanted[i] = std::max(wanted[i], i == 0 ? top : wanted[i - 1] + line);
    double limit = room.high - line / 2.0;
    for (std::size_t i = wanted.size(); i-- > 0; limit = wanted[i] - line)
        wanted[i] = std::min(wanted[i], limit);
    return {std::move(wanted), line};
}

void paintBandNames(QPainter& painter, const std::vector<study::RaceBand>& bands, const QStringList& names,
                    const QCPAxis& y, double scale, double left, const look::Colours& colours)
{
    struct Name
    {
        double y;
        std::size_t method;
    };
    std::vector<Name> placed;
    for (const study::RaceBand& band : bands) {
        const bool known = !band.y.empty() && !std::isnan(band.y.back().median);
        placed.push_back(
            {known ? y.coordToPixel(band.y.back().median * scale) : y.coordToPixel(y.range().lower),
             band.method});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
    std::vector<double> wanted;
    for (const Name& name : placed)
        wanted.push_back(name.y);
    const QRect viewport = y.parentPlot()->viewport();
    const NamePlaces places = placeNames(
        std::move(wanted), QFontMetricsF(painter.font()).height(),
        {y.coordToPixel(y.range().upper), y.coordToPixel(y.range().lower)},
        {static_cast<double>(viewport.top()), static_cast<double>(viewport.bottom())});
    painter.save();
    QFont font = painter.font();
    if (const double full = QFontMetricsF(font).height(); places.line < full) {
        font.setPixelSize(std::max(1, static_cast<int>(QFontInfo(font).pixelSize() * places.line / full)));
        painter.setFont(font);
    }
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const double middle = places.centres[i];
        const QRectF sample(left + kLabelGap_px, middle - places.line / 2.0, kSample_px, places.line);
        paintMethodSample(painter, sample, methodStyle(placed[i].method, colours), colours.canvas);
        painter.setPen(colours.text);
        painter.drawText(
            QPointF(sample.right() + kLabelGap_px, middle + metrics.ascent() - metrics.height() / 2.0),
            names.value(static_cast<qsizetype>(placed[i].method)));
    }
    painter.restore();
}

std::optional<study::Quartiles> bandAt(const study::RaceBand& band, double x)
{
    if (band.x.empty() || x < 0.0 || x > band.x.back())
        return std::nullopt;
    const auto after = std::upper_bound(band.x.begin(), band.x.end(), x);
    const study::Quartiles& found = band.y[static_cast<std::size_t>(after - band.x.begin()) - 1];
    return std::isnan(found.median) ? std::nullopt : std::optional(found);
}

std::optional<ValueRange> bandRange(const std::vector<study::RaceBand>& bands)
{
    constexpr double kSteepPart = 0.04;
    std::optional<ValueRange> range;
    for (const study::RaceBand& band : bands) {
        for (std::size_t i = 0; i < band.x.size(); ++i) {
            if (static_cast<double>(i) < kSteepPart * static_cast<double>(band.x.size() - 1))
                continue;
            for (const double value : {band.y[i].lower, band.y[i].median, band.y[i].upper}) {
                if (std::isnan(value))
                    continue;
                if (!range)
                    range = ValueRange{value, value};
                *range = {std::min(range->low, value), std::max(range->high, value)};
            }
        }
    }
    return range;
}

} // namespace paretoscope::ui::plots
