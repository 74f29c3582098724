// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/slice_curve.h"
#include "ui/plots/value_range.h"
#include "ui/session/selection.h"

#include <QRectF>

#include <functional>
#include <optional>

class QPainter;

namespace paretoscope::ui::plots {

/// One slice where it is drawn.
struct SlicePicture
{
    const SliceCurve& curve;
    QRectF plot;
    ValueRange range; ///< of the vertical axis
    bool logarithmic = false;

    [[nodiscard]] double x(double position) const;
    [[nodiscard]] double y(double value) const;
};

/// How designs are shown in all slices.
struct SliceDesigns
{
    double measured = 0.0; ///< the outcome of the design in the middle; NaN where it was not measured
    std::function<bool(session::TrialId)> lit; ///< the others are drawn hollow; empty: none
    std::optional<session::TrialId> hovered;
};

/// The less likely a design there works, the stronger; what a rule of the space forbids is hatched.
void paintSliceWash(QPainter& painter, const SlicePicture& slice, const look::Colours& colours);
/// A line for the median in a band, for a parameter whose values lie on a scale.
void paintSliceBand(QPainter& painter, const SlicePicture& slice, const look::Colours& colours);
/// A bar for each value of a parameter whose values are a list.
void paintSliceBars(QPainter& painter, const SlicePicture& slice, const look::Colours& colours);
/// Measured designs near the slice, and the design in the middle.
void paintSliceTrials(QPainter& painter, const SlicePicture& slice, const SliceDesigns& designs,
                      const look::Colours& colours);
/// What decides where to look next, each from 0 to 1: the improvement expected of designs that work, the
/// probability that they do, and the product of both; the first and the last as shares of their best here.
void paintSlicePromise(QPainter& painter, const QRectF& area, const SliceCurve& curve,
                       const look::Colours& colours);

} // namespace paretoscope::ui::plots
