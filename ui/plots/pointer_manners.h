// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What every plot agrees on about the pointer; how near it must come to a mark is each plot's own affair.
namespace paretoscope::ui::plots {

inline constexpr double kDragStart_px = 4.0;      ///< below, a press and release is a click
inline constexpr double kFiltersPerSecond = 30.0; ///< steps of a dragged limit or brush that are followed

} // namespace paretoscope::ui::plots
