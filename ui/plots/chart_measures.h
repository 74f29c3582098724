// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What the charts of a page have in common, so that they stand in line.
namespace paretoscope::ui::plots {

inline constexpr double kPad = 8.0; ///< around everything, pixels

} // namespace paretoscope::ui::plots
