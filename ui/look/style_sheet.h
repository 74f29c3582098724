// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

#include <QString>

namespace paretoscope::ui::look {

/// The parts of the look that a palette cannot say: quiet frames, dock titles, chips, strips, primary
/// buttons. Widgets ask for them with the dynamic property "role": section, caption, chip, primary, quiet,
/// title, tile, strip-paused, strip-failed, strip-note, strip-done.
[[nodiscard]] QString styleSheetFor(const Colours& colours);

} // namespace paretoscope::ui::look
