// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/scenes.h"

namespace paretoscope::lesson {

/// PABO at work: alone, in its two modes, next to a joint search, and in two levels. All on one problem,
/// small digits on analog crossbars, whose trained networks the scenes share. A design takes some tenths of a
/// second, since its network is really trained; the searches are short so that a scene is there within
/// seconds.
[[nodiscard]] std::vector<Scene> agentScenes();

} // namespace paretoscope::lesson
