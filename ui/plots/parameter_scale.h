// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/value_range.h"
#include "ui/session/axis.h"

#include <QFontMetricsF>
#include <QString>

#include <vector>

namespace paretoscope::ui::plots {

/// Where the values of a parameter stand on a small axis: numbers by size, on their own scale, listed values
/// and categories one beside the other.
class ParameterScale
{
public:
    ParameterScale() = default;
    explicit ParameterScale(const session::Axis& axis);

    /// Values stand side by side and nothing lies between them.
    [[nodiscard]] bool isListed() const { return m_places > 0; }
    /// 0 to 1; NaN for NaN.
    [[nodiscard]] double shareOf(double position) const;

    struct Tick
    {
        double share = 0.0;
        QString text;
    };
    /// As many as have room on an axis of so many pixels, side by side or above one another.
    [[nodiscard]] std::vector<Tick> ticks(double length, const QFontMetricsF& metrics,
                                          Qt::Orientation orientation = Qt::Horizontal) const;

private:
    session::Axis m_axis;
    std::size_t m_places = 0; ///< of listed values
};

/// Round places for values between `low` and `high` on `room` pixels, in one unit for the whole axis;
/// positions are shares of the way. A logarithmic axis has 1, 2 and 5 of each power of ten, or 1 alone.
[[nodiscard]] std::vector<ParameterScale::Tick> valueTicks(ValueRange range, const QString& unit, double room,
                                                           double pixelsPerTick, bool logarithmic = false);

} // namespace paretoscope::ui::plots
