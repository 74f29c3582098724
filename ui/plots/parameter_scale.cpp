// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parameter_scale.h"

#include "ui/look/quantity.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kTickGap = 8.0; ///< pixels between the texts of two ticks

constexpr double kShortest = 34.0; ///< pixels of a text that is cut to fit and still tells something

/// Shortens or leaves out what would run into its neighbour; the first stays.
std::vector<ParameterScale::Tick> thinned(const std::vector<ParameterScale::Tick>& all, double length,
                                          const QFontMetricsF& metrics, Qt::Orientation orientation, bool cut)
{
    double widest = metrics.height();
    if (orientation == Qt::Horizontal)
        for (const ParameterScale::Tick& tick : all)
            widest = std::max(widest, metrics.horizontalAdvance(tick.text) + kTickGap);
    const auto count = static_cast<double>(all.size());
    std::vector<ParameterScale::Tick> kept;
    if (orientation == Qt::Horizontal && cut && length / count >= kShortest) {
        for (const ParameterScale::Tick& tick : all)
            kept.push_back({tick.share, metrics.elidedText(tick.text, Qt::ElideRight, length / count - 4.0)});
        return kept;
    }
    const auto stride = static_cast<std::size_t>(std::max(1.0, std::ceil(widest * count / length)));
    for (std::size_t i = 0; i < all.size(); i += stride)
        kept.push_back(all[i]);
    return kept;
}

/// About `parts` round values in the range.
std::vector<double> roundValues(ValueRange range, double parts, bool logarithmic)
{
    std::vector<double> values;
    if (!logarithmic) {
        const double step = roundStep(range.high - range.low, std::max(1.0, parts));
        for (double i = std::ceil(range.low / step - 1e-9); i * step <= range.high + 1e-9 * step; i += 1.0)
            values.push_back(i == 0.0 ? 0.0 : i * step);
        return values;
    }
    const bool few = 3.0 * std::log10(range.high / range.low) > std::max(3.0, parts);
    for (double power = std::pow(10.0, std::floor(std::log10(range.low))); power <= range.high; power *= 10.0)
        for (const double times : {1.0, 2.0, 5.0})
            if ((times == 1.0 || !few) && range.contains(times * power * (1.0 + 1e-12)))
                values.push_back(times * power);
    return values;
}

} // namespace

ParameterScale::ParameterScale(const session::Axis& axis)
    : m_axis(axis)
    , m_places(axis.categories.isEmpty() ? axis.values.size()
                                         : static_cast<std::size_t>(axis.categories.size()))
{ }

double ParameterScale::shareOf(double position) const
{
    if (std::isnan(position))
        return position;
    if (!isListed())
        return plots::shareOf({m_axis.low, m_axis.high}, position, m_axis.logarithmic);
    double place = position;
    if (m_axis.categories.isEmpty())
        place = static_cast<double>(std::lower_bound(m_axis.values.begin(), m_axis.values.end(), position)
                                    - m_axis.values.begin());
    return (place + 0.5) / static_cast<double>(m_places);
}

std::vector<ParameterScale::Tick> ParameterScale::ticks(double length, const QFontMetricsF& metrics,
                                                        Qt::Orientation orientation) const
{
    std::vector<Tick> all;
    if (!isListed() && !m_axis.logarithmic)
        return valueTicks({m_axis.low, m_axis.high}, m_axis.unit, length,
                          orientation == Qt::Horizontal ? 64.0 : 28.0);
    if (!isListed())
        for (const double share : {0.0, 0.5, 1.0})
            all.push_back({share, m_axis.text(valueAt({m_axis.low, m_axis.high}, share, true), 2)});
    for (std::size_t i = 0; i < m_places; ++i) {
        const double position = m_axis.categories.isEmpty() ? m_axis.values[i] : static_cast<double>(i);
        all.push_back({shareOf(position), m_axis.text(position)});
    }
    // A name cut short still tells what it is; a number would lie.
    return thinned(all, std::max(length, 1.0), metrics, orientation, !m_axis.categories.isEmpty());
}

std::vector<ParameterScale::Tick> valueTicks(ValueRange range, const QString& unit, double room,
                                             double pixelsPerTick, bool logarithmic)
{
    std::vector<ParameterScale::Tick> ticks;
    if (!(range.high > range.low) || room <= 0.0)
        return ticks;
    const look::DisplayUnit shown = look::displayUnit(std::max(std::abs(range.low), std::abs(range.high)),
                                                      unit);
    const ValueRange scaled{range.low * shown.factor, range.high * shown.factor};
    QLocale plain;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    for (const double value : roundValues(scaled, room / pixelsPerTick, logarithmic)) {
        QString text = plain.toString(value, 'g', 5);
        if (ticks.empty() && !shown.unit.isEmpty())
            text += QLatin1Char(' ') + shown.unit;
        ticks.push_back({shareOf(scaled, value, logarithmic), text});
    }
    return ticks;
}

} // namespace paretoscope::ui::plots
