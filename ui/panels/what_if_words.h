// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/space.h"
#include "core/study/front_place.h"
#include "ui/panels/what_if_evaluation.h"
#include "ui/session/axis.h"

#include <QString>

#include <vector>

namespace paretoscope::ui::panels {

/// A value of a parameter as people read it: "128 KiB", "row stationary", "8 × 4".
[[nodiscard]] QString valueWords(const space::Parameter& parameter, const session::Axis& axis,
                                 std::span<const double> value);

/// The axis of a parameter.
[[nodiscard]] const session::Axis& axisOf(const std::vector<session::Axis>& axes, std::size_t parameter);

/// What a rule asks for: "PE columns × PE rows ≤ 512".
[[nodiscard]] QString lawWords(const space::InputConstraint& rule, const space::Space& space,
                               const std::vector<session::Axis>& axes);

/// Why a value is out of reach: "Breaks “pe budget”: PE columns × PE rows ≤ 512, here 32 × 32."
[[nodiscard]] QString ruleWords(const space::InputConstraint& rule, const space::Space& space,
                                const space::Design& design, const std::vector<session::Axis>& axes);

/// Where an answer would stand: "On the front. It would push off 3 designs: #4, #9, #12." and what the
/// hypervolume gains.
[[nodiscard]] QString placeWords(const WhatIfAnswer& answer);

/// "exact, 31 ms"; "short search, 42 ms"
[[nodiscard]] QString effortWords(const WhatIfAnswer& answer);

} // namespace paretoscope::ui::panels
