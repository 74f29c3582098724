// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/response.h"
#include "ui/plots/parameter_scale.h"
#include "ui/session/axis.h"

#include <vector>

namespace paretoscope::ui::plots {

/// What a model expects along one parameter.
struct SliceCurve
{
    std::size_t parameter = 0;
    session::Axis axis;
    ParameterScale scale;
    double centre = 0.0; ///< position of the design that the slice passes through
    analysis::Response response;
    std::vector<analysis::NearTrial> trials;
};

} // namespace paretoscope::ui::plots
