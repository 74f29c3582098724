// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/command.h"

#include <QMenuBar>

namespace paretoscope::ui::window {

/// Everything the menus offer, as commands, with the names of their menus; whatever is added to a menu can be
/// found by name.
[[nodiscard]] QList<Command> commandsOf(const QMenuBar& menus);

/// "&Open…" as people read it: "Open".
[[nodiscard]] QString plainText(const QAction& action);

} // namespace paretoscope::ui::window
