// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace paretoscope::workload {

/// Counts up to here are exact in a double, which is what energies and times are computed in.
inline constexpr std::int64_t kLargestCount = std::int64_t{1} << 53;

/// One loop of the iteration space, e.g. {"P", 56}: output columns. Names of the field:
/// R, S filter width, height; P, Q output width, height; C, K input, output channels *per group*; G groups;
/// N batch; and for matrix products M, N rows, columns, K the reduction, B independent products.
struct Dimension
{
    std::string name;
    std::int64_t size = 1; ///< >= 1
};

enum class TensorRole { Input, Output };

/// One axis of a tensor: coordinate = sum of coefficient * index. A convolution's input column is
/// stride * P + dilation * R.
struct AxisTerm
{
    std::size_t dimension = 0; ///< index into Operation::dimensions
    std::int64_t coefficient = 1;
};
using Axis = std::vector<AxisTerm>;

struct Tensor
{
    std::string name; ///< "weights", "inputs", "outputs"
    TensorRole role = TensorRole::Input;
    std::vector<Axis> axes;
};

/// A perfectly nested loop over a box of indices, one multiply-accumulate a point, and how each tensor is
/// addressed. The form in which cost models see a layer. Exactly one tensor is an output.
struct Operation
{
    std::vector<Dimension> dimensions;
    std::vector<Tensor> tensors;

    /// Product of all sizes; like words(), it stops at the largest integer instead of wrapping round.
    [[nodiscard]] std::int64_t macs() const;
    /// Words of a tensor: product over axes of 1 + sum coefficient * (size - 1). No padding: the input is as
    /// large as the output needs.
    [[nodiscard]] std::int64_t words(std::size_t tensor) const;
    /// Errors: sizes below 1, no or several outputs, an axis over an unknown dimension or with a
    /// coefficient below 1, more than 2^53 MACs or words.
    [[nodiscard]] Status validate() const;

    friend bool operator==(const Operation& a, const Operation& b);
};

} // namespace paretoscope::workload
