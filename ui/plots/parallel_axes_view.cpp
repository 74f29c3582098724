// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parallel_axes_view.h"

#include "ui/plots/hover_card.h"
#include "ui/plots/markers.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/pin_marks.h"
#include "ui/plots/plot_style.h"

#include <QPainter>
#include <QRegularExpression>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kMostEmphasised = 200; ///< lines painted with a pen; more would not be told apart
constexpr double kFiltersPerSecond = 30.0;   ///< steps of a dragged limit that are followed
constexpr double kBand_px = 5.0;             ///< half width of a pin's band
constexpr double kArrow_px = 12.0;           ///< height of the arrow under a title

/// A title on at most `lines` lines: broken at a space where it is too wide, and cut where even that does not
/// help.
QString wrappedTitle(const QString& title, const QFontMetricsF& metrics, double width, int lines)
{
    const auto cut = [&](const QString& words) { return metrics.elidedText(words, Qt::ElideRight, width); };
    if (lines < 2 || metrics.horizontalAdvance(title) <= width)
        return cut(title);
    static const QRegularExpression kBreak(QStringLiteral("[ -]"));
    qsizetype at = title.size();
    do
        at = title.lastIndexOf(kBreak, at - 1);
    while (at > 0 && metrics.horizontalAdvance(title.left(at + 1).trimmed()) > width);
    return at > 0 ? title.left(at + 1).trimmed() + QLatin1Char('\n') + cut(title.mid(at + 1)) : cut(title);
}

} // namespace

ParallelAxesView::ParallelAxesView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_colours(look::coloursFor(palette()))
    , m_card(new HoverCard(this))
    , m_job(this)
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
    , m_filterGate(new session::RefreshGate(
          this, [this] { applyFilter(); }, kFiltersPerSecond))
{
    setAccessibleName(tr("Parallel axes"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QFont small = font(); // a dozen axes share the width
    small.setPointSizeF(small.pointSizeF() * 0.88);
    setFont(small);
    makePlaces();
    session::Selection& selection = m_document.selection();
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document, &session::StudyDocument::pinsChanged, this, &ParallelAxesView::refilter);
    connect(&selection, &session::Selection::brushChanged, this, &ParallelAxesView::refilter);
    connect(&selection, &session::Selection::trayChanged, this, [this] { update(); });
    connect(&selection, &session::Selection::hoverChanged, this, [this] { update(); });
    connect(&selection, &session::Selection::focusChanged, this, [this] {
        update();
        describe();
    });
    refresh();
}

ParallelAxesView::~ParallelAxesView() = default;

void ParallelAxesView::makePlaces()
{
    std::vector<Place> places;
    for (const session::Axis& axis : m_document.axes()) {
        if (!axis.isObjective && !axis.isParameter)
            continue;
        Place place{axis, {}, false};
        place.scale.column = places.size();
        place.scale.logarithmic = axis.logarithmic;
        place.scale.flipped = !axis.isParameter && axis.better == problem::Direction::Minimize;
        places.push_back(std::move(place));
    }
    m_table->columns = places.size();
    m_extents.assign(places.size(), std::nullopt);

    const QStringList order = m_document.viewSetting(QStringLiteral("parallel/order")).toStringList();
    const QStringList flipped = m_document.viewSetting(QStringLiteral("parallel/turned")).toStringList();
    for (const Place& place : places) {
        m_places.push_back(place);
        if (flipped.contains(place.axis.name))
            m_places.back().scale.flipped = !place.scale.flipped;
    }
    std::stable_sort(m_places.begin(), m_places.end(), [&order](const Place& a, const Place& b) {
        const auto rank = [&order](const Place& p) {
            const qsizetype at = order.indexOf(p.axis.name);
            return at < 0 ? order.size() : at;
        };
        return rank(a) < rank(b);
    });
    measureTitles();
}

void ParallelAxesView::saveOrder()
{
    QStringList turned;
    for (const Place& place : m_places) {
        const bool natural = !place.axis.isParameter && place.axis.better == problem::Direction::Minimize;
        if (place.scale.flipped != natural)
            turned << place.axis.name;
    }
    m_document.setViewSetting(QStringLiteral("parallel/order"), axisOrder());
    m_document.setViewSetting(QStringLiteral("parallel/turned"), turned);
}

// ---- following the document
// ---------------------------------------------------------------------------------

void ParallelAxesView::refresh()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    if (m_table.use_count() > 1) // a job still reads it
        m_table = std::make_shared<ParallelTable>(*m_table);
    ParallelTable& table = *m_table;
    if (snapshot->trials.size() < table.rows.size()) {
        table.values.clear();
        table.rows.clear();
        m_extents.assign(m_extents.size(), std::nullopt);
    }
    std::vector<const session::Axis*> axes(table.columns);
    for (const Place& place : m_places)
        axes[place.scale.column] = &place.axis;
    for (std::size_t id = table.rows.size(); id < snapshot->trials.size(); ++id) {
        const study::Trial& trial = snapshot->trials[id];
        const bool feasible = trial.outcome.verdict == problem::Verdict::Feasible;
        table.rows.push_back(ParallelTable::Row::Hidden);
        for (std::size_t column = 0; column < table.columns; ++column) {
            const double value = axes[column]->value(trial, m_document.problem());
            table.values.push_back(value);
            if (!feasible || !std::isfinite(value))
                continue;
            std::optional<ValueRange>& extent = m_extents[column];
            extent = extent ? ValueRange{std::min(extent->low, value), std::max(extent->high, value)}
                            : ValueRange{value, value};
        }
    }
    rescale();
    applyFilter();
}

void ParallelAxesView::rescale()
{
    for (Place& place : m_places) {
        const session::Axis& axis = place.axis;
        ValueRange& range = place.scale.range;
        const std::optional<ValueRange>& extent = m_extents[place.scale.column];
        if (!axis.categories.isEmpty()) {
            range = {-0.5, static_cast<double>(axis.categories.size()) - 0.5};
        } else if (axis.isParameter) {
            range = {axis.low, axis.high > axis.low ? axis.high : axis.low + 1.0};
        } else if (extent) {
            const ValueRange fitted = roundedAround(extent->low, extent->high, axis.logarithmic);
            const bool growsOnly = m_document.snapshot()->state == study::RunState::Running && place.fitted;
            place.fitted = true;
            range = growsOnly ? ValueRange{std::min(range.low, fitted.low), std::max(range.high, fitted.high)}
                              : fitted;
        }
        place.scale.logarithmic = axis.logarithmic && range.low > 0.0;
    }
}

void ParallelAxesView::refilter()
{
    describe();
    m_filterGate->request(); // in a turn of its own: the view under the hand comes first
}

void ParallelAxesView::applyFilter()
{
    if (m_table.use_count() > 1)
        m_table = std::make_shared<ParallelTable>(*m_table);
    const study::SnapshotPtr snapshot = m_document.snapshot();
    const study::PinFilter filter(m_document.pins(), m_document.problem());
    const std::vector<session::TrialId>& brush = m_document.selection().brush();
    for (std::size_t id = 0; id < m_table->rows.size(); ++id) {
        const study::Trial& trial = snapshot->trials[id];
        const bool lit = (filter.empty() || filter.passes(trial))
                         && (brush.empty() || std::binary_search(brush.begin(), brush.end(), trial.id));
        m_table->rows[id] = trial.outcome.verdict != problem::Verdict::Feasible ? ParallelTable::Row::Hidden
                            : lit                                               ? ParallelTable::Row::Lit
                                                                                : ParallelTable::Row::Dark;
    }
    m_emphasised.clear();
    const std::size_t stride = snapshot->front.size() / kMostEmphasised + 1;
    std::size_t lit = 0;
    for (const session::TrialId id : snapshot->front) {
        if (id < m_table->rows.size() && m_table->rows[id] == ParallelTable::Row::Lit && lit++ % stride == 0)
            m_emphasised.push_back(id);
    }
    requestImage();
    markStale();
    describe();
}

void ParallelAxesView::requestImage()
{
    ParallelRequest request;
    const QRectF area = plotArea();
    const double ratio = devicePixelRatioF();
    request.table = m_table;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        request.axes.push_back(m_places[i].scale);
        request.x.push_back((xOf(i) - area.left()) * ratio);
    }
    request.size = (area.size() * ratio).toSize();
    request.canvas = m_colours.canvas;
    request.lit = m_colours.dominated;
    request.dark = m_colours.dimmed;
    m_job.run<QImage>(
        [request](const auto& stale, const auto& deliver) { accumulateParallel(request, stale, deliver); },
        [this](const QImage& image) {
            m_image = image;
            markStale();
        });
}

void ParallelAxesView::markStale()
{
    m_baseStale = true;
    update();
}

void ParallelAxesView::describe()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    QString sentence = tr("%Ln axes", nullptr, static_cast<int>(m_places.size()))
                       + tr(", %Ln design(s)", nullptr, static_cast<int>(snapshot->feasible));
    if (m_active < m_places.size()) {
        const session::Axis& axis = m_places[m_active].axis;
        sentence += tr("; axis %1").arg(axis.label);
        if (const study::Pin* pin = m_document.pinOn(axis.name)) {
            if (std::isfinite(pin->minimum))
                sentence += QStringLiteral(" ") + limitText(axis, pin->excluded, pin->minimum);
            if (std::isfinite(pin->maximum))
                sentence += QStringLiteral(" ") + limitText(axis, !pin->excluded, pin->maximum);
        }
        const std::optional<session::TrialId> focus = m_document.selection().focus();
        if (const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr)
            sentence +=
                tr("; focus %1 at %2").arg(*focus).arg(axis.text(axis.value(*trial, m_document.problem())));
    }
    setAccessibleDescription(sentence);
}

QString ParallelAxesView::activeAxis() const
{
    return m_active < m_places.size() ? m_places[m_active].axis.name : QString();
}

QStringList ParallelAxesView::axisOrder() const
{
    QStringList names;
    for (const Place& place : m_places)
        names << place.axis.name;
    return names;
}

QPointF ParallelAxesView::placeOf(const QString& axis, double value) const
{
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        if (m_places[i].axis.name == axis)
            return {xOf(i), yOf(m_places[i].scale.height(value))};
    }
    return {};
}

QSize ParallelAxesView::sizeHint() const
{
    return {700, 280};
}

QSize ParallelAxesView::minimumSizeHint() const
{
    return {320, 160};
}

// ---- geometry
// -----------------------------------------------------------------------------------------------

QRectF ParallelAxesView::plotArea() const
{
    const double line = QFontMetricsF(font()).height();
    return QRectF(QPointF(0.0, (titleLines() + 1) * line + kArrow_px + 12.0),
                  QPointF(width(), height() - line - 8.0));
}

double ParallelAxesView::slot() const
{
    return (width() - rightMargin()) / std::max(1.0, static_cast<double>(m_places.size()));
}

/// Room for the names of the last axis' categories, which stand to its right like everybody's.
double ParallelAxesView::rightMargin() const
{
    if (m_places.empty() || m_places.back().axis.categories.isEmpty())
        return 0.0;
    const QFontMetricsF metrics(font());
    double widest = 0.0;
    for (const QString& name : m_places.back().axis.categories)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return std::min(widest, 0.07 * width());
}

double ParallelAxesView::xOf(std::size_t place) const
{
    return std::round((static_cast<double>(place) + 0.5) * slot());
}

double ParallelAxesView::yOf(double height) const
{
    const QRectF area = plotArea();
    return area.bottom() - height * area.height();
}

double ParallelAxesView::heightAt(double y) const
{
    const QRectF area = plotArea();
    return std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
}

/// One line where every title fits its slot, otherwise two for all, so that the axes begin at one height.
int ParallelAxesView::titleLines() const
{
    return m_widestTitle_px <= slot() - 6.0 ? 1 : 2;
}

/// Kept, because every point of every line asks where the titles end.
void ParallelAxesView::measureTitles()
{
    const QFontMetricsF metrics(font());
    m_widestTitle_px = 0.0;
    for (const Place& place : m_places)
        m_widestTitle_px = std::max(m_widestTitle_px, metrics.horizontalAdvance(place.axis.label));
}

QRectF ParallelAxesView::titleRect(std::size_t place) const
{
    return {xOf(place) - slot() / 2.0 + 2.0, 2.0, slot() - 4.0,
            titleLines() * QFontMetricsF(font()).height() + kArrow_px + 2.0};
}

QRectF ParallelAxesView::arrowRect(std::size_t place) const
{
    const QRectF title = titleRect(place);
    return {xOf(place) - 8.0, title.bottom() - kArrow_px, 16.0, kArrow_px};
}

std::optional<ParallelAxesView::PinSpan> ParallelAxesView::pinSpan(std::size_t place) const
{
    const study::Pin* pin = m_document.pinOn(m_places[place].axis.name);
    if (!pin)
        return std::nullopt;
    const ParallelScale& scale = m_places[place].scale;
    // A category fills its whole step, so that a pin on one is a band and not a hairline.
    const double half = m_places[place].axis.categories.isEmpty() ? 0.0 : 0.5;
    const double a = std::isfinite(pin->minimum) ? scale.height(pin->minimum - half)
                                                 : (scale.flipped ? 1.0 : 0.0);
    const double b = std::isfinite(pin->maximum) ? scale.height(pin->maximum + half)
                                                 : (scale.flipped ? 0.0 : 1.0);
    PinSpan span;
    span.low = std::clamp(std::min(a, b), 0.0, 1.0);
    span.high = std::clamp(std::max(a, b), 0.0, 1.0);
    span.hasLow = scale.flipped ? std::isfinite(pin->maximum) : std::isfinite(pin->minimum);
    span.hasHigh = scale.flipped ? std::isfinite(pin->minimum) : std::isfinite(pin->maximum);
    return span;
}

QRectF ParallelAxesView::crossRect(std::size_t place) const
{
    const std::optional<PinSpan> span = pinSpan(place);
    if (!span)
        return {};
    const double y = (yOf(span->low) + yOf(span->high)) / 2.0;
    return {xOf(place) + kBand_px + 2.0, y - 7.0, 14.0, 14.0};
}

QPolygonF ParallelAxesView::lineOf(session::TrialId id) const
{
    QPolygonF line;
    if (id >= m_table->rows.size())
        return line;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const double height = m_places[i].scale.height(m_table->at(id, m_places[i].scale.column));
        if (std::isfinite(height))
            line.append(QPointF(xOf(i), yOf(height)));
    }
    return line;
}

// ---- painting
// -----------------------------------------------------------------------------------------------

void ParallelAxesView::renderBase()
{
    const double ratio = devicePixelRatioF();
    m_base = QPixmap((QSizeF(size()) * ratio).toSize());
    m_base.setDevicePixelRatio(ratio);
    m_base.fill(m_colours.canvas);
    QPainter painter(&m_base);
    painter.setFont(font());
    if (!m_image.isNull())
        painter.drawImage(plotArea(), m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    // Many lines together look darker than one; a crowd is drawn paler.
    const double strength = m_emphasised.size() > 60 ? 0.6 : 1.0;
    painter.setPen(QPen(mixed(m_colours.canvas, m_colours.front, strength), 1.0));
    for (const session::TrialId id : m_emphasised)
        painter.drawPolyline(lineOf(id));
    paintAxes(painter);
    m_baseStale = false;
}

void ParallelAxesView::paintEvent(QPaintEvent*)
{
    if (m_baseStale || m_base.isNull())
        renderBase();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_base);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSelection(painter);
    if (m_gesture == Gesture::Title) {
        painter.setPen(QPen(m_colours.accent, 2.0));
        const double x = std::clamp(m_lastAt.x(), 0.0, static_cast<double>(width()));
        painter.drawLine(QPointF(x, 0.0), QPointF(x, plotArea().bottom()));
    }
    if (hasFocus() && m_active < m_places.size()) {
        painter.setPen(QPen(m_colours.accent, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(titleRect(m_active), 3.0, 3.0);
    }
}

void ParallelAxesView::paintAxes(QPainter& painter) const
{
    const QRectF area = plotArea();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(m_places[i].axis.isObjective ? m_colours.text : m_colours.line, 1.0));
        painter.drawLine(QPointF(xOf(i), area.top()), QPointF(xOf(i), area.bottom()));
        painter.setRenderHint(QPainter::Antialiasing, true);
        paintAxisLabels(painter, i);
        paintPin(painter, i);
    }
}

void ParallelAxesView::paintAxisLabels(QPainter& painter, std::size_t place) const
{
    const session::Axis& axis = m_places[place].axis;
    const ParallelScale& scale = m_places[place].scale;
    const QFontMetricsF metrics(font());
    const QRectF title = titleRect(place);
    painter.setPen(axis.isObjective ? m_colours.text : m_colours.mutedText);
    const QRectF words = title.adjusted(0.0, 0.0, 0.0, -kArrow_px);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignBottom,
                     wrappedTitle(axis.label, metrics, words.width(), titleLines()));
    // The arrow points to where values grow.
    const QPointF at = arrowRect(place).center();
    const double up = scale.flipped ? 1.0 : -1.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colours.accent);
    painter.drawPolygon(
        QPolygonF({at + QPointF(-4, -3 * up), at + QPointF(4, -3 * up), at + QPointF(0, 4 * up)}));

    const double lastMargin = place + 1 == m_places.size() ? rightMargin() : 0.0;
    const auto write = [&](double height, const QString& text, bool beside) {
        const double room = beside ? slot() / 2.0 + std::max(slot() / 2.0 - 12.0, lastMargin) : slot() - 4.0;
        const QString shown = metrics.elidedText(text, Qt::ElideRight, room);
        const double length = metrics.horizontalAdvance(shown) + 4.0;
        const double y = yOf(height);
        const double left = beside ? xOf(place) + 5.0 : xOf(place) - length / 2.0;
        const double top = beside         ? y - metrics.height() / 2.0
                           : height > 0.5 ? y - metrics.height() - 3.0
                                          : y + 3.0;
        const QRectF spot(left, top, length, metrics.height());
        if (beside) {
            QColor ground = m_colours.canvas;
            ground.setAlpha(205);
            painter.fillRect(spot, ground);
        }
        painter.setPen(m_colours.mutedText);
        painter.drawText(spot, Qt::AlignCenter, shown);
    };
    if (axis.categories.isEmpty()) {
        write(1.0, axis.text(scale.value(1.0)), false);
        write(0.0, axis.text(scale.value(0.0)), false);
        return;
    }
    for (qsizetype c = 0; c < axis.categories.size(); ++c) {
        QString name = axis.categories[c];
        write(scale.height(static_cast<double>(c)), name.replace(QLatin1Char('_'), QLatin1Char(' ')), true);
    }
}

void ParallelAxesView::paintPin(QPainter& painter, std::size_t place) const
{
    const std::optional<PinSpan> span = pinSpan(place);
    if (!span)
        return;
    const double x = xOf(place);
    const QRectF band(QPointF(x - kBand_px, yOf(span->high)), QPointF(x + kBand_px, yOf(span->low)));
    QColor fill = m_colours.pin;
    fill.setAlpha(70);
    painter.setPen(QPen(m_colours.pin, 1.0));
    const study::Pin* pin = m_document.pinOn(m_places[place].axis.name);
    painter.setBrush(pin->excluded ? QBrush(m_colours.pin, Qt::BDiagPattern)
                                   : QBrush(fill)); // as on the front
    painter.drawRect(band);
    const QFontMetricsF metrics(font());
    const QColor ink = m_colours.pin.lightnessF() > 0.55 ? QColor(Qt::black) : QColor(Qt::white);
    const auto edge = [&](double height, double value, bool upper) {
        const double y = yOf(height);
        painter.setPen(QPen(m_colours.pin, 2.5));
        painter.drawLine(QPointF(x - kBand_px - 3.0, y), QPointF(x + kBand_px + 3.0, y));
        const QString text = limitText(m_places[place].axis, upper != pin->excluded, value);
        const double wide = std::min(metrics.horizontalAdvance(text) + 10.0, slot() + 10.0);
        const bool above = height >= (span->low + span->high) / 2.0;
        const double tall = metrics.height() + 2.0;
        QRectF chip(x - wide / 2.0, above ? y - tall - 4.0 : y + 4.0, wide, tall);
        chip.moveTop(std::clamp(chip.top(), titleRect(place).bottom(), this->height() - tall - 1.0));
        chip.moveLeft(std::clamp(chip.left(), 1.0, this->width() - wide - 1.0));
        paintChip(painter, chip, text, m_colours.pin, ink);
    };
    const bool flipped = m_places[place].scale.flipped;
    if (span->hasHigh)
        edge(span->high, flipped ? pin->minimum : pin->maximum, !flipped);
    if (span->hasLow)
        edge(span->low, flipped ? pin->maximum : pin->minimum, flipped);
    const QRectF cross = crossRect(place);
    paintChip(painter, cross, QString(), m_colours.pin, ink);
    paintRemoveCross(painter, cross, ink);
}

void ParallelAxesView::paintSelection(QPainter& painter) const
{
    const session::Selection& selection = m_document.selection();
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < selection.tray().size(); ++i) {
        const QPolygonF line = lineOf(selection.tray()[i]);
        painter.setPen(QPen(look::trayColour(m_colours, static_cast<int>(i)), 2.2));
        painter.drawPolyline(line);
        if (!line.isEmpty())
            paintTrayBadge(painter, line.front(), static_cast<int>(i), m_colours);
        painter.setBrush(Qt::NoBrush);
    }
    if (selection.focus()) {
        const QPolygonF line = lineOf(*selection.focus());
        painter.setPen(QPen(m_colours.canvas, 5.0));
        painter.drawPolyline(line);
        painter.setPen(QPen(m_colours.focus, 2.8));
        painter.drawPolyline(line);
    }
    if (selection.hover() && selection.hover() != selection.focus()) {
        painter.setPen(QPen(m_colours.accent, 1.8));
        painter.drawPolyline(lineOf(*selection.hover()));
    }
    if (m_table->rows.empty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(plotArea(), Qt::AlignCenter,
                         tr("No designs yet. Start the search, or open a study."));
    }
}

void ParallelAxesView::resizeEvent(QResizeEvent*)
{
    requestImage();
    markStale();
}

void ParallelAxesView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    m_colours = look::coloursFor(palette());
    measureTitles();
    requestImage();
    markStale();
}

} // namespace paretoscope::ui::plots
