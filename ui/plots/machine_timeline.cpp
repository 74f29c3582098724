// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/machine_timeline.h"

#include "ui/look/colours.h"
#include "ui/plots/chart_measures.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kLeastColumn_px = 14.0;
constexpr double kMostColumn_px = 60.0;
constexpr double kLeastRow_px = 18.0;

} // namespace

MachineTimeline::MachineTimeline(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Machines tried, with the searches of their mappings"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    describe();
}

void MachineTimeline::setColumns(std::vector<Column> columns, QStringList layers)
{
    m_columns = std::move(columns);
    m_layers = std::move(layers);
    m_ranges.assign(static_cast<std::size_t>(m_layers.size()), {INFINITY, -INFINITY});
    for (const Column& column : m_columns)
        for (std::size_t layer = 0; layer < column.layers.size() && layer < m_ranges.size(); ++layer)
            for (const double value : column.layers[layer])
                if (std::isfinite(value) && value > 0.0) {
                    m_ranges[layer].first = std::min(m_ranges[layer].first, std::log(value));
                    m_ranges[layer].second = std::max(m_ranges[layer].second, std::log(value));
                }
    describe();
    updateGeometry();
    update();
}

void MachineTimeline::setMarks(std::optional<session::TrialId> shown, std::optional<session::TrialId> hovered)
{
    m_shown = shown;
    m_hovered = hovered;
    describe();
    update();
}

double MachineTimeline::namesWidth() const
{
    const QFontMetricsF metrics(font());
    double widest = 0.0;
    for (const QString& name : m_layers)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return std::min(widest, 130.0) + 2.0 * kPad;
}

QSize MachineTimeline::minimumSizeHint() const
{
    const double head = QFontMetricsF(font()).height() + 4.0;
    return {static_cast<int>(namesWidth() + kLeastColumn_px * static_cast<double>(m_columns.size()) + kPad),
            static_cast<int>(
                head + kLeastRow_px * static_cast<double>(std::max<qsizetype>(m_layers.size(), 1)) + 4.0)};
}

QRectF MachineTimeline::cellOf(std::size_t column, std::size_t layer) const
{
    const double head = QFontMetricsF(font()).height() + 4.0;
    const double left = namesWidth();
    const auto count = static_cast<double>(std::max<std::size_t>(m_columns.size(), 1));
    const double wide = std::clamp((width() - left - kPad) / count, kLeastColumn_px, kMostColumn_px);
    const double high = (height() - head - 4.0)
                        / static_cast<double>(std::max<qsizetype>(m_layers.size(), 1));
    return {left + wide * static_cast<double>(column), head + high * static_cast<double>(layer), wide, high};
}

std::optional<std::pair<std::size_t, std::size_t>> MachineTimeline::at(QPointF position) const
{
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        const QRectF first = cellOf(column, 0);
        if (position.x() < first.left() || position.x() >= first.right())
            continue;
        const auto layers = static_cast<std::size_t>(std::max<qsizetype>(m_layers.size(), 1));
        const double row = std::max((position.y() - first.top()) / first.height(), 0.0);
        return std::pair(column, std::min(static_cast<std::size_t>(row), layers - 1));
    }
    return {};
}

void MachineTimeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    painter.fillRect(rect(), colours.canvas);
    for (qsizetype layer = 0; layer < m_layers.size(); ++layer) {
        const QRectF cell = cellOf(0, static_cast<std::size_t>(layer));
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(kPad, cell.top(), namesWidth() - 2.0 * kPad, cell.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(m_layers[layer], Qt::ElideRight, namesWidth() - 2.0 * kPad));
    }
    for (std::size_t column = 0; column < m_columns.size(); ++column)
        paintColumn(painter, column);
}

void MachineTimeline::paintColumn(QPainter& painter, std::size_t column) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const Column& shown = m_columns[column];
    const QRectF first = cellOf(column, 0);
    const QRectF whole(first.left(), 1.0, first.width(), height() - 2.0);
    if (m_shown == shown.id)
        painter.fillRect(whole, mixed(colours.canvas, colours.focus, 0.28));
    else if (m_hovered == shown.id)
        painter.fillRect(whole, mixed(colours.canvas, colours.accent, 0.16));
    const QPointF head(first.center().x(), (first.top() - 2.0) / 2.0 + 1.0);
    if (!shown.feasible)
        paintInfeasible(painter, head, colours);
    else if (shown.best)
        paintFrontDisc(painter, head, colours.front, colours, true);
    else if (first.width() >= metrics.horizontalAdvance(QString::number(shown.id)) + 4.0) {
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(first.left(), 1.0, first.width(), first.top() - 2.0), Qt::AlignCenter,
                         QString::number(shown.id));
    }
    const auto layers = static_cast<std::size_t>(m_layers.size());
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const QRectF cell = cellOf(column, layer).adjusted(1.5, 2.0, -1.5, -2.0);
        painter.setPen(QPen(colours.grid, 1.0));
        painter.drawLine(cell.bottomLeft(), cell.bottomRight());
        if (!shown.known || layer >= shown.layers.size())
            continue;
        const std::vector<double>& curve = shown.layers[layer];
        const auto [low, high] = m_ranges[layer];
        QPolygonF line;
        for (std::size_t i = 0; i < curve.size(); ++i) {
            if (!std::isfinite(curve[i]))
                continue;
            const double x = cell.left()
                             + cell.width() * static_cast<double>(i)
                                   / static_cast<double>(std::max<std::size_t>(curve.size() - 1, 1));
            const double share = high > low ? (std::log(curve[i]) - low) / (high - low) : 0.5;
            line << QPointF(x, cell.bottom() - share * cell.height());
        }
        if (line.isEmpty()) {
            paintInfeasible(painter, cell.center(), colours);
            continue;
        }
        painter.setPen(QPen(shown.best ? colours.front : colours.accent, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
    }
}

void MachineTimeline::mousePressEvent(QMouseEvent* event)
{
    const auto found = at(event->position());
    if (event->button() == Qt::LeftButton && found)
        Q_EMIT machineChosen(m_columns[found->first].id, static_cast<int>(found->second));
}

void MachineTimeline::mouseMoveEvent(QMouseEvent* event)
{
    const auto found = at(event->position());
    if (!found) {
        m_card->dismiss();
        Q_EMIT machineHovered({});
        return;
    }
    m_card->showAt(event->position().toPoint(), m_columns[found->first].words);
    Q_EMIT machineHovered(m_columns[found->first].id);
}

void MachineTimeline::leaveEvent(QEvent*)
{
    m_card->dismiss();
    Q_EMIT machineHovered({});
}

void MachineTimeline::keyPressEvent(QKeyEvent* event)
{
    const int by = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (by == 0 || m_columns.empty())
        return QWidget::keyPressEvent(event);
    const auto found = std::find_if(m_columns.begin(), m_columns.end(),
                                    [this](const Column& column) { return m_shown == column.id; });
    const auto last = static_cast<std::ptrdiff_t>(m_columns.size()) - 1;
    const std::ptrdiff_t to = found == m_columns.end() ? last : found - m_columns.begin() + by;
    Q_EMIT machineChosen(m_columns[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(to, 0, last))].id, -1);
}

void MachineTimeline::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void MachineTimeline::describe()
{
    const auto infeasible = std::count_if(m_columns.begin(), m_columns.end(),
                                          [](const Column& column) { return !column.feasible; });
    setAccessibleDescription(tr("%1 machines, %2 without a valid mapping. Left and right go from one to the "
                                "next.")
                                 .arg(m_columns.size())
                                 .arg(infeasible));
}

} // namespace paretoscope::ui::plots
