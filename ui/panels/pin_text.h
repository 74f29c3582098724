// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "ui/session/axis.h"

#include <QString>

#include <optional>
#include <vector>

namespace paretoscope::ui::panels {

/// "Area ≤ 5 mm²", "128 ≤ PEs", "16 KiB ≤ Global buffer ≤ 64 KiB".
[[nodiscard]] QString pinText(const study::Pin& pin, const std::vector<session::Axis>& axes);

/// A limit as a person types it: "area <= 5", "pes >= 128", "latency < 8 ms", "global_buffer = 64 KiB",
/// "4 <= area <= 6". Axes by name or label, case ignored; numbers with or without unit (base unit then).
/// \param problem receives one sentence when the text makes no pin
[[nodiscard]] std::optional<study::Pin> pinFromText(const QString& text,
                                                    const std::vector<session::Axis>& axes, QString& problem);

} // namespace paretoscope::ui::panels
