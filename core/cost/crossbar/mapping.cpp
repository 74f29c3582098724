// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mapping.h"

#include "core/base/counts.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

using hardware::CrossbarArray;
using hardware::CrossbarLayout;

/// Groups that stand on the diagonal of one array: each has rows and columns of its own.
std::int64_t groupsPerArray(const LayerShape& shape, const CrossbarArray& machine,
                            std::int64_t columnsOfGroup)
{
    if (!machine.packsDepthwise || shape.groups == 1)
        return 1;
    const std::int64_t fit = std::min(machine.rows / shape.reduction, machine.columns / columnsOfGroup);
    return std::clamp<std::int64_t>(fit, 1, shape.groups);
}

} // namespace

double LayerShape::macs() const
{
    return static_cast<double>(reduction) * static_cast<double>(outputs) * static_cast<double>(positions)
           * static_cast<double>(groups);
}

Result<LayerShape> shapeOf(const workload::Operation& operation)
{
    LayerShape shape;
    if (const auto convolution = workload::asConvolution(operation)) {
        shape.groups = convolution->groups;
        shape.window = convolution->filterWidth * convolution->filterHeight;
        shape.reduction = shape.window * convolution->inputChannels / convolution->groups;
        shape.outputs = convolution->outputChannels / convolution->groups;
        shape.columns = convolution->outputWidth;
        shape.rows = convolution->outputHeight;
        shape.positions = shape.rows * shape.columns * convolution->batch;
        shape.kernel = convolution->filterHeight;
        shape.stride = convolution->strideY;
        return shape;
    }
    if (const auto product = workload::asMatrixProduct(operation)) {
        shape.groups = product->products;
        shape.reduction = product->reduction;
        shape.outputs = product->columns;
        shape.positions = shape.rows = product->rows;
        return shape;
    }
    return Error{ErrorCode::Unsupported,
                 "The layer is neither a convolution nor a matrix product, which is all that arrays compute.",
                 {},
                 {}};
}

Tiling tilingOf(std::int64_t matrixRows, std::int64_t matrixColumns, std::int64_t window, std::int64_t rows,
                std::int64_t columns)
{
    const std::int64_t whole = window <= rows ? rows / window * window : rows;
    return {ceilDivide(matrixRows, whole), ceilDivide(matrixColumns, columns), std::min(matrixRows, whole),
            std::min(matrixColumns, columns)};
}

LayerMapping mapLayer(const LayerShape& shape, const CrossbarArray& machine)
{
    const std::int64_t slices = machine.weightSlices();
    const bool adjacent = machine.layout == CrossbarLayout::AdjacentColumns;
    const std::int64_t columnsOfGroup = shape.outputs * (adjacent ? slices : 1);
    const std::int64_t packed = groupsPerArray(shape, machine, columnsOfGroup);
    const std::int64_t reduction = shape.reduction * packed;
    LayerMapping mapping;
    mapping.matrices = ceilDivide(shape.groups, packed);
    const std::int64_t window = machine.layout == CrossbarLayout::BitGroups ? shape.window : 1;
    const Tiling tiling = tilingOf(reduction, columnsOfGroup * packed, window, machine.rows, machine.columns);
    mapping.rowTiles = tiling.rowTiles;
    mapping.usedRows = tiling.usedRows;
    mapping.columnTiles = tiling.columnTiles;
    mapping.usedColumns = tiling.usedColumns;
    mapping.arraysPerCopy = mapping.matrices * mapping.rowTiles * mapping.columnTiles
                            * (adjacent ? 1 : slices) * (machine.differential ? 2 : 1);
    const double weights = static_cast<double>(shape.groups) * static_cast<double>(shape.reduction)
                           * static_cast<double>(shape.outputs) * static_cast<double>(slices);
    const double pairs = machine.differential ? 2.0 : 1.0; // both arrays of a pair hold all weights
    mapping.utilization = pairs * weights
                          / (static_cast<double>(mapping.arraysPerCopy) * static_cast<double>(machine.rows)
                             * static_cast<double>(machine.columns));
    return mapping;
}

std::vector<std::int64_t> balancedCopies(std::span<const LayerShape> shapes,
                                         std::span<const LayerMapping> mappings,
                                         std::span<const std::int64_t> repeats, std::int64_t budget)
{
    std::vector<std::int64_t> copies(shapes.size(), 1);
    double demand = 0.0;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        demand += static_cast<double>(repeats[i]) * static_cast<double>(shapes[i].positions)
                  * static_cast<double>(mappings[i].arraysPerCopy);
    for (std::size_t i = 0; budget > 0 && i < shapes.size(); ++i) {
        const double share = static_cast<double>(budget) * static_cast<double>(shapes[i].positions) / demand;
        copies[i] = static_cast<std::int64_t>(
            std::clamp(std::floor(share), 1.0, static_cast<double>(shapes[i].positions)));
    }
    return copies;
}

} // namespace paretoscope::cost::crossbar
