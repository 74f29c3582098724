// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mapping_costs.h"

#include "ui/look/quantity.h"
#include "ui/panels/nest_words.h"
#include "ui/panels/text.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

using problem::TriedMapping;

constexpr double kCostGap = 8.0;
constexpr int kWide = 440; ///< from here on the four figures share a row

double relative(double from, double to)
{
    return from > 0.0 ? to / from - 1.0 : 0.0;
}

} // namespace

MappingCosts::MappingCosts(QWidget* parent)
    : QWidget(parent)
    , m_colours(look::coloursFor(palette()))
{
    setAccessibleName(tr("Cost of the mapping"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void MappingCosts::setCosts(TriedPtr base, TriedPtr shown, TriedPtr legal)
{
    const bool otherRows = !m_base || !base || m_base->parts.size() != base->parts.size();
    m_base = std::move(base);
    m_shown = std::move(shown);
    m_legal = std::move(legal);
    setAccessibleDescription(asText());
    if (otherRows)
        updateGeometry();
    update();
}

std::vector<MappingCosts::Figure> MappingCosts::figures() const
{
    if (!m_base || !m_legal)
        return {};
    const auto figure = [&](const QString& name, const QString& unit, double TriedMapping::*field) {
        const double from = (*m_base).*field;
        const double to = (*m_legal).*field;
        return Figure{name, look::quantity(to, unit), relative(from, to), changeWords(from, to, unit), true};
    };
    std::vector<Figure> figures{figure(tr("Cycles"), {}, &TriedMapping::cycles),
                                figure(tr("Energy"), QStringLiteral("J"), &TriedMapping::energy_J),
                                figure(tr("Energy × delay"), QStringLiteral("J·s"), &TriedMapping::edp_Js)};
    figures.front().value = look::count(static_cast<quint64>(m_legal->cycles));
    figures.push_back({tr("Utilization"), percent(m_legal->utilization),
                       relative(m_base->utilization, m_legal->utilization),
                       changeWords(m_base->utilization, m_legal->utilization, {}), false});
    return figures;
}

QString MappingCosts::sentence() const
{
    if (!m_shown)
        return {};
    if (!m_shown->runs()) {
        QString reason = readable(m_shown->illegal);
        if (!reason.isEmpty())
            reason[0] = reason[0].toUpper();
        return tr("Cannot run. %1").arg(reason);
    }
    return m_shown->bound == "compute" ? tr("Limited by arithmetic.")
                                       : tr("Limited by the bandwidth of %1.").arg(readable(m_shown->bound));
}

QString MappingCosts::asText() const
{
    QStringList parts;
    for (const Figure& figure : figures())
        parts << tr("%1 %2, %3").arg(figure.name, figure.value, figure.changeText);
    parts << sentence();
    return parts.join(QStringLiteral("; "));
}

int MappingCosts::columns(int width) const
{
    return width >= kWide ? 4 : 2;
}

double MappingCosts::rowHeight() const
{
    return std::ceil(QFontMetricsF(font()).height()) + 3.0;
}

void MappingCosts::setHint(const QString& hint)
{
    m_hint = hint;
    update();
}

void MappingCosts::setBrief(bool brief)
{
    if (brief == m_brief)
        return;
    m_brief = brief;
    updateGeometry();
    update();
}

double MappingCosts::partsHeight() const
{
    if (m_brief)
        return 0.0;
    constexpr std::size_t kUsual = 6; // until it is known
    return static_cast<double>((m_base ? m_base->parts.size() : kUsual) + 1) * rowHeight();
}

int MappingCosts::heightForWidth(int width) const
{
    const double figureRows = 4.0 / columns(width);
    return static_cast<int>(std::ceil(figureRows * (2.0 * rowHeight() + 2.0) + partsHeight()
                                      + 2.0 * rowHeight() + 1.5 * kCostGap));
}

QSize MappingCosts::sizeHint() const
{
    return {360, heightForWidth(360)};
}

QSize MappingCosts::minimumSizeHint() const
{
    return {200, heightForWidth(width() > 0 ? width() : 360)};
}

QColor MappingCosts::changeColour(double change, bool lessIsBetter) const
{
    if (std::abs(change) < kUnchanged)
        return m_colours.mutedText;
    return (change < 0.0) == lessIsBetter ? m_colours.better : m_colours.worse;
}

void MappingCosts::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_colours.grid, 1));
    painter.setBrush(m_colours.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QRectF inner = QRectF(rect()).adjusted(kCostGap, kCostGap / 2, -kCostGap, -kCostGap / 2);
    const std::vector<Figure> all = figures();
    if (all.empty())
        return;
    const int across = columns(width());
    const double cellWidth = inner.width() / across;
    const double cellHeight = 2.0 * rowHeight() + 2.0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto column = static_cast<int>(i) % across;
        const auto row = static_cast<int>(i) / across;
        paintFigure(painter, all[i],
                    {inner.left() + column * cellWidth, inner.top() + row * cellHeight, cellWidth - kCostGap,
                     cellHeight});
    }
    const double top = inner.top() + 4.0 / across * cellHeight;
    if (!m_brief)
        paintParts(painter, {inner.left(), top, inner.width(), partsHeight()});
    paintSentence(painter,
                  {inner.left(), top + partsHeight() + kCostGap / 2, inner.width(), 2.0 * rowHeight()});
}

void MappingCosts::paintFigure(QPainter& painter, const Figure& figure, const QRectF& area) const
{
    const bool stale = !m_shown || !m_shown->runs();
    const double height = rowHeight();
    painter.setFont(font());
    painter.setPen(m_colours.mutedText);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), height), Qt::AlignLeft | Qt::AlignVCenter,
                     figure.name);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(stale ? m_colours.mutedText : m_colours.text);
    const QRectF line(area.left(), area.top() + height, area.width(), height);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, figure.value);
    const double used = QFontMetricsF(bold).horizontalAdvance(figure.value) + 6.0;
    painter.setFont(font());
    painter.setPen(stale ? m_colours.mutedText : changeColour(figure.change, figure.lessIsBetter));
    painter.drawText(line.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, figure.changeText);
}

/// \param filled,tick shares of the ground: of what is shown, and where the base stands
void MappingCosts::paintBar(QPainter& painter, QRectF ground, double filled, double tick,
                            const QColor& colour) const
{
    ground.adjust(0, 4, 0, -4);
    painter.fillRect(ground, m_colours.grid);
    QRectF part = ground;
    part.setWidth(ground.width() * std::clamp(filled, 0.0, 1.0));
    painter.fillRect(part, colour);
    const double x = ground.left() + ground.width() * std::clamp(tick, 0.0, 1.0);
    painter.setPen(QPen(m_colours.text, 1.5));
    painter.drawLine(QPointF(x, ground.top() - 2), QPointF(x, ground.bottom() + 2));
}

void MappingCosts::paintParts(QPainter& painter, const QRectF& area) const
{
    const QFontMetricsF metrics(font());
    const bool stale = !m_shown || !m_shown->runs();
    const double height = rowHeight();
    const double value = metrics.horizontalAdvance(QStringLiteral("888 mJ "));
    const double change = metrics.horizontalAdvance(QStringLiteral("▼ −88 % "));
    const double share = metrics.horizontalAdvance(QStringLiteral("9,999 % "));
    double name = 0.0;
    double most = 0.0;
    for (std::size_t i = 0; i < m_legal->parts.size(); ++i) {
        name = std::max(name, metrics.horizontalAdvance(readable(m_legal->parts[i].name)) + kCostGap);
        most = std::max({most, m_legal->parts[i].energy_J, m_base->parts[i].energy_J});
    }
    const double bars = std::max(40.0, area.width() - name - value - change - share - 2 * kCostGap);
    const double energyBar = bars * 0.6;
    const double fillBar = bars - energyBar;
    const double energyAt = area.left() + name;
    const double valueAt = energyAt + energyBar + kCostGap;
    const double fillAt = valueAt + value + change + kCostGap;

    painter.setFont(font());
    painter.setPen(m_colours.mutedText);
    const auto head = [&](double x, const QString& word) {
        painter.drawText(QRectF(x, area.top(), area.right() - x, height), Qt::AlignLeft | Qt::AlignVCenter,
                         word);
    };
    head(energyAt, tr("Energy"));
    head(fillAt, tr("Fill"));
    for (std::size_t i = 0; i < m_base->parts.size() && i < m_legal->parts.size(); ++i) {
        const TriedMapping::Part& before = m_base->parts[i];
        const TriedMapping::Part& energy = m_legal->parts[i];
        // How full a memory would be is known even where that is too full.
        const bool known = m_shown && i < m_shown->parts.size();
        const TriedMapping::Part& fill = known ? m_shown->parts[i] : energy;
        const double y = area.top() + static_cast<double>(i + 1) * height;
        painter.setPen(stale ? m_colours.mutedText : m_colours.text);
        painter.drawText(QRectF(area.left(), y, name, height), Qt::AlignLeft | Qt::AlignVCenter,
                         readable(energy.name));
        painter.drawText(QRectF(valueAt, y, value, height), Qt::AlignLeft | Qt::AlignVCenter,
                         look::quantity(energy.energy_J, QStringLiteral("J")));
        painter.setPen(stale ? m_colours.mutedText
                             : changeColour(relative(before.energy_J, energy.energy_J), true));
        painter.drawText(QRectF(valueAt + value, y, change, height), Qt::AlignLeft | Qt::AlignVCenter,
                         changeWords(before.energy_J, energy.energy_J, QStringLiteral("J")));
        if (most > 0.0)
            paintBar(painter, {energyAt, y, energyBar, height}, energy.energy_J / most,
                     before.energy_J / most, stale ? m_colours.dimmed : m_colours.accent);
        if (fill.usable_bytes <= 0.0)
            continue;
        const double filled = fill.used_bytes / fill.usable_bytes;
        paintBar(painter, {fillAt, y, fillBar, height}, filled, before.used_bytes / before.usable_bytes,
                 filled > 1.0 ? m_colours.worse : m_colours.accent);
        painter.setPen(filled > 1.0 ? m_colours.worse : m_colours.text);
        painter.drawText(QRectF(fillAt + fillBar + 4, y, share + kCostGap, height),
                         Qt::AlignLeft | Qt::AlignVCenter, percent(filled));
    }
}

void MappingCosts::paintSentence(QPainter& painter, const QRectF& area) const
{
    const bool illegal = m_shown && !m_shown->runs();
    if (illegal) {
        QColor wash = m_colours.worse;
        wash.setAlphaF(0.14F);
        painter.fillRect(area.adjusted(-4, 0, 4, 0), wash);
    }
    painter.setFont(font());
    painter.setPen(illegal ? m_colours.text : m_colours.mutedText);
    const bool untouched = !illegal && m_shown && m_base && m_shown->mapping == m_base->mapping;
    QString says = illegal ? QStringLiteral("⊘ ") + sentence() : sentence();
    if (untouched && !m_hint.isEmpty())
        says += QLatin1Char('\n') + m_hint;
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, says);
}

void MappingCosts::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        m_colours = look::coloursFor(palette());
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    update();
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
