// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "ui/session/axis.h"

#include <QString>

namespace paretoscope::ui::plots {

/// Which end of an axis a new limit cuts off: the worse end of a metric; of a parameter the end nearer to
/// where the limit is set, since neither is better. True: the limit is an upper bound. \param share where the
/// limit is set, 0 = low end, 1 = high end
[[nodiscard]] bool limitIsUpper(const session::Axis& axis, double share);

/// A dragged position as a limit a person would have typed: the nearest legal value of an ordinal or
/// categorical parameter, otherwise rounded to the digits that one pixel can tell apart. \param resolution by
/// how much the value changes in one pixel
[[nodiscard]] double tidyLimit(const session::Axis& axis, double value, double resolution);

/// `existing` (or a new pin on the axis) with one bound changed; an infinite value removes the bound. Bounds
/// never cross: the one that moves stops at the other.
[[nodiscard]] study::Pin withLimit(const study::Pin* existing, const session::Axis& axis, bool upper,
                                   double value);

/// "≤ 5.0 mm²"
[[nodiscard]] QString limitText(const session::Axis& axis, bool upper, double value);

} // namespace paretoscope::ui::plots
