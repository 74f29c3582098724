// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/wording.h"

#include <QColor>
#include <QFontMetricsF>
#include <QLocale>
#include <QString>

#include <cmath>
#include <string>

namespace paretoscope::ui::panels {

/// Core speaks UTF-8.
[[nodiscard]] inline QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

/// "global_buffer" -> "global buffer"
[[nodiscard]] inline QString readable(const std::string& identifier)
{
    return look::wordsOf(identifier);
}

/// "62 %" of a share, or "0.4 %" where whole percents would say nothing.
[[nodiscard]] inline QString percent(double share)
{
    const double value = 100.0 * share;
    const int decimals = value != 0.0 && value < 9.95 ? 1 : 0;
    return QLocale().toString(value, 'f', decimals) + QStringLiteral(" %");
}

/// `what` cut at its end so that it fits, never in the middle of the ellipsis.
[[nodiscard]] inline QString fitted(const QString& what, const QFontMetricsF& metrics, double width)
{
    return metrics.elidedText(what, Qt::ElideRight, width);
}

/// Black or white, whichever reads better on `ground` (WCAG relative luminance, threshold 0.179).
[[nodiscard]] inline QColor inkOn(const QColor& ground)
{
    const auto linear = [](double v) {
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const double luminance = 0.2126 * linear(ground.redF()) + 0.7152 * linear(ground.greenF())
                             + 0.0722 * linear(ground.blueF());
    return luminance > 0.179 ? QColor(16, 18, 22) : QColor(255, 255, 255);
}

} // namespace paretoscope::ui::panels
