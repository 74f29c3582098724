// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace paretoscope::cli {

/// From now on the first signal to interrupt or terminate asks for an end in good order, which interrupted()
/// tells; a second one ends the program.
void stopOnSignals();
[[nodiscard]] bool interrupted();

} // namespace paretoscope::cli
