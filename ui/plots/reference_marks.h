// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/value_range.h"
#include "ui/session/axis.h"
#include "ui/session/reference_shelf.h"
#include "ui/session/study_document.h"

#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::ui::plots {

/// A reference design on a picture: a star with its name, the same in every view.
struct ReferenceMark
{
    session::TrialId id = 0;
    QString name;
    QPointF at;      ///< pixels; on the edge when it is outside
    QPointF towards; ///< the unit direction in which it lies beyond the edge; null inside
};

/// Measured, with numbers to show.
[[nodiscard]] bool isMarked(const study::Reference& reference);

/// Those that are marked and have a place. What lies beyond `area` is marked on its edge.
/// \param place of a reference, in pixels; absent or not finite = none
[[nodiscard]] std::vector<ReferenceMark>
referenceMarks(const session::ReferenceShelf& references, const QRectF& area,
               const std::function<std::optional<QPointF>(const study::Reference&)>& place);

/// The mark nearest to a position, within a few pixels.
[[nodiscard]] const ReferenceMark* referenceAt(std::span<const ReferenceMark> marks, QPointF position);
[[nodiscard]] const ReferenceMark* referenceMark(std::span<const ReferenceMark> marks, session::TrialId id);

/// A star, or at the edge an arrow.
void paintReferenceMark(QPainter& painter, const ReferenceMark& mark, const look::Colours& colours);
/// Names beside the marks, where they cover neither each other nor `taken`; inside `area`.
void paintReferenceNames(QPainter& painter, std::span<const ReferenceMark> marks, const QRectF& area,
                         const look::Colours& colours, std::vector<QRectF> taken = {});
/// A name on a ground that keeps it legible on any cloud.
void paintReferenceName(QPainter& painter, const QRectF& box, const QString& text,
                        const look::Colours& colours);
/// What hover, focus and tray add to marks.
void paintReferenceSelection(QPainter& painter, std::span<const ReferenceMark> marks,
                             const session::Selection& selection, const look::Colours& colours);
/// The dashed line of a value that a reference has, from left to right, with its name above.
void paintReferenceLine(QPainter& painter, const QRectF& area, double y, const QString& name,
                        const look::Colours& colours);

/// A range that shows the references as well, unless one is so far away that little room would be left for
/// the designs: it may grow to four times its length (our choice).
[[nodiscard]] ValueRange withReferences(ValueRange range, const session::ReferenceShelf& references,
                                        const std::function<double(const study::Reference&)>& value);
[[nodiscard]] ValueRange withReferences(ValueRange range, const session::StudyDocument& document,
                                        const session::Axis& axis);

} // namespace paretoscope::ui::plots
