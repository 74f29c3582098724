// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "ui/session/axis.h"

#include <QString>

#include <vector>

namespace paretoscope::ui::panels {

/// A pin as people say it: "Area ≤ 5 mm²", "2 mJ ≤ Energy ≤ 4 mJ", "Dataflow = any", "not 2 mm² ≤ Area ≤ 3
/// mm²".
[[nodiscard]] QString pinText(const session::Axis& axis, const study::Pin& pin);

/// A pin as people type it, with the axis's identifier: "area <= 5 mm²".
[[nodiscard]] QString typedPin(const session::Axis& axis, const study::Pin& pin);

/// Reads "area <= 5", "energy >= 2 mJ", "2 mJ <= energy <= 4 mJ", "dataflow = any", "dataflow != any",
/// "not 2 mJ <= energy <= 4 mJ"; the axis by identifier or
/// label, whatever the case.
/// \returns InvalidInput with a sentence that says what is expected
[[nodiscard]] Result<study::Pin> parsePin(const QString& text, const std::vector<session::Axis>& axes);

} // namespace paretoscope::ui::panels
