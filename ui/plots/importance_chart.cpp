// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/importance_chart.h"

#include "ui/look/colours.h"
#include "ui/plots/chart_measures.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kColumnGap = 14.0;

QString percentText(double share)
{
    return QLocale().toString(std::round(100.0 * share), 'f', 0) + QStringLiteral(" %");
}

} // namespace

ImportanceChart::ImportanceChart(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Importance of each parameter for each outcome"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    describe();
}

void ImportanceChart::setData(QStringList names, std::vector<std::size_t> order,
                              std::vector<ImportanceColumn> columns)
{
    m_names = std::move(names);
    m_order = std::move(order);
    m_columns = std::move(columns);
    m_row = std::min(m_row, m_order.empty() ? 0 : m_order.size() - 1);
    m_column = std::min(m_column, m_columns.empty() ? 0 : m_columns.size() - 1);
    m_card->dismiss();
    describe();
    updateGeometry();
    update();
}

void ImportanceChart::setCurrent(std::size_t parameter, std::size_t outcome)
{
    m_row = rowOf(parameter);
    m_column = std::min(outcome, m_columns.empty() ? 0 : m_columns.size() - 1);
    describe();
    update();
}

std::size_t ImportanceChart::rowOf(std::size_t parameter) const
{
    const auto found = std::find(m_order.begin(), m_order.end(), parameter);
    return found == m_order.end() ? 0 : static_cast<std::size_t>(found - m_order.begin());
}

double ImportanceChart::namesWidth() const
{
    const QFontMetricsF metrics(font());
    double widest = 0.0;
    for (const QString& name : m_names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return std::min(widest, 0.3 * width());
}

double ImportanceChart::headerHeight() const
{
    return 2.0 * QFontMetricsF(font()).height() + 6.0;
}

double ImportanceChart::rowHeight() const
{
    const double rows = std::max<double>(1.0, static_cast<double>(m_order.size()));
    const double least = QFontMetricsF(font()).height() + 2.0;
    return std::clamp((height() - headerHeight() - kPad) / rows, least, 1.7 * least);
}

QSize ImportanceChart::minimumSizeHint() const
{
    const double row = QFontMetricsF(font()).height() + 2.0;
    return {260, static_cast<int>(headerHeight() + kPad + row * static_cast<double>(m_order.size()))};
}

QSize ImportanceChart::sizeHint() const
{
    return minimumSizeHint().expandedTo({480, 160});
}

QRectF ImportanceChart::place(std::size_t row, std::size_t column) const
{
    const double left = kPad + namesWidth() + 10.0;
    const auto count = static_cast<double>(std::max<std::size_t>(m_columns.size(), 1));
    const double wide = (width() - left - kPad - (count - 1.0) * kColumnGap) / count;
    return {left + static_cast<double>(column) * (wide + kColumnGap),
            headerHeight() + static_cast<double>(row) * rowHeight(), std::max(wide, 1.0), rowHeight()};
}

QRectF ImportanceChart::cell(std::size_t parameter, std::size_t outcome) const
{
    const bool there = outcome < m_columns.size()
                       && std::find(m_order.begin(), m_order.end(), parameter) != m_order.end();
    return there ? place(rowOf(parameter), outcome) : QRectF();
}

bool ImportanceChart::at(QPointF position, std::size_t& row, std::size_t& column) const
{
    for (row = 0; row < m_order.size(); ++row)
        for (column = 0; column < m_columns.size(); ++column)
            if (place(row, column).contains(position))
                return true;
    return false;
}

void ImportanceChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (m_columns.empty())
        return;
    const QFontMetricsF metrics(font());
    const double names = namesWidth();
    for (std::size_t row = 0; row < m_order.size(); ++row) {
        const QRectF line(0.0, place(row, 0).top(), width(), rowHeight());
        if (row == m_row)
            painter.fillRect(line, mixed(colours.canvas, colours.accent, hasFocus() ? 0.16 : 0.08));
        painter.setPen(row == m_row ? colours.text : colours.mutedText);
        painter.drawText(
            QRectF(kPad, line.top(), names, line.height()), Qt::AlignRight | Qt::AlignVCenter,
            metrics.elidedText(m_names[static_cast<qsizetype>(m_order[row])], Qt::ElideRight, names));
    }
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        paintHeader(painter, column);
        for (std::size_t row = 0; row < m_order.size(); ++row)
            paintBar(painter, row, column);
    }
}

void ImportanceChart::paintHeader(QPainter& painter, std::size_t column) const
{
    const look::Colours colours = look::coloursFor(palette());
    const ImportanceColumn& shown = m_columns[column];
    const QRectF first = place(0, column);
    QFont strong = font();
    strong.setBold(column == m_column);
    painter.setFont(strong);
    const QFontMetricsF metrics(strong);
    painter.setPen(column == m_column ? colours.accent : colours.text);
    painter.drawText(QRectF(first.left(), 2.0, first.width(), metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(shown.title, Qt::ElideRight, first.width()));
    painter.setFont(font());
    painter.setPen(shown.poor ? colours.worse : colours.mutedText);
    const QString quality = shown.poor ? QStringLiteral("⚠ ") + shown.quality : shown.quality;
    painter.drawText(QRectF(first.left(), 2.0 + metrics.height(), first.width(), metrics.height()),
                     Qt::AlignLeft, QFontMetricsF(font()).elidedText(quality, Qt::ElideRight, first.width()));
    painter.setPen(QPen(column == m_column ? colours.accent : colours.grid, 1.0));
    painter.drawLine(QPointF(first.left(), first.top() - 1.0), QPointF(first.right(), first.top() - 1.0));
}

void ImportanceChart::paintBar(QPainter& painter, std::size_t row, std::size_t column) const
{
    const look::Colours colours = look::coloursFor(palette());
    const ImportanceColumn& shown = m_columns[column];
    const std::size_t parameter = m_order[row];
    const QRectF area = place(row, column);
    const double number = QFontMetricsF(font()).horizontalAdvance(QStringLiteral("100 %")) + 6.0;
    const double room = std::max(area.width() - number, 4.0);
    const auto x = [&](double share) { return area.left() + room * std::clamp(share, 0.0, 1.0); };
    const double thick = std::min(area.height() - 6.0, 12.0);
    const QRectF track(area.left(), area.center().y() - thick / 2.0, room, thick);
    painter.fillRect(track, mixed(colours.canvas, colours.grid, 0.6));
    const double share = shown.shares[parameter];
    const QColor ink = column == m_column ? colours.front : mixed(colours.canvas, colours.front, 0.62);
    QRectF bar = track;
    bar.setRight(x(share));
    painter.fillRect(bar, shown.poor ? QBrush(colours.dominated, Qt::BDiagPattern) : QBrush(ink));
    if (!shown.low.empty()) {
        painter.setPen(QPen(colours.text, 1.2));
        const double y = std::round(area.center().y()) + 0.5;
        painter.drawLine(QPointF(x(shown.low[parameter]), y), QPointF(x(shown.high[parameter]), y));
        for (const double end : {shown.low[parameter], shown.high[parameter]})
            painter.drawLine(QPointF(x(end), y - 3.0), QPointF(x(end), y + 3.0));
    }
    painter.setPen(shown.poor ? colours.mutedText : colours.text);
    painter.drawText(QRectF(area.right() - number, area.top(), number, area.height()),
                     Qt::AlignRight | Qt::AlignVCenter, percentText(share));
}

void ImportanceChart::mousePressEvent(QMouseEvent* event)
{
    std::size_t row = 0, column = 0;
    if (event->button() != Qt::LeftButton || !at(event->position(), row, column))
        return;
    m_row = row;
    m_column = column;
    describe();
    update();
    Q_EMIT chosen(m_order[row], column);
}

void ImportanceChart::mouseMoveEvent(QMouseEvent* event)
{
    std::size_t row = 0, column = 0;
    if (!at(event->position(), row, column)) {
        m_card->dismiss();
        return;
    }
    const ImportanceColumn& shown = m_columns[column];
    m_card->showAt(event->position().toPoint(), shown.notes[m_order[row]]);
}

void ImportanceChart::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void ImportanceChart::keyPressEvent(QKeyEvent* event)
{
    if (m_columns.empty() || m_order.empty())
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Up:
        m_row -= m_row > 0 ? 1 : 0;
        break;
    case Qt::Key_Down:
        m_row += m_row + 1 < m_order.size() ? 1 : 0;
        break;
    case Qt::Key_Left:
        m_column -= m_column > 0 ? 1 : 0;
        break;
    case Qt::Key_Right:
        m_column += m_column + 1 < m_columns.size() ? 1 : 0;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    describe();
    update();
    Q_EMIT chosen(m_order[m_row], m_column);
}

void ImportanceChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void ImportanceChart::describe()
{
    if (m_columns.empty() || m_order.empty()) {
        setAccessibleDescription(tr("No importances yet"));
        return;
    }
    const ImportanceColumn& shown = m_columns[m_column];
    const std::size_t parameter = m_order[m_row];
    setAccessibleDescription(tr("%1 has a part in %2 of %3; %4")
                                 .arg(m_names[static_cast<qsizetype>(parameter)],
                                      percentText(shown.shares[parameter]), shown.title, shown.quality));
}

} // namespace paretoscope::ui::plots
