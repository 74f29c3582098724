// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "ui/look/colours.h"
#include "ui/plots/plane_map.h"
#include "ui/session/axis.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QStringList>

#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

/// One bound of a pin as it stands on a plane: a line to drag, a chip that tells its value, a cross that
/// removes it, and the part of the plane that it excludes.
struct PinMark
{
    bool onX = false;       ///< limits x: a vertical line
    bool upper = false;     ///< the pin's maximum
    bool cutsAbove = false; ///< what lies above is excluded; of a region to leave out, above its minimum
    double value = 0.0;
    QString text;
    QLineF line;
    QRectF excluded;
    QRectF chip;
    QRectF cross;      ///< inside the chip
    QStringList notes; ///< what the limit leaves and costs
    QRectF notesArea;  ///< beside the chip
};

/// The marks of a pin that are inside the view. \param pin may be null \param notes lines below its last chip
void appendPinMarks(std::vector<PinMark>& marks, const study::Pin* pin, const session::Axis& axis, bool onX,
                    const PlaneMap& map, const QFontMetricsF& metrics, const QStringList& notes);

enum class PinPart { Line, Chip, Cross };
struct PinHit
{
    std::size_t mark = 0;
    PinPart part = PinPart::Line;
};
[[nodiscard]] std::optional<PinHit> pinAt(const std::vector<PinMark>& marks, QPointF pixel);

void paintPinMarks(QPainter& painter, const std::vector<PinMark>& marks, const look::Colours& colours);
/// A cross to click, as on every removable limit.
void paintRemoveCross(QPainter& painter, QRectF area, const QColor& ink);

} // namespace paretoscope::ui::plots
