// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/network_plans.h"

#include <algorithm>

namespace paretoscope::accuracy {

namespace {

constexpr int kMostFilters = 1 << 20; // beyond what stepShapes() allows, and far from overflow

Step convolution(int filters, int kernel, std::vector<int> inputs = {})
{
    Step step;
    step.outputs = filters;
    step.kernel = kernel;
    step.relu = true;
    step.inputs = std::move(inputs);
    return step;
}

Step pool(int kernel, int stride, std::vector<int> inputs = {})
{
    Step step;
    step.kind = StepKind::MaxPool;
    step.kernel = kernel;
    step.stride = stride;
    step.inputs = std::move(inputs);
    return step;
}

void addLinear(Candidate& candidate, int outputs, bool relu, double dropout)
{
    Step step;
    if (dropout > 0.0) {
        step.kind = StepKind::Dropout;
        step.dropout = dropout;
        candidate.steps.push_back(step);
    }
    step = {};
    step.kind = StepKind::Linear;
    step.outputs = outputs;
    step.relu = relu;
    candidate.steps.push_back(step);
}

Status checkNodes(const Cell& cell)
{
    if (cell.nodes.empty())
        return Error{ErrorCode::InvalidInput, "A cell needs at least one node.", {}, {}};
    for (std::size_t i = 0; i < cell.nodes.size(); ++i) {
        const std::vector<int>& inputs = cell.nodes[i].inputs;
        const bool earlier = std::all_of(inputs.begin(), inputs.end(),
                                         [i](int from) { return from >= 0 && from <= static_cast<int>(i); });
        if (inputs.empty() || !earlier)
            return Error{ErrorCode::InvalidInput,
                         "Node " + std::to_string(i + 1)
                             + " of a cell must read the cell's input or earlier nodes.",
                         {},
                         {}};
    }
    return success();
}

/// \param from what the cell reads \returns what the next step is to read
std::vector<int> addNodeCell(Candidate& candidate, const Cell& cell, const std::vector<int>& from,
                             int filters)
{
    const int first = static_cast<int>(candidate.steps.size());
    std::vector<bool> isRead(cell.nodes.size(), false);
    for (const Cell::Node& node : cell.nodes) {
        std::vector<int> inputs;
        for (const int index : node.inputs) {
            if (index == 0) {
                inputs.insert(inputs.end(), from.begin(), from.end());
            } else {
                inputs.push_back(first + index - 1);
                isRead[static_cast<std::size_t>(index - 1)] = true;
            }
        }
        const bool pools = node.operation == CellOperation::MaxPool3x3;
        const int kernel = node.operation == CellOperation::Convolution1x1 ? 1 : 3;
        candidate.steps.push_back(pools ? pool(3, 1, std::move(inputs))
                                        : convolution(filters, kernel, std::move(inputs)));
    }
    std::vector<int> ends;
    for (std::size_t i = 0; i < isRead.size(); ++i)
        if (!isRead[i])
            ends.push_back(first + static_cast<int>(i));
    return ends;
}

/// Nodes from which edges lead to the result.
std::array<bool, 4> leadOn(const EdgeCell& cell)
{
    std::array<bool, 4> leads{false, false, false, true};
    for (std::size_t i = kCellEdges.size(); i-- > 0;) // edges are in order of the node they lead to
        if (cell.edges[i] != EdgeOperation::None && leads[static_cast<std::size_t>(kCellEdges[i][1])])
            leads[static_cast<std::size_t>(kCellEdges[i][0])] = true;
    return leads;
}

Status checkEdges(const EdgeCell& cell)
{
    if (!leadOn(cell)[0])
        return Error{ErrorCode::InvalidInput,
                     "The cell passes nothing on: no edges lead from its first node to its last.",
                     {},
                     {}};
    return success();
}

/// As addNodeCell(). A node is the list of steps that add up to it, so a skipped edge costs nothing;
/// edges that add nothing to the result are left out.
std::vector<int> addEdgeCell(Candidate& candidate, const EdgeCell& cell, const std::vector<int>& from,
                             int filters)
{
    const std::array<bool, 4> leads = leadOn(cell);
    std::array<std::vector<int>, 4> nodes{from, {}, {}, {}};
    for (std::size_t i = 0; i < kCellEdges.size(); ++i) {
        const std::vector<int>& read = nodes[static_cast<std::size_t>(kCellEdges[i][0])];
        std::vector<int>& sum = nodes[static_cast<std::size_t>(kCellEdges[i][1])];
        const EdgeOperation operation = cell.edges[i];
        if (operation == EdgeOperation::None || read.empty()
            || !leads[static_cast<std::size_t>(kCellEdges[i][1])])
            continue;
        if (operation == EdgeOperation::Skip) {
            sum.insert(sum.end(), read.begin(), read.end());
            continue;
        }
        const int kernel = operation == EdgeOperation::Convolution1x1 ? 1 : 3;
        candidate.steps.push_back(
            operation == EdgeOperation::MaxPool3x3 ? pool(3, 1, read) : convolution(filters, kernel, read));
        sum.push_back(static_cast<int>(candidate.steps.size()) - 1);
    }
    return nodes[3];
}

Status checkCell(const std::variant<Cell, EdgeCell>& cell)
{
    const auto* nodes = std::get_if<Cell>(&cell);
    return nodes != nullptr ? checkNodes(*nodes) : checkEdges(std::get<EdgeCell>(cell));
}

std::vector<int> addCell(Candidate& candidate, const std::variant<Cell, EdgeCell>& cell,
                         const std::vector<int>& from, int filters)
{
    const auto* nodes = std::get_if<Cell>(&cell);
    return nodes != nullptr ? addNodeCell(candidate, *nodes, from, filters)
                            : addEdgeCell(candidate, std::get<EdgeCell>(cell), from, filters);
}

} // namespace

Candidate plainNetwork(const HyperParameters& parameters, const MapShape& input, int classes)
{
    Candidate candidate{"plain network", input, classes, {}, parameters.recipe};
    int filters = parameters.filters;
    int side = std::min(input.height, input.width);
    for (int i = 0; i < parameters.depth; ++i) {
        candidate.steps.push_back(convolution(filters, parameters.kernel));
        if (side >= 4) {
            candidate.steps.push_back(pool(2, 2));
            side /= 2;
        }
        filters = std::min(filters, kMostFilters) * 2;
    }
    if (parameters.hidden > 0)
        addLinear(candidate, parameters.hidden, true, parameters.dropout);
    addLinear(candidate, classes, false, parameters.dropout);
    return candidate;
}

Result<Candidate> cellNetwork(const CellPlan& plan, const MapShape& input, int classes)
{
    if (const Status status = checkCell(plan.cell); !status)
        return status.error();
    if (plan.stages < 1 || plan.stages > 8 || plan.cellsPerStage < 1 || plan.cellsPerStage > 16)
        return Error{
            ErrorCode::InvalidInput, "A network of cells has 1 to 8 stages of 1 to 16 cells.", {}, {}};
    Candidate candidate{"network of cells", input, classes, {}, plan.recipe};
    int filters = plan.filters;
    candidate.steps.push_back(convolution(filters, 3));
    std::vector<int> ends{0};
    for (int stage = 0; stage < plan.stages; ++stage) {
        if (stage > 0) {
            // The filters double here, so that all nodes of a cell have maps of one size to add up.
            filters = std::min(filters, kMostFilters) * 2;
            candidate.steps.push_back(convolution(filters, 1, ends));
            candidate.steps.push_back(pool(2, 2));
            ends = {static_cast<int>(candidate.steps.size()) - 1};
        }
        for (int i = 0; i < plan.cellsPerStage; ++i)
            ends = addCell(candidate, plan.cell, ends, filters);
    }
    Step mean;
    mean.kind = StepKind::GlobalAverage;
    mean.inputs = ends;
    candidate.steps.push_back(mean);
    addLinear(candidate, classes, false, plan.dropout);
    if (const auto shapes = stepShapes(candidate); !shapes)
        return shapes.error();
    return candidate;
}

} // namespace paretoscope::accuracy
