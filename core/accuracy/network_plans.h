// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/candidate.h"

#include <array>
#include <variant>

namespace paretoscope::accuracy {

/// The hyper-parameters of a plain convolutional network, as PABO searches them (Parsa et al. 2019; the names
/// first-hand, the values from memory or our choice).
struct HyperParameters
{
    int depth = 2;        ///< convolutions; 0 makes a perceptron
    int filters = 8;      ///< of the first convolution; each further one has twice as many
    int kernel = 3;       ///< of every convolution, odd
    int hidden = 32;      ///< neurons between the convolutions and the classes; 0: none
    double dropout = 0.0; ///< before every fully connected step
    Recipe recipe;
};

/// Convolutions with ReLU, each followed by a 2x2 maximum while the map has at least 4 pixels a side, then
/// one or two fully connected steps. Check it with stepShapes().
[[nodiscard]] Candidate plainNetwork(const HyperParameters& parameters, const MapShape& input, int classes);

enum class CellOperation { Convolution1x1, Convolution3x3, MaxPool3x3 };

/// A small graph that a network repeats. The result of a cell is the sum of the nodes that no other node
/// reads (our choice; NAS-Bench-101 concatenates there).
struct Cell
{
    struct Node
    {
        CellOperation operation = CellOperation::Convolution3x3;
        std::vector<int> inputs; ///< 0 is what the cell reads, i the i-th node, counted from 1; all earlier
    };
    std::vector<Node> nodes;
};

enum class EdgeOperation { None, Skip, Convolution1x1, Convolution3x3, MaxPool3x3 };

/// The edges of an EdgeCell in order, "01" from node 0 to node 1.
inline constexpr std::array<std::array<int, 2>, 6> kCellEdges{
    {{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}};

/// A cell of the shape of NAS-Bench-201 (Dong, Yang 2020, from memory): four nodes, every pair joined by an
/// edge with an operation of its own; a node is the sum of the edges into it, node 0 what the cell reads,
/// node 3 its result. The maximum stands for that paper's mean over 3x3, and no convolution is followed by a
/// batch normalization (our choice: crossbars here have neither).
struct EdgeCell
{
    std::array<EdgeOperation, kCellEdges.size()> edges{};

    friend bool operator==(const EdgeCell&, const EdgeCell&) = default;
};

struct CellPlan
{
    std::variant<Cell, EdgeCell> cell;
    int stages = 2; ///< the map halves and the filters double from one to the next
    int cellsPerStage = 1;
    int filters = 8;      ///< of the first stage
    double dropout = 0.0; ///< before the classes
    Recipe recipe;
};

/// A 3x3 stem, stages of cells, the mean of every channel, the classes: the frame of NAS-Bench-101 (Ying et
/// al. 2019, from memory). Errors: InvalidInput for an empty cell, a node that reads itself or a later one,
/// edges that lead nothing from the first node to the last; those of stepShapes().
[[nodiscard]] Result<Candidate> cellNetwork(const CellPlan& plan, const MapShape& input, int classes);

} // namespace paretoscope::accuracy
