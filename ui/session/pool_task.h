// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace paretoscope::ui::session {

/// Runs `work` on a thread of the application's pool. Work must own what it reads.
void startInPool(std::function<void()> work);

} // namespace paretoscope::ui::session
