// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/slice_plots.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kCell_px = 165.0;   ///< the least width of a plot
constexpr double kRow_px = 88.0;     ///< the least height
constexpr double kNumbers_px = 52.0; ///< room for the numbers of the vertical axis
constexpr double kCurveReach_px = 7.0;
constexpr double kPromiseShare = 0.42;     ///< of the height, below a plot shown alone
constexpr double kPromiseLeast_px = 150.0; ///< a lower view has no room for it

} // namespace

SlicePlots::SlicePlots(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Slices through a design"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    describe();
}

void SlicePlots::setCurves(std::vector<SliceCurve> curves, const QString& outcome, const QString& unit,
                           double measured)
{
    m_curves = std::move(curves);
    m_outcome = outcome;
    m_unit = unit;
    m_designs.measured = measured;
    m_current = std::min(m_current, m_curves.empty() ? 0 : m_curves.size() - 1);
    m_card->dismiss();
    findRange(measured);
    describe();
    updateGeometry();
    update();
}

void SlicePlots::clear()
{
    setCurves({}, {}, {}, std::nan(""));
}

/// Bands may reach far where nothing is known; they are cut where they would flatten everything else.
void SlicePlots::findRange(double measured)
{
    double low = INFINITY, high = -INFINITY;
    const auto widen = [&](double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    widen(measured);
    for (const SliceCurve& curve : m_curves)
        for (const double value : curve.response.median)
            widen(value);
    m_logarithmic = deservesLogarithm(low, high);
    const double air = m_logarithmic ? std::sqrt(high / low) : 0.5 * (high - low);
    const double least = m_logarithmic ? low / air : low - air;
    const double most = m_logarithmic ? high * air : high + air;
    for (const SliceCurve& curve : m_curves) {
        for (const std::vector<double>* edge : {&curve.response.low, &curve.response.high})
            for (const double value : *edge)
                widen(std::clamp(value, least, most));
        for (const analysis::NearTrial& trial : curve.trials)
            widen(std::clamp(trial.value, least, most));
    }
    m_range = low <= high ? roundedAround(low, high, m_logarithmic) : ValueRange{};
}

std::vector<std::size_t> SlicePlots::shown() const
{
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < m_curves.size(); ++i)
        if (!m_alone || m_curves[i].parameter == *m_alone)
            indices.push_back(i);
    return indices;
}

std::size_t SlicePlots::columns() const
{
    const std::size_t count = std::max<std::size_t>(shown().size(), 1);
    const auto fit = static_cast<std::size_t>(std::max(1.0, (width() - kNumbers_px) / kCell_px));
    const std::size_t rows = (count + fit - 1) / fit;
    return (count + rows - 1) / rows; // even rows
}

QSize SlicePlots::minimumSizeHint() const
{
    const std::size_t rows = (shown().size() + columns() - 1) / columns();
    return {240, static_cast<int>(kRow_px * static_cast<double>(std::max<std::size_t>(rows, 1)))};
}

QRectF SlicePlots::cellOf(std::size_t slot) const
{
    const std::size_t wide = columns();
    const std::size_t rows = std::max<std::size_t>((shown().size() + wide - 1) / wide, 1);
    const double w = (width() - kNumbers_px - 10.0) / static_cast<double>(wide);
    const double h = static_cast<double>(height()) / static_cast<double>(rows);
    return {kNumbers_px + w * static_cast<double>(slot % wide), h * static_cast<double>(slot / wide), w, h};
}

QRectF SlicePlots::plotOf(std::size_t slot) const
{
    const double line = QFontMetricsF(font()).height();
    const double promise = m_alone && height() >= kPromiseLeast_px ? kPromiseShare * height() : 0.0;
    return cellOf(slot).adjusted(3.0, line + 5.0, -9.0, -line - 7.0 - promise);
}

SlicePicture SlicePlots::pictureOf(std::size_t slot, const SliceCurve& curve) const
{
    return {curve, plotOf(slot), m_range, m_logarithmic};
}

void SlicePlots::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const look::Colours colours = look::coloursFor(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), colours.canvas);
    const std::vector<std::size_t> indices = shown();
    for (std::size_t slot = 0; slot < indices.size(); ++slot) {
        const SliceCurve& curve = m_curves[indices[slot]];
        const SlicePicture slice = pictureOf(slot, curve);
        const QRectF& plot = slice.plot;
        paintFrame(painter, slot, curve);
        painter.save();
        painter.setClipRect(plot.adjusted(0, -1, 0, 1));
        paintSliceWash(painter, slice, colours);
        if (curve.scale.isListed())
            paintSliceBars(painter, slice, colours);
        else
            paintSliceBand(painter, slice, colours);
        painter.setClipRect(plot.adjusted(-8, -8, 8, 8));
        paintSliceTrials(painter, slice, m_designs, colours);
        painter.restore();
        const QRectF below(plot.left(), plot.bottom() + QFontMetricsF(font()).height() + 10.0, plot.width(),
                           height() - plot.bottom() - QFontMetricsF(font()).height() - 16.0);
        if (m_alone && height() >= kPromiseLeast_px)
            paintSlicePromise(painter, below, curve, colours);
    }
}

/// Title, frame and numbers; those of the vertical axis stand at the left of each row only.
void SlicePlots::paintFrame(QPainter& painter, std::size_t slot, const SliceCurve& curve) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF cell = cellOf(slot);
    const QRectF plot = plotOf(slot);
    const bool current = hasFocus() && slot == m_current;
    painter.setPen(current ? colours.accent : colours.text);
    const QString title = QStringLiteral("%1 = %2").arg(curve.axis.label, curve.axis.text(curve.centre));
    painter.drawText(QRectF(plot.left(), cell.top() + 3.0, plot.width(), metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(title, Qt::ElideRight, plot.width()));
    for (const auto& tick : valueTicks(m_range, m_unit, plot.height(), 24.0, m_logarithmic)) {
        const double at = std::round(plot.bottom() - tick.share * plot.height()) + 0.5;
        painter.setPen(QPen(colours.grid, 1.0));
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(colours.mutedText);
        if (slot % columns() == 0)
            painter.drawText(QRectF(0.0, at - metrics.height() / 2.0, kNumbers_px - 3.0, metrics.height()),
                             Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
    double taken = -1e9; // up to here by the text before
    for (const auto& tick : curve.scale.ticks(plot.width(), metrics)) {
        const double wide = metrics.horizontalAdvance(tick.text) + 1.0;
        const double left = std::clamp(plot.left() + tick.share * plot.width() - wide / 2.0,
                                       plot.left() - 2.0, std::max(plot.left(), plot.right() + 2.0 - wide));
        if (left < taken)
            continue;
        taken = left + wide + 4.0;
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(left, plot.bottom() + 3.0, wide, metrics.height()), Qt::AlignCenter,
                         tick.text);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(current ? colours.accent : colours.line, 1.0));
    painter.drawRect(plot);
    const double centre = pictureOf(slot, curve).x(curve.centre);
    painter.setPen(QPen(colours.focus, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(centre, plot.top()), QPointF(centre, plot.bottom()));
}

std::optional<QPointF> SlicePlots::placeOf(std::size_t parameter, session::TrialId id) const
{
    const std::vector<std::size_t> indices = shown();
    for (std::size_t slot = 0; slot < indices.size(); ++slot) {
        const SliceCurve& curve = m_curves[indices[slot]];
        const SlicePicture slice = pictureOf(slot, curve);
        for (const analysis::NearTrial& trial : curve.trials)
            if (curve.parameter == parameter && trial.id == id)
                return QPointF(slice.x(trial.positions[0]), slice.y(trial.value));
    }
    return {};
}

std::optional<SlicePlots::Hit> SlicePlots::hit(QPointF position) const
{
    const std::vector<std::size_t> indices = shown();
    for (std::size_t slot = 0; slot < indices.size(); ++slot) {
        const SliceCurve& curve = m_curves[indices[slot]];
        if (!cellOf(slot).contains(position) || curve.response.positions.empty())
            continue;
        const SlicePicture slice = pictureOf(slot, curve);
        Hit found{indices[slot], 0, nullptr};
        const auto away = [&](double at) { return std::abs(slice.x(at) - position.x()); };
        for (std::size_t i = 1; i < curve.response.positions.size(); ++i)
            if (away(curve.response.positions[i]) < away(curve.response.positions[found.place]))
                found.place = i;
        double least = kCurveReach_px;
        for (const analysis::NearTrial& trial : curve.trials) {
            const double distance = std::hypot(away(trial.positions[0]), slice.y(trial.value) - position.y());
            if (distance < least) {
                least = distance;
                found.trial = &trial;
            }
        }
        return found;
    }
    return {};
}

QString SlicePlots::textOf(const Hit& found) const
{
    const SliceCurve& curve = m_curves[found.curve];
    const analysis::Response& response = curve.response;
    const auto value = [this](double number) { return look::quantity(number, m_unit); };
    const std::size_t i = found.place;
    QString text;
    if (found.trial != nullptr)
        text = tr("<b>#%1</b> measured: %2<br>")
                   .arg(QString::number(found.trial->id), value(found.trial->value));
    text += tr("<b>%1</b> = %2<br>%3 about %4, from %5 to %6")
                .arg(curve.axis.label.toHtmlEscaped(), curve.axis.text(response.positions[i]),
                     m_outcome.toHtmlEscaped(), value(response.median[i]), value(response.low[i]),
                     value(response.high[i]));
    if (!response.legal[i])
        text += tr("<br>breaks a rule of the space");
    else if (response.feasibility[i] < 0.995)
        text += tr("<br>works with a probability of %1 %")
                    .arg(locale().toString(100.0 * response.feasibility[i], 'f', 0));
    return text;
}

QString SlicePlots::cardText() const
{
    return m_card->text();
}

void SlicePlots::mouseMoveEvent(QMouseEvent* event)
{
    const auto found = hit(event->position());
    if (!found) {
        m_card->dismiss();
        Q_EMIT trialHovered({});
        return;
    }
    m_card->showAt(event->position().toPoint(), textOf(*found));
    Q_EMIT trialHovered(found->trial != nullptr ? std::optional<quint64>(found->trial->id) : std::nullopt);
}

void SlicePlots::mousePressEvent(QMouseEvent* event)
{
    const auto found = hit(event->position());
    if (event->button() != Qt::LeftButton || !found)
        return;
    if (found->trial != nullptr)
        Q_EMIT trialChosen(found->trial->id);
    else
        showAlone(m_alone ? std::nullopt : std::optional(m_curves[found->curve].parameter));
}

void SlicePlots::leaveEvent(QEvent*)
{
    m_card->dismiss();
    Q_EMIT trialHovered({});
}

void SlicePlots::keyPressEvent(QKeyEvent* event)
{
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    const bool forth = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_curves.empty() || !(back || forth || enter || (event->key() == Qt::Key_Escape && m_alone)))
        return QWidget::keyPressEvent(event);
    if (back)
        m_current = m_current > 0 ? m_current - 1 : m_curves.size() - 1;
    else if (forth)
        m_current = (m_current + 1) % m_curves.size();
    if (enter || event->key() == Qt::Key_Escape)
        showAlone(m_alone || !enter ? std::nullopt : std::optional(m_curves[m_current].parameter));
    else if (m_alone)
        showAlone(m_curves[m_current].parameter);
    describe();
    update();
}

std::optional<std::size_t> SlicePlots::alone() const
{
    return m_alone;
}

void SlicePlots::showAlone(std::optional<std::size_t> parameter)
{
    if (m_alone == parameter)
        return;
    m_alone = parameter;
    for (std::size_t i = 0; i < m_curves.size(); ++i)
        if (parameter == m_curves[i].parameter)
            m_current = i;
    m_card->dismiss();
    describe();
    updateGeometry();
    update();
    Q_EMIT aloneChanged();
}

void SlicePlots::setLit(std::function<bool(session::TrialId)> lit)
{
    m_designs.lit = std::move(lit);
    update();
}

void SlicePlots::setHovered(std::optional<session::TrialId> id)
{
    if (m_designs.hovered == id)
        return;
    m_designs.hovered = id;
    update();
}

void SlicePlots::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateGeometry(); // rows depend on the width
}

void SlicePlots::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void SlicePlots::describe()
{
    if (m_curves.empty()) {
        setAccessibleDescription(tr("No slices yet"));
        return;
    }
    const SliceCurve& curve = m_curves[m_current];
    const auto& median = curve.response.median;
    if (median.empty())
        return;
    const auto [low, high] = std::minmax_element(median.begin(), median.end());
    setAccessibleDescription(
        tr("Along %1, %2 is expected between %3 and %4")
            .arg(curve.axis.label, m_outcome, look::quantity(*low, m_unit), look::quantity(*high, m_unit)));
}

} // namespace paretoscope::ui::plots
