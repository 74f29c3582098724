// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "ui/look/colours.h"

#include <QFontMetricsF>
#include <QString>
#include <QStringList>

namespace paretoscope::ui::panels {

// How the views of a loop nest say and colour its parts.

[[nodiscard]] bool isSpatial(const problem::NestLoop& loop);
/// "for k in 0..8", "parallel for k in 0..8".
[[nodiscard]] QString headOf(const problem::NestLoop& loop);
[[nodiscard]] QString innermost(); ///< what stands inside all loops
/// The first of several ways to say something that fits; empty when none does.
[[nodiscard]] QString firstThatFits(const QStringList& ways, const QFontMetricsF& metrics, double room);
[[nodiscard]] QString residentText(const problem::NestLevel::Resident& resident);
[[nodiscard]] double occupied(const problem::NestLevel& level); ///< bytes
/// How full a memory is, said long and short.
[[nodiscard]] QStringList fillTexts(const problem::NestLevel& level);
/// The three operands keep their colours from layer to layer, whatever else a memory holds.
[[nodiscard]] QColor tensorColour(const std::string& tensor, const look::Colours& colours);

inline constexpr double kUnchanged = 5e-4; ///< a relative change below this is "="
/// "▲ +12 %": the shape says up or down; better or worse is for a colour to say.
[[nodiscard]] QString changeWords(double from, double to, const QString& unit);

} // namespace paretoscope::ui::panels
