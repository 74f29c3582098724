// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workload/operation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paretoscope::workload {

/// A convolution; a fully connected layer is one with 1x1 outputs. Batch in `batch`.
struct Convolution
{
    std::int64_t filterWidth = 1, filterHeight = 1; ///< R, S
    std::int64_t outputWidth = 1, outputHeight = 1; ///< P, Q
    std::int64_t inputChannels = 1;                 ///< all groups together
    std::int64_t outputChannels = 1;                ///< all groups together
    std::int64_t groups = 1;                        ///< divides both channel counts; depthwise: equals them
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
    std::int64_t parameters =
        0; ///< learnt values of one occurrence, biases included where the source counts them
};

/// Dimensions R, S, P, Q, C, K, (G where there are several groups), N, with C and K per group; tensors in the
/// order "weights" [G, K, C, R, S], "inputs" [N, G, C, column, row], "outputs" [N, G, K, P, Q].
/// Channels that the groups do not divide become a size of 0, which Operation::validate() refuses.
[[nodiscard]] Operation toOperation(const Convolution& convolution);

/// Dimensions M, N, K, (B where there are several products); tensors in the order "weights" [B, K, N],
/// "inputs" [B, M, K], "outputs" [B, M, N].
[[nodiscard]] Operation toOperation(const MatrixProduct& product);

/// The way back; nothing where the operation has another form. An operation does not know whether its weights
/// are learnt, so `weightsAreParameters` is always true.
[[nodiscard]] std::optional<Convolution> asConvolution(const Operation& operation);
[[nodiscard]] std::optional<MatrixProduct> asMatrixProduct(const Operation& operation);

/// A layer's shape for people: "3x3 conv, 64 → 128, 28x28, stride 2", "3x3 depthwise conv, 32 channels,
/// 112x112", "fully connected, 512 → 1000", "matrix product 128x768 by 768x3072". The map is the output's.
[[nodiscard]] std::string describeShape(const Operation& operation);

/// What a loop runs over: "output channels" for K of a convolution, "reduction" for K of a matrix product.
/// The name itself where it is none of the field's names.
[[nodiscard]] std::string dimensionMeaning(std::string_view name, const Operation& operation);

} // namespace paretoscope::workload
