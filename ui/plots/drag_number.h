// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace paretoscope::ui::plots {

/// A number for a drag, different from that of every drag before, so that the changes of one drag undo in one
/// step. UI thread only.
[[nodiscard]] inline int nextDragNumber()
{
    static int number = 0;
    return ++number;
}

} // namespace paretoscope::ui::plots
