// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_style.h"

#include "ui/look/quantity.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

/// Ticks for people: chosen and printed in a display unit, placed in base units. A logarithmic axis that
/// shows less than a decade has linear ticks, one that shows a few has ticks at 1, 2 and 5, so that no view
/// is left with a single number on it.
class UnitTicker : public QCPAxisTicker
{
public:
    UnitTicker(QString unit, bool logarithmic, bool whole)
        : m_unit(std::move(unit))
        , m_logarithmic(logarithmic)
        , m_whole(whole)
    { }

    void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* tickLabels) override
    {
        const double largest = std::max(std::abs(range.lower), std::abs(range.upper));
        const double factor = look::displayUnit(largest, m_unit).factor;
        QCPRange shown(range.lower * factor, range.upper * factor);
        m_largest = largest * factor;
        m_decades = m_logarithmic && shown.lower > 0.0 ? std::log10(shown.upper / shown.lower) : 0.0;
        QCPAxisTicker::generate(shown, locale, formatChar, precision, ticks, subTicks, tickLabels);
        for (double& tick : ticks)
            tick /= factor;
        if (subTicks) {
            for (double& tick : *subTicks)
                tick /= factor;
        }
    }

protected:
    double getTickStep(const QCPRange& range) override
    {
        const double step = QCPAxisTicker::getTickStep(range);
        return m_whole ? std::max(1.0, std::floor(step)) : step;
    }

    int getSubTickCount(double tickStep) override
    {
        const int between = QCPAxisTicker::getSubTickCount(tickStep);
        return m_whole ? std::min(between, static_cast<int>(tickStep) - 1) : between;
    }

    QVector<double> createTickVector(double tickStep, const QCPRange& range) override
    {
        if (m_decades < kLinearBelow)
            return QCPAxisTicker::createTickVector(tickStep, range);
        QVector<double> ticks;
        const int stride = std::max(1, static_cast<int>(std::ceil(m_decades / 8.0)));
        for (int decade = firstDecade(range); decade <= std::ceil(std::log10(range.upper));
             decade += stride) {
            ticks.append(std::pow(10.0, decade));
            if (m_decades < kFewDecades)
                ticks.append({2.0 * ticks.last(), 5.0 * ticks.last()});
        }
        return ticks;
    }

    QVector<double> createSubTickVector(int subTickCount, const QVector<double>& ticks) override
    {
        if (m_decades < kLinearBelow)
            return QCPAxisTicker::createSubTickVector(subTickCount, ticks);
        QVector<double> between;
        if (ticks.isEmpty() || m_decades > 8.0)
            return between;
        for (double decade = std::pow(10.0, std::floor(std::log10(ticks.first()))); decade <= ticks.last();
             decade *= 10.0) {
            for (int k = 2; k < 10; ++k)
                between.append(decade * k);
        }
        return between;
    }

    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override
    {
        QLocale plain = locale;
        plain.setNumberOptions(QLocale::OmitGroupSeparator);
        const double magnitude = std::abs(tick);
        // Neighbours are written alike: no 100000 beside a 10^6.
        const double tooLong = m_largest >= 1e6 ? 1e4 : 1e6;
        if (magnitude != 0.0 && (magnitude < 1e-4 || magnitude >= tooLong))
            return plain.toString(tick, 'g', 3);
        // A tick of 3e-17 that should be 0 comes from adding steps.
        return plain.toString(magnitude < 1e-12 ? 0.0 : tick, 'g', 6);
    }

private:
    static constexpr double kLinearBelow = 0.9; ///< decades
    static constexpr double kFewDecades = 2.5;

    static int firstDecade(const QCPRange& range)
    {
        return static_cast<int>(std::floor(std::log10(range.lower)));
    }

    QString m_unit;
    bool m_logarithmic;
    bool m_whole;
    double m_decades = 0.0;
    double m_largest = 0.0; ///< of the range, as shown
};

/// Names at 0, 1, 2, ...
QSharedPointer<QCPAxisTicker> categoryTicker(const QStringList& categories)
{
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (qsizetype i = 0; i < categories.size(); ++i) {
        ticker->addTick(static_cast<double>(i), categories[i]);
    }
    return ticker;
}

void styleAxis(QCPAxis& axis, const look::Colours& colours, const QFont& font)
{
    const QPen line(colours.line, 1.0);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setTickLength(0, 4);
    axis.setSubTickLength(0, 2);
    axis.setTickLabelColor(colours.mutedText);
    axis.setLabelColor(colours.text);
    axis.setTickLabelFont(font);
    axis.setLabelFont(font);
    axis.setTickLabelPadding(4);
    axis.setLabelPadding(5);
    axis.grid()->setPen(QPen(colours.grid, 1.0));
    axis.grid()->setZeroLinePen(Qt::NoPen);
    axis.grid()->setSubGridVisible(false);
}

} // namespace

void applyStyle(QCustomPlot& plot, const look::Colours& colours)
{
    plot.setBackground(QBrush(colours.canvas));
    plot.setNoAntialiasingOnDrag(false);
    plot.setNotAntialiasedElements(QCP::aeAxes | QCP::aeGrid);
    for (QCPAxisRect* rect : plot.axisRects()) {
        for (QCPAxis* axis : rect->axes())
            styleAxis(*axis, colours, plot.font());
    }
}

void dressAxis(QCPAxis& axis, const AxisDress& dress)
{
    axis.setScaleType(dress.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (!dress.categories.isEmpty()) {
        axis.setTicker(categoryTicker(dress.categories));
        axis.setSubTicks(false);
        axis.setLabel(dress.caption);
        return;
    }
    axis.setSubTicks(true);
    axis.setTicker(QSharedPointer<UnitTicker>::create(dress.unit, dress.logarithmic, dress.whole));
    const QCPRange range = axis.range();
    const double largest = std::max(std::abs(range.lower), std::abs(range.upper));
    const QString unit = look::displayUnit(largest, dress.unit).unit;
    axis.setLabel(unit.isEmpty() ? dress.caption : QStringLiteral("%1 [%2]").arg(dress.caption, unit));
}

void suitLength(QCPAxis& axis, int length)
{
    const bool upright = QCPAxis::orientation(axis.axisType()) == Qt::Vertical;
    if (upright) // the numbers of a short axis would lie on top of each other
        axis.ticker()->setTickCount(
            std::clamp(length / (2 * QFontMetrics(axis.tickLabelFont()).height()), 2, 5));
    const QString label = axis.label();
    if (QFontMetrics(axis.labelFont()).horizontalAdvance(label) <= length)
        return;
    const qsizetype unit = label.lastIndexOf(QLatin1Char('['));
    axis.setLabel(unit < 0 ? QString() : label.mid(unit));
}

AxisDress dressOf(const session::Axis& axis, bool logarithmic)
{
    return {
        .caption = axis.label, .unit = axis.unit, .logarithmic = logarithmic, .categories = axis.categories};
}

QString powerOfTen(int exponent)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = QStringLiteral("10");
    for (const QChar c : QString::number(exponent))
        text += c == QLatin1Char('-') ? QChar(u'⁻') : digits[c.digitValue()];
    return text;
}

PaintedLayer::PaintedLayer(QCustomPlot* plot, const QString& layer, std::function<void(QPainter&)> paint,
                           bool clipped)
    : QCPLayerable(plot, layer)
    , m_paint(std::move(paint))
    , m_clipped(clipped)
{ }

void PaintedLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(true);
}

void PaintedLayer::draw(QCPPainter* painter)
{
    painter->save();
    m_paint(*painter);
    painter->restore();
}

QRect PaintedLayer::clipRect() const
{
    return m_clipped ? parentPlot()->axisRect()->rect() : parentPlot()->viewport();
}

QRectF paintChip(QPainter& painter, QRectF area, const QString& text, const QColor& ground, const QColor& ink)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(area, 4.0, 4.0);
    painter.setPen(ink);
    painter.drawText(area, Qt::AlignCenter, text);
    return area;
}

QColor mixed(const QColor& from, const QColor& to, double share)
{
    const auto blend = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return QColor(blend(from.red(), to.red()), blend(from.green(), to.green()),
                  blend(from.blue(), to.blue()));
}

} // namespace paretoscope::ui::plots
