// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

namespace paretoscope::ui::look {

/// The colour of a mark as a text may have it: the same hue, with a contrast of 4.5:1 on canvas and panel.
[[nodiscard]] QColor legible(const QColor& mark, const Colours& colours);

} // namespace paretoscope::ui::look
