// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/layer_shape.h"

#include "core/workload/layer.h"

#include <algorithm>
#include <string>

namespace paretoscope::codesign {

namespace {

Error unsupported(std::string what)
{
    return {ErrorCode::Unsupported, "Co-design searches " + std::move(what), {}, {}};
}

Result<LayerShape> checked(const std::array<std::int64_t, kDims>& sizes, std::int64_t stride)
{
    LayerShape layer;
    for (std::size_t d = 0; d < kDims; ++d) {
        if (sizes[d] < 1 || sizes[d] > kLargestDim)
            return unsupported("layers whose dimensions lie between 1 and " + std::to_string(kLargestDim)
                               + "; " + dimName(d) + " is " + std::to_string(sizes[d]) + ".");
        layer.size[d] = static_cast<std::int32_t>(sizes[d]);
    }
    layer.stride = static_cast<std::int32_t>(std::clamp<std::int64_t>(stride, 1, kLargestDim));
    return layer;
}

} // namespace

const char* dimName(std::size_t dim)
{
    static constexpr const char* kNames[kDims]{"R", "S", "P", "Q", "C", "K"};
    return kNames[dim];
}

double LayerShape::macs() const
{
    double product = 1.0;
    for (const std::int32_t extent : size)
        product *= extent;
    return product;
}

std::int64_t inputWords(const Sizes& tile, std::int32_t stride)
{
    const std::int64_t columns = std::int64_t{tile[kP] - 1} * stride + tile[kR];
    const std::int64_t rows = std::int64_t{tile[kQ] - 1} * stride + tile[kS];
    return tile[kC] * columns * rows;
}

std::int64_t weightWords(const Sizes& tile)
{
    return std::int64_t{tile[kR]} * tile[kS] * tile[kC] * tile[kK];
}

std::int64_t outputWords(const Sizes& tile)
{
    return std::int64_t{tile[kP]} * tile[kQ] * tile[kK];
}

Result<LayerShape> shapeOf(const workload::Operation& operation)
{
    if (const auto layer = workload::asConvolution(operation)) {
        if (layer->groups != 1 || layer->batch != 1 || layer->dilationX != 1 || layer->dilationY != 1)
            return unsupported("convolutions of one image without groups and dilation.");
        if (layer->strideX != layer->strideY)
            return unsupported("convolutions with the same stride along both axes.");
        return checked({layer->filterWidth, layer->filterHeight, layer->outputWidth, layer->outputHeight,
                        layer->inputChannels, layer->outputChannels},
                       layer->strideX);
    }
    const auto product = workload::asMatrixProduct(operation);
    if (!product || product->products != 1)
        return unsupported("convolutions and single matrix products.");
    return checked({1, 1, product->rows, 1, product->reduction, product->columns}, 1);
}

workload::Operation operationOf(const LayerShape& layer)
{
    workload::Convolution convolution;
    convolution.filterWidth = layer.size[kR];
    convolution.filterHeight = layer.size[kS];
    convolution.outputWidth = layer.size[kP];
    convolution.outputHeight = layer.size[kQ];
    convolution.inputChannels = layer.size[kC];
    convolution.outputChannels = layer.size[kK];
    convolution.strideX = convolution.strideY = layer.stride;
    return workload::toOperation(convolution);
}

} // namespace paretoscope::codesign
