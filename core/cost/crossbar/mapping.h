// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/hardware/crossbar_array.h"
#include "core/workload/layer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::cost::crossbar {

/// A layer as crossbars see it: a matrix of weights that stays, and vectors that come by.
struct LayerShape
{
    std::int64_t reduction = 1; ///< K, of one group
    std::int64_t outputs = 1;   ///< N, of one group
    std::int64_t positions = 1; ///< P, input vectors
    std::int64_t groups = 1;    ///< matrices of the same shape
    std::int64_t window = 1;    ///< values of one input channel in a vector; 1 where there are no windows
    std::int64_t rows = 1, columns = 1; ///< of the output map; rows * columns * batch = positions
    std::int64_t kernel = 1, stride = 1;

    [[nodiscard]] double macs() const;
};

/// Errors: Unsupported for an operation that is neither a convolution nor a matrix product.
[[nodiscard]] Result<LayerShape> shapeOf(const workload::Operation& operation);

/// A matrix of weights cut into arrays.
struct Tiling
{
    std::int64_t rowTiles = 1, columnTiles = 1;
    std::int64_t usedRows = 1, usedColumns = 1; ///< of the fullest array
};
/// \param window  rows that stay in one array; a window with more rows than the array is cut all the same (C)
[[nodiscard]] Tiling tilingOf(std::int64_t matrixRows, std::int64_t matrixColumns, std::int64_t window,
                              std::int64_t rows, std::int64_t columns);

struct LayerMapping
{
    std::int64_t rowTiles = 1, columnTiles = 1; ///< of one group, or of one array full of packed groups
    std::int64_t matrices = 1;                  ///< groups, or arrays of packed groups
    std::int64_t arraysPerCopy = 1;             ///< physical arrays, both of a pair
    std::int64_t copies = 1;
    std::int64_t usedRows = 1, usedColumns = 1; ///< of the fullest array
    double utilization = 0.0;                   ///< cells that hold weights over all cells of the layer

    [[nodiscard]] std::int64_t arrays() const { return arraysPerCopy * copies; }
    /// Arrays' worth of cells that hold nothing.
    [[nodiscard]] double wastedArrays() const { return static_cast<double>(arrays()) * (1.0 - utilization); }
};

/// One copy. Formulas of the three layouts from ISAAC (section VI), the PUMA simulator and MNSIM 2.0 (A). A
/// window with more values than the array has rows is cut also where the layout would keep it whole (C).
[[nodiscard]] LayerMapping mapLayer(const LayerShape& shape, const hardware::CrossbarArray& machine);

/// Copies for every layer out of a budget of arrays: in proportion to their positions, at least one
/// (ISAAC's balanced pipeline). max(1, floor(B P_l / sum(P_j a_j))), never more than positions. With a budget
/// of 0, one each. \param repeats  how often each layer occurs
[[nodiscard]] std::vector<std::int64_t> balancedCopies(std::span<const LayerShape> shapes,
                                                       std::span<const LayerMapping> mappings,
                                                       std::span<const std::int64_t> repeats,
                                                       std::int64_t budget);

} // namespace paretoscope::cost::crossbar
