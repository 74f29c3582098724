// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/gemm.h"

#include <vector>

namespace paretoscope::cost::systolic {

namespace {

/// Positions of one axis that windows touch: without gaps unless the stride or the dilation leaves some.
std::int64_t touched(std::int64_t outputs, std::int64_t filter, std::int64_t stride, std::int64_t dilation)
{
    if (dilation == 1)
        return stride >= filter ? outputs * filter : (outputs - 1) * stride + filter;
    std::vector<bool> seen(static_cast<std::size_t>((outputs - 1) * stride + (filter - 1) * dilation + 1));
    std::int64_t count = 0;
    for (std::int64_t o = 0; o < outputs; ++o) {
        for (std::int64_t f = 0; f < filter; ++f) {
            const auto position = static_cast<std::size_t>(o * stride + f * dilation);
            count += seen[position] ? 0 : 1;
            seen[position] = true;
        }
    }
    return count;
}

} // namespace

std::int64_t Windows::distinctElements() const
{
    return images * channels * touched(outputRows, filterRows, strideRows, dilationRows)
           * touched(outputColumns, filterColumns, strideColumns, dilationColumns);
}

std::int64_t Gemm::distinctInputs() const
{
    return windows ? windows->distinctElements() : m * k;
}

Gemm toGemm(const Windows& windows, std::int64_t filters)
{
    Gemm gemm;
    gemm.m = windows.outputRows * windows.outputColumns * windows.images;
    gemm.n = filters;
    gemm.k = windows.filterRows * windows.filterColumns * windows.channels;
    if (windows.distinctElements() < gemm.m * gemm.k)
        gemm.windows = windows;
    return gemm;
}

Result<Gemm> toGemm(const workload::Operation& operation)
{
    if (const Status status = operation.validate(); !status)
        return status.error();
    if (const auto convolution = workload::asConvolution(operation)) {
        Windows windows{convolution->outputHeight,
                        convolution->outputWidth,
                        convolution->filterHeight,
                        convolution->filterWidth,
                        convolution->strideY,
                        convolution->strideX,
                        convolution->dilationY,
                        convolution->dilationX,
                        convolution->inputChannels / convolution->groups,
                        convolution->batch};
        Gemm gemm = toGemm(windows, convolution->outputChannels / convolution->groups);
        gemm.repeats = convolution->groups;
        return gemm;
    }
    if (const auto product = workload::asMatrixProduct(operation)) {
        Gemm gemm;
        gemm.m = product->rows;
        gemm.n = product->columns;
        gemm.k = product->reduction;
        gemm.repeats = product->products;
        return gemm;
    }
    return Error{ErrorCode::Unsupported,
                 "a systolic array runs convolutions and matrix products; this layer is neither.",
                 {},
                 {}};
}

} // namespace paretoscope::cost::systolic
