// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/shape.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::int64_t kMost = std::int64_t{1} << 53U;

/// Product and sum that stop at "too many" instead of overflowing.
std::int64_t times(std::int64_t a, std::int64_t b)
{
    return a > kMost / std::max<std::int64_t>(b, 1) ? kMost + 1 : a * b;
}
std::int64_t plus(std::int64_t a, std::int64_t b)
{
    return std::min(a + b, kMost + 1);
}

Error refused(ErrorCode code, const std::string& what)
{
    return {code, what, {}, {}};
}

void addTerm(TensorShape::Axis& axis, const workload::AxisTerm& term)
{
    for (std::size_t i = 0; i < axis.terms; ++i)
        if (axis.dimension[i] == term.dimension) {
            axis.coefficient[i] = plus(axis.coefficient[i], term.coefficient);
            return;
        }
    axis.dimension[axis.terms] = static_cast<std::uint8_t>(term.dimension);
    axis.coefficient[axis.terms++] = term.coefficient;
}

Result<TensorShape> compileTensor(const workload::Tensor& tensor, const OperationShape& shape)
{
    TensorShape result;
    result.output = tensor.role == workload::TensorRole::Output;
    std::int64_t words = 1;
    for (const workload::Axis& terms : tensor.axes) {
        TensorShape::Axis axis;
        std::int64_t length = 1;
        for (const workload::AxisTerm& term : terms) {
            if (term.dimension >= shape.dimensionCount || term.coefficient < 0 || term.coefficient > kMost)
                return refused(
                    ErrorCode::InvalidInput,
                    "tensor " + tensor.name
                        + " has an axis over an unknown dimension or with a negative coefficient.");
            if (term.coefficient == 0 || shape.sizes[term.dimension] == 1)
                continue;
            addTerm(axis, term);
            length = plus(length, times(term.coefficient, shape.sizes[term.dimension] - 1));
        }
        words = times(words, length);
        if (axis.terms == 0)
            continue;
        if (result.axisCount == kMaxAxes)
            return refused(ErrorCode::Unsupported,
                           "tensor " + tensor.name + " has more than " + std::to_string(kMaxAxes) + " axes.");
        for (std::size_t i = 0; i < axis.terms; ++i) {
            const auto bit = static_cast<std::uint8_t>(1U << axis.dimension[i]);
            result.separable = result.separable && (result.dimensions & bit) == 0;
            result.dimensions |= bit;
        }
        result.sliding = result.sliding || axis.terms > 1;
        result.axes[result.axisCount++] = axis;
    }
    if (words > kMost)
        return refused(ErrorCode::InvalidInput, "tensor " + tensor.name + " has more than 2^53 words.");
    return result;
}

} // namespace

Result<OperationShape> compileShape(const workload::Operation& operation)
{
    if (operation.dimensions.size() > kMaxDimensions || operation.tensors.size() > kMaxTensors)
        return refused(ErrorCode::Unsupported,
                       "the layer has " + std::to_string(operation.dimensions.size()) + " dimensions and "
                           + std::to_string(operation.tensors.size()) + " tensors; at most "
                           + std::to_string(kMaxDimensions) + " and " + std::to_string(kMaxTensors)
                           + " are supported.");
    OperationShape shape;
    shape.sizes.fill(1);
    shape.dimensionCount = operation.dimensions.size();
    shape.tensorCount = operation.tensors.size();
    for (std::size_t d = 0; d < shape.dimensionCount; ++d) {
        const std::int64_t size = operation.dimensions[d].size;
        if (size < 1)
            return refused(ErrorCode::InvalidInput, "dimension " + operation.dimensions[d].name + " has size "
                                                        + std::to_string(size) + "; at least 1 is expected.");
        shape.sizes[d] = size;
        shape.macs = times(shape.macs, size);
    }
    if (shape.macs > kMost)
        return refused(ErrorCode::InvalidInput, "the layer has more than 2^53 multiply-accumulates.");
    for (std::size_t t = 0; t < shape.tensorCount; ++t) {
        Result<TensorShape> tensor = compileTensor(operation.tensors[t], shape);
        if (!tensor)
            return tensor.error();
        shape.tensors[t] = *tensor;
    }
    return shape;
}

} // namespace paretoscope::cost::spatial
