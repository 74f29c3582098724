// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/candidate.h"

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

struct CellPlan
{
    Cell cell;
    int stages = 2; ///< the map halves and the filters double from one to the next
    int cellsPerStage = 1;
    int filters = 8;      ///< of the first stage
    double dropout = 0.0; ///< before the classes
    Recipe recipe;
};

/// A 3x3 stem, stages of cells, the mean of every channel, the classes: the frame of NAS-Bench-101 (Ying et
/// al. 2019, from memory). Errors: InvalidInput for an empty cell, a node that reads itself or a later one;
/// those of stepShapes().
[[nodiscard]] Result<Candidate> cellNetwork(const CellPlan& plan, const MapShape& input, int classes);

} // namespace paretoscope::accuracy
