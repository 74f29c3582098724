// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report.h"

#include <QSize>
#include <QWidget>

namespace paretoscope::ui::report {

inline constexpr QSize kFrontSize{1000, 640};
inline constexpr QSize kConvergenceSize{1000, 360};

/// Lays a view out in the light theme, whatever the window wears, without its ever being seen. Views of many
/// designs refine in the background for some tenths of a second before a figure of them is worth drawing.
void prepare(QWidget& view, QSize size);

/// The view as it stands, at twice the resolution of a screen, and as vectors where the view can.
[[nodiscard]] Figure figureOf(QWidget& view, const QString& name, const QString& caption);

/// The machine of a design as a block diagram; null image where the explanation has no blocks.
[[nodiscard]] Figure diagramOf(const problem::Explanation& explanation, std::uint64_t id,
                               const QString& name);
/// Its energy by component and operand; null image where there is none.
[[nodiscard]] Figure energyOf(const problem::Explanation& explanation, std::uint64_t id, const QString& name);

} // namespace paretoscope::ui::report
