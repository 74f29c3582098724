// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

namespace paretoscope::ui::plots {

/// What a drag in the plane does when no key is held: draw a box or a line around designs, zoom in, or
/// compare two designs.
enum class FrontTool { Box, Lasso, Zoom, Ruler };

/// A small drawing of the tool in this ink.
[[nodiscard]] QIcon toolIcon(FrontTool tool, const QColor& ink);

} // namespace paretoscope::ui::plots
