// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_snapshot.h"
#include "ui/look/colours.h"

#include <QPainter>
#include <QStringList>

namespace paretoscope::ui::plots {

/// How a method of a race looks: colour, line and marker all differ from one to the next, so that none of
/// them carries the difference alone.
struct MethodStyle
{
    QColor colour;
    Qt::PenStyle line = Qt::SolidLine;
    int marker = 0;
};
/// \param method position in the race
[[nodiscard]] MethodStyle methodStyle(std::size_t method, const look::Colours& colours);
void paintMethodMarker(QPainter& painter, QPointF centre, const MethodStyle& style, double radius,
                       const QColor& ground);
/// A short piece of the method's line with its marker on it, for legends. `area` is where it goes.
void paintMethodSample(QPainter& painter, QRectF area, const MethodStyle& style, const QColor& ground);

/// "NSGA-II" for "nsga2".
[[nodiscard]] QString methodTitle(const std::string& name);
[[nodiscard]] QStringList methodTitles(const study::RaceSnapshot& race);

} // namespace paretoscope::ui::plots
