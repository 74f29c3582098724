// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_array.h"
#include "core/accuracy/network_plans.h"
#include "core/space/space.h"

namespace paretoscope::problem {

/// What kind of networks a study chooses from.
enum class NetworkPlan {
    Plain, ///< accuracy::plainNetwork()
    Cells  ///< accuracy::cellNetwork() of a cell with an operation on every edge
};

/// A design of a training problem, as what it sets: the network and how it learns, and the crossbars it runs
/// on.
struct TrainingDesign
{
    NetworkPlan plan = NetworkPlan::Plain;
    accuracy::HyperParameters network; ///< of cells: filters, dropout and recipe
    accuracy::EdgeCell cell;
    int cellsPerStage = 1;
    int stages = 2;
    accuracy::CrossbarWidths crossbar;
};

/// The network of a design. Errors: those of cellNetwork(); a plain one is checked by stepShapes().
[[nodiscard]] Result<accuracy::Candidate> candidateOf(const TrainingDesign& design,
                                                      const accuracy::MapShape& input, int classes);
/// In words, without what the problem fixes for all.
[[nodiscard]] std::string titleOf(const TrainingDesign& design);

/// What the parameters of a training problem can set. Of every network: filters, dropout, learning_rate,
/// momentum, batch; of a plain one: depth, kernel, hidden; of one of cells: cells (a stage), stages, edge_01,
/// edge_02, edge_12, edge_03, edge_13, edge_23, whose values are none, skip, conv1x1, conv3x3, pool3x3; of
/// the crossbars: array_rows, weight_bits, activation_bits, cell_bits, converter_bits, variation.
[[nodiscard]] const std::vector<std::string>& trainingKnobs(NetworkPlan plan = NetworkPlan::Plain);

/// The default space, after the PABO specification 2.3 with convolutions added (our choice): 13 parameters,
/// all knobs but variation. Of cells: six edges, cells, filters, the recipe, the crossbars (our choice).
[[nodiscard]] space::Space defaultTrainingSpace(NetworkPlan plan = NetworkPlan::Plain);

/// Reads designs of a space whose parameters set knobs.
class TrainingDesignReader
{
public:
    /// \param sets per parameter of the space, the knob that it sets
    /// \param fixed the plan, and what the knobs that no parameter sets have
    /// Errors: InvalidInput for an unknown knob, one set twice, a parameter that is not a number; on an edge,
    /// one that is not categorical or has other values.
    [[nodiscard]] static Result<TrainingDesignReader>
    make(const space::Space& space, const std::vector<std::string>& sets, const TrainingDesign& fixed);
    /// Inactive parameters leave what is fixed.
    [[nodiscard]] TrainingDesign read(const space::Space& space, const space::Design& design) const;

private:
    std::vector<std::size_t> m_knobs;              ///< per parameter
    std::vector<std::vector<double>> m_operations; ///< per parameter of an edge, by category
    TrainingDesign m_fixed;
};

} // namespace paretoscope::problem
