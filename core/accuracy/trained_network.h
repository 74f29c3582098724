// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/candidate.h"

#include <vector>

namespace paretoscope::accuracy {

/// What a step has learnt, as plain numbers.
struct StepWeights
{
    std::vector<float>
        weights; ///< [output][channel][row][column] of the input; empty for steps that learn nothing
    std::vector<float> biases; ///< one per output

    friend bool operator==(const StepWeights&, const StepWeights&) = default;
};

/// A candidate after its training.
struct TrainedNetwork
{
    Candidate candidate;
    std::vector<StepWeights> steps; ///< one per step of the candidate

    /// Errors: those of stepShapes(); another number of weights than the steps need; weights that are no
    /// numbers, which is what too high a learning rate leaves behind.
    [[nodiscard]] Status validate() const;
};

} // namespace paretoscope::accuracy
