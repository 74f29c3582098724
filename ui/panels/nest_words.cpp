// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/nest_words.h"

#include "ui/look/quantity.h"
#include "ui/panels/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::ui::panels {

using problem::NestLevel;
using problem::NestLoop;

bool isSpatial(const NestLoop& loop)
{
    return loop.kind != NestLoop::Kind::Temporal;
}

QString headOf(const NestLoop& loop)
{
    return QStringLiteral("%1 %2 in 0..%3")
               .arg(isSpatial(loop) ? QStringLiteral("parallel for") : QStringLiteral("for"),
                    text(loop.dimension).toLower())
               .arg(loop.bound)
           + text(problem::raggedMark(loop));
}

QString innermost()
{
    return QCoreApplication::translate("LoopNest", "multiply-accumulate");
}

// A word cut to two letters says nothing.
QString firstThatFits(const QStringList& ways, const QFontMetricsF& metrics, double room)
{
    const auto fits = [&](const QString& way) { return metrics.horizontalAdvance(way) <= room; };
    const auto found = std::find_if(ways.begin(), ways.end(), fits);
    return found == ways.end() ? QString() : *found;
}

QString residentText(const NestLevel::Resident& resident)
{
    return QStringLiteral("%1 %2").arg(readable(resident.tensor),
                                       look::quantity(resident.tile_bytes, QStringLiteral("B")));
}

double occupied(const NestLevel& level)
{
    return std::accumulate(level.residents.begin(), level.residents.end(), 0.0,
                           [](double sum, const auto& resident) { return sum + resident.tile_bytes; });
}

QStringList fillTexts(const NestLevel& level)
{
    if (level.capacity_bytes <= 0.0)
        return {QCoreApplication::translate("LoopNest", "unlimited")};
    const QString share = percent(occupied(level) / level.capacity_bytes);
    const QString size = look::quantity(level.capacity_bytes, QStringLiteral("B"));
    return {QCoreApplication::translate("LoopNest", "%1 of %2").arg(share, size), share};
}

QColor tensorColour(const std::string& tensor, const look::Colours& colours)
{
    if (tensor == "weights")
        return colours.series[0];
    if (tensor == "inputs")
        return colours.series[1];
    if (tensor == "outputs")
        return colours.series[2];
    return colours.series[3 + std::hash<std::string>{}(tensor) % 5];
}

QString changeWords(double from, double to, const QString& unit)
{
    const QString change = look::relativeChange(from, to, unit);
    if (!std::isfinite(from) || !std::isfinite(to) || std::abs(to - from) <= kUnchanged * std::abs(from))
        return change;
    return (to > from ? QStringLiteral("▲ ") : QStringLiteral("▼ ")) + change;
}

} // namespace paretoscope::ui::panels
