// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapping_edit.h"

#include <QString>

/// Lengths, in pixels, and words that laying a mapping's canvas out and painting it agree on.
namespace paretoscope::ui::panels::canvas {

inline constexpr double kSide = 8.0;        ///< left and right of everything
inline constexpr double kGrip = 14.0;       ///< the handle in front of a loop
inline constexpr double kMostIndent = 14.0; ///< one step inwards
inline constexpr double kLeastIndent = 3.0;
inline constexpr double kChipPadding = 7.0;
inline constexpr double kMark = 9.0;  ///< the square of a tensor's colour
inline constexpr double kLock = 11.0; ///< the padlock of one that the machine decides
inline const QString kLongestSize = QStringLiteral(" 8.88 MiB");

[[nodiscard]] inline QString headOf(cost::spatial::Lane lane, const QString& name)
{
    return lane == cost::spatial::Lane::Time ? QStringLiteral("for %1 in 0..").arg(name)
                                             : QStringLiteral("parallel for %1 in 0..").arg(name);
}

} // namespace paretoscope::ui::panels::canvas
