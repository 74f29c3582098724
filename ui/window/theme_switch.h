// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

namespace paretoscope::ui::window {

/// Gives the whole application style, palette and style sheet of a theme; views hear of it by
/// QEvent::PaletteChange. The System theme is light or dark as the desktop was when the program started.
void applyTheme(look::Theme theme);

/// Texts of the whole application at this multiple of their usual size.
void setTypeScale(double scale);

} // namespace paretoscope::ui::window
