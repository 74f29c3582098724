// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_array.h"

#include <cstdint>
#include <stop_token>
#include <vector>

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

/// What the columns of each step that learns add up to, one bit of the inputs at a time, while images run
/// through the network on crossbars: how often every whole sum was seen, from 0. Those of cells that vary are
/// rounded. In the order of CrossbarAccuracy::steps. Errors: as above.
/// \cost some 10 ms an image of a small network, so a few images will do
[[nodiscard]] Result<std::vector<std::vector<std::uint64_t>>> columnSumCounts(const TrainedNetwork& network,
                                                                              const CrossbarWidths& widths,
                                                                              const ImageSet& images,
                                                                              const std::stop_token& stop);

/// The share of images that the network names wrong in floating point. Errors: as above.
[[nodiscard]] Result<double> floatError(const TrainedNetwork& network, const ImageSet& images,
                                        const std::stop_token& stop);

} // namespace paretoscope::accuracy
