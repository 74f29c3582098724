// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_array.h"

#include <stop_token>

namespace paretoscope::accuracy {

/// How faithfully a step's result comes out of its crossbars.
struct StepFidelity
{
    std::size_t step = 0;
    /// Signal to noise, 10 log10(sum of squares of the floating-point result / sum of squares of the
    /// difference), before ReLU, noise of earlier steps included. Infinity where there is no difference.
    double sqnr_dB = 0.0;
};

/// A trained network judged on images, in floating point and on crossbars.
struct CrossbarAccuracy
{
    double floatError = 0.0;    ///< share of images named wrong
    double crossbarError = 0.0; ///< the same on crossbars
    std::vector<StepFidelity> steps;
};

/// Errors: those of TrainedNetwork::validate() and CrossbarWidths::validate(); images that do not fit the
/// network; Unsupported where a step reads results that may be negative, which crossbars here cannot;
/// Cancelled. Pure and thread-safe; one thread.
/// \cost on one core some 0.1 s for 500 images of a small network (bench_training prints it)
[[nodiscard]] Result<CrossbarAccuracy> judgeOnCrossbar(const TrainedNetwork& network,
                                                       const CrossbarWidths& widths, const ImageSet& images,
                                                       const std::stop_token& stop);

/// The share of images that the network names wrong in floating point. Errors: as above.
[[nodiscard]] Result<double> floatError(const TrainedNetwork& network, const ImageSet& images,
                                        const std::stop_token& stop);

} // namespace paretoscope::accuracy
