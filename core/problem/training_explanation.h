// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_inference.h"
#include "core/problem/training_cache.h"
#include "core/problem/training_problem.h"
#include "core/workload/network.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace paretoscope::problem {

/// A network that was trained and then run on its crossbars.
struct JudgedTraining
{
    std::shared_ptr<const Training> training;
    accuracy::CrossbarAccuracy accuracy;
    workload::Network network;
};

/// How the columns of its layers fare with a few of these images. Errors: Cancelled; those of running it.
[[nodiscard]] Result<std::vector<MeasuredColumns>> measuredColumns(const JudgedTraining& judged,
                                                                   const accuracy::CrossbarWidths& widths,
                                                                   const accuracy::ImageSet& images,
                                                                   const std::stop_token& stop);

/// Everything the inspector draws of it: the machine as the question's hardware explains it, how exact each
/// layer is, and how it was trained. Errors: those of HardwareScore::explain but for InvalidInput, which
/// becomes the explanation.
[[nodiscard]] Result<Explanation> explainTraining(const JudgedTraining& judged,
                                                  const accuracy::CrossbarWidths& widths,
                                                  const TrainingQuestion& question);

} // namespace paretoscope::problem
