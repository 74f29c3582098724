// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_engine.h"

namespace paretoscope::accuracy {

/// The way into the module: a function of this type called paretoscopeMakeTrainingEngine, beside an int
/// called paretoscopeTrainingEngineVersion.
using MakeEngine = Result<std::unique_ptr<TrainingEngine>> (*)(const TrainingTask& task);

} // namespace paretoscope::accuracy
