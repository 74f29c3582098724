// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workload/operation.h"

#include <cstdint>
#include <string>

namespace paretoscope::workload {

/// A convolution; a fully connected layer is one with 1x1 outputs. Batch in `batch`.
struct Convolution
{
    std::int64_t filterWidth = 1, filterHeight = 1;  ///< R, S
    std::int64_t outputWidth = 1, outputHeight = 1;  ///< P, Q
    std::int64_t inputChannels = 1;                  ///< all groups together
    std::int64_t outputChannels = 1;                 ///< all groups together
    std::int64_t groups = 1;                         ///< divides both channel counts; depthwise: equals them
    std::int64_t strideX = 1, strideY = 1;
    std::int64_t dilationX = 1, dilationY = 1;
    std::int64_t batch = 1;
};

/// out[b][m][n] = sum_k a[b][m][k] * w[b][k][n]. `weightsAreParameters` is false for activations times
/// activations (attention scores), which then count no parameters.
struct MatrixProduct
{
    std::int64_t rows = 1;      ///< M
    std::int64_t columns = 1;   ///< N
    std::int64_t reduction = 1; ///< K
    std::int64_t products = 1;  ///< B, independent products of the same shape
    bool weightsAreParameters = true;
};

/// One layer as a person would list it: a name, its arithmetic, and how often the very same shape occurs in a
/// row in the network (transformer blocks).
struct Layer
{
    std::string name;
    Operation operation;
    std::int64_t repeats = 1;
    std::int64_t parameters = 0; ///< learnt values of one occurrence, biases included where the source counts them
};

[[nodiscard]] Operation toOperation(const Convolution& convolution);
[[nodiscard]] Operation toOperation(const MatrixProduct& product);

} // namespace paretoscope::workload
