// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace paretoscope::ui::look {

/// Identifiers as people read them: "global_buffer" -> "global buffer", "psum_spad" -> "partial-sum
/// scratchpad". Files written by other programs abbreviate; on screen a thing has one name, that of its
/// parameter.
[[nodiscard]] QString wordsOf(const std::string& identifier);

} // namespace paretoscope::ui::look
