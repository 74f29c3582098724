// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/operation.h"

#include "core/workload/saturating.h"

#include <algorithm>

namespace paretoscope::workload {

namespace {

Error invalid(std::string what, std::string where = {})
{
    return Error{ErrorCode::InvalidInput, std::move(what), std::move(where), {}};
}

Status validateAxes(const Operation& operation, const Tensor& tensor)
{
    for (const Axis& axis : tensor.axes) {
        for (const AxisTerm& term : axis) {
            if (term.dimension >= operation.dimensions.size())
                return invalid("an axis runs over dimension number " + std::to_string(term.dimension)
                                   + "; there are only " + std::to_string(operation.dimensions.size()) + ".",
                               tensor.name);
            if (term.coefficient < 1)
                return invalid("an axis has the coefficient " + std::to_string(term.coefficient)
                                   + "; strides and dilations are at least 1.",
                               tensor.name);
        }
    }
    return success();
}

} // namespace

std::int64_t Operation::macs() const
{
    std::int64_t product = 1;
    for (const Dimension& dimension : dimensions)
        product = saturatingProduct(product, dimension.size);
    return product;
}

std::int64_t Operation::words(std::size_t tensor) const
{
    std::int64_t product = 1;
    for (const Axis& axis : tensors[tensor].axes) {
        std::int64_t extent = 1;
        for (const AxisTerm& term : axis)
            extent = saturatingSum(extent,
                                   saturatingProduct(term.coefficient, dimensions[term.dimension].size - 1));
        product = saturatingProduct(product, extent);
    }
    return product;
}

Status Operation::validate() const
{
    for (const Dimension& dimension : dimensions)
        if (dimension.size < 1)
            return invalid("has the size " + std::to_string(dimension.size) + "; at least 1 is needed.",
                           dimension.name);
    const auto outputs = std::count_if(tensors.begin(), tensors.end(),
                                       [](const Tensor& t) { return t.role == TensorRole::Output; });
    if (outputs != 1)
        return invalid("has " + std::to_string(outputs) + " output tensors; exactly one is needed.");
    if (macs() > kLargestCount)
        return invalid("asks for more than 2^53 multiply-accumulates; no count is exact beyond that.");
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (Status status = validateAxes(*this, tensors[i]); !status)
            return status;
        if (words(i) > kLargestCount)
            return invalid("has more than 2^53 words; no count is exact beyond that.", tensors[i].name);
    }
    return success();
}

bool operator==(const Operation& a, const Operation& b)
{
    const auto sameTerm = [](const AxisTerm& x, const AxisTerm& y) {
        return x.dimension == y.dimension && x.coefficient == y.coefficient;
    };
    const auto sameAxis = [&](const Axis& x, const Axis& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), sameTerm);
    };
    const auto sameTensor = [&](const Tensor& x, const Tensor& y) {
        return x.name == y.name && x.role == y.role
               && std::equal(x.axes.begin(), x.axes.end(), y.axes.begin(), y.axes.end(), sameAxis);
    };
    const auto sameDimension = [](const Dimension& x, const Dimension& y) {
        return x.name == y.name && x.size == y.size;
    };
    return std::equal(a.dimensions.begin(), a.dimensions.end(), b.dimensions.begin(), b.dimensions.end(),
                      sameDimension)
           && std::equal(a.tensors.begin(), a.tensors.end(), b.tensors.begin(), b.tensors.end(), sameTensor);
}

} // namespace paretoscope::workload
