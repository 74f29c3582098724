// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_space.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

namespace paretoscope::problem {

namespace {

enum class Networks { All, Plain, Cells };

struct Knob
{
    std::string name;
    void (*set)(TrainingDesign& design, double value);
    Networks of = Networks::All;
    bool isEdge = false; ///< set to an operation rather than to a number
};

/// Knobs count whole things, but a parameter may be real.
int whole(double value)
{
    return static_cast<int>(std::lround(std::clamp(value, -1e9, 1e9)));
}

template <std::size_t edge> void setEdge(TrainingDesign& design, double operation)
{
    design.cell.edges[edge] = static_cast<accuracy::EdgeOperation>(whole(operation));
}

const std::vector<Knob>& knobs()
{
    static const std::vector<Knob> kKnobs{
        {"depth", [](TrainingDesign& d, double v) { d.network.depth = whole(v); }, Networks::Plain},
        {"filters", [](TrainingDesign& d, double v) { d.network.filters = whole(v); }},
        {"kernel", [](TrainingDesign& d, double v) { d.network.kernel = whole(v); }, Networks::Plain},
        {"hidden", [](TrainingDesign& d, double v) { d.network.hidden = whole(v); }, Networks::Plain},
        {"edge_01", setEdge<0>, Networks::Cells, true},
        {"edge_02", setEdge<1>, Networks::Cells, true},
        {"edge_12", setEdge<2>, Networks::Cells, true},
        {"edge_03", setEdge<3>, Networks::Cells, true},
        {"edge_13", setEdge<4>, Networks::Cells, true},
        {"edge_23", setEdge<5>, Networks::Cells, true},
        {"cells", [](TrainingDesign& d, double v) { d.cellsPerStage = whole(v); }, Networks::Cells},
        {"stages", [](TrainingDesign& d, double v) { d.stages = whole(v); }, Networks::Cells},
        {"dropout", [](TrainingDesign& d, double v) { d.network.dropout = v; }},
        {"learning_rate", [](TrainingDesign& d, double v) { d.network.recipe.learningRate = v; }},
        {"momentum", [](TrainingDesign& d, double v) { d.network.recipe.momentum = v; }},
        {"batch", [](TrainingDesign& d, double v) { d.network.recipe.batch = whole(v); }},
        {"array_rows", [](TrainingDesign& d, double v) { d.crossbar.arrayRows = whole(v); }},
        {"weight_bits", [](TrainingDesign& d, double v) { d.crossbar.weightBits = whole(v); }},
        {"activation_bits", [](TrainingDesign& d, double v) { d.crossbar.activationBits = whole(v); }},
        {"cell_bits", [](TrainingDesign& d, double v) { d.crossbar.cellBits = whole(v); }},
        {"converter_bits", [](TrainingDesign& d, double v) { d.crossbar.converterBits = whole(v); }},
        {"variation", [](TrainingDesign& d, double v) { d.crossbar.variation = v; }},
    };
    return kKnobs;
}

/// By accuracy::EdgeOperation.
const std::vector<std::string>& operationNames()
{
    static const std::vector<std::string> kNames{"none", "skip", "conv1x1", "conv3x3", "pool3x3"};
    return kNames;
}

Error misfit(std::string what, std::string hint = {})
{
    return {ErrorCode::InvalidInput, std::move(what), {}, std::move(hint)};
}

std::string listOf(const std::vector<std::string>& names)
{
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

std::vector<std::string> namesFor(Networks plan)
{
    std::vector<std::string> names;
    for (const Knob& knob : knobs())
        if (knob.of == Networks::All || knob.of == plan)
            names.push_back(knob.name);
    return names;
}

/// Which operation each category of an edge's parameter means.
Result<std::vector<double>> operationsOf(const space::Parameter& parameter)
{
    if (parameter.kind() != space::ParameterKind::Categorical)
        return misfit("The parameter \"" + parameter.name()
                      + "\" sets an edge, so it must be a categorical one.");
    std::vector<double> operations;
    for (std::uint64_t category = 0; category < parameter.count().value_or(0); ++category) {
        const double index = static_cast<double>(category);
        const std::string name = parameter.print(std::span(&index, 1));
        const auto& names = operationNames();
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
            return misfit("\"" + name + "\", a value of the parameter \"" + parameter.name()
                              + "\", is no operation of an edge.",
                          "Known are: " + listOf(names) + ".");
        operations.push_back(static_cast<double>(found - names.begin()));
    }
    return operations;
}

using Choice = std::tuple<std::string, std::string, std::vector<double>>;

std::vector<space::ParameterPtr> ordinals(const std::vector<Choice>& choices)
{
    std::vector<space::ParameterPtr> parameters;
    for (const auto& [name, label, values] : choices)
        parameters.push_back(space::makeOrdinal({name, label, {}, {}}, values).value()); // known to be right
    return parameters;
}

std::string numberText(double value)
{
    return nlohmann::json(value).dump();
}

std::string cellTitle(const TrainingDesign& design)
{
    std::string title = "cell";
    for (std::size_t i = 0; i < accuracy::kCellEdges.size(); ++i) {
        const auto& [from, to] = accuracy::kCellEdges[i];
        title += (i == 0 ? " " : ", ") + std::to_string(from) + std::to_string(to) + ' '
                 + operationNames()[static_cast<std::size_t>(design.cell.edges[i])];
    }
    return title + "; " + std::to_string(design.stages) + (design.stages == 1 ? " stage of " : " stages of ")
           + std::to_string(design.cellsPerStage) + " from " + std::to_string(design.network.filters)
           + " filters";
}

std::string plainTitle(const accuracy::HyperParameters& p)
{
    std::string title = std::to_string(p.depth) + (p.depth == 1 ? " convolution" : " convolutions");
    if (p.depth > 0)
        title += " from " + std::to_string(p.filters) + " filters of " + std::to_string(p.kernel) + "x"
                 + std::to_string(p.kernel);
    if (p.hidden > 0)
        title += ", " + std::to_string(p.hidden) + " hidden";
    return title;
}

} // namespace

Result<accuracy::Candidate> candidateOf(const TrainingDesign& design, const accuracy::MapShape& input,
                                        int classes)
{
    const accuracy::HyperParameters& network = design.network;
    if (design.plan == NetworkPlan::Plain)
        return accuracy::plainNetwork(network, input, classes);
    return accuracy::cellNetwork(
        {design.cell, design.stages, design.cellsPerStage, network.filters, network.dropout, network.recipe},
        input, classes);
}

std::string titleOf(const TrainingDesign& design)
{
    const accuracy::HyperParameters& network = design.network;
    return (design.plan == NetworkPlan::Plain ? plainTitle(network) : cellTitle(design)) + ", dropout "
           + numberText(network.dropout) + ", learning rate " + numberText(network.recipe.learningRate)
           + ", momentum " + numberText(network.recipe.momentum) + ", batch "
           + std::to_string(network.recipe.batch);
}

const std::vector<std::string>& trainingKnobs(NetworkPlan plan)
{
    static const std::vector<std::string> kPlain = namesFor(Networks::Plain);
    static const std::vector<std::string> kCells = namesFor(Networks::Cells);
    return plan == NetworkPlan::Plain ? kPlain : kCells;
}

space::Space defaultTrainingSpace(NetworkPlan plan)
{
    const std::vector<Choice> recipe{
        {"dropout", "Dropout", {0.0, 0.1, 0.25, 0.5}},
        {"learning_rate", "Learning rate", {0.001, 0.003, 0.01, 0.03, 0.1, 0.3}},
        {"momentum", "Momentum", {0.0, 0.5, 0.9}},
        {"batch", "Batch", {16, 32, 64, 128}},
        {"array_rows", "Array rows", {32, 64, 128, 256}},
        {"weight_bits", "Weight bits", {2, 3, 4, 5, 6, 8}},
        {"activation_bits", "Activation bits", {1, 2, 3, 4, 6, 8}},
        {"cell_bits", "Bits per cell", {1, 2, 4}},
        {"converter_bits", "ADC bits", {3, 4, 5, 6, 7, 8}},
    };
    std::vector<space::ParameterPtr> parameters;
    if (plan == NetworkPlan::Plain) {
        parameters = ordinals({{"depth", "Convolutions", {0, 1, 2, 3}},
                               {"filters", "Filters of the first", {2, 4, 8, 12, 16}},
                               {"kernel", "Kernel", {1, 3, 5}},
                               {"hidden", "Hidden neurons", {0, 16, 32, 64, 128}}});
    } else {
        for (const auto& [from, to] : accuracy::kCellEdges) {
            const std::string edge = std::to_string(from) + std::to_string(to);
            const std::string label = "Edge from " + std::to_string(from) + " to " + std::to_string(to);
            parameters.push_back(
                space::makeCategorical({"edge_" + edge, label, {}, {}}, operationNames()).value());
        }
        const auto frame = ordinals({{"cells", "Cells a stage", {1, 2}}, {"filters", "Filters", {2, 4, 8}}});
        parameters.insert(parameters.end(), frame.begin(), frame.end());
    }
    const auto rest = ordinals(recipe);
    parameters.insert(parameters.end(), rest.begin(), rest.end());
    return space::Space::make(std::move(parameters)).value();
}

Result<TrainingDesignReader> TrainingDesignReader::make(const space::Space& space,
                                                        const std::vector<std::string>& sets,
                                                        const TrainingDesign& fixed)
{
    TrainingDesignReader reader;
    reader.m_fixed = fixed;
    reader.m_operations.resize(space.size());
    if (sets.size() != space.size())
        return misfit("Every parameter must set one thing.");
    const std::vector<std::string>& allowed = trainingKnobs(fixed.plan);
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        if (std::find(allowed.begin(), allowed.end(), sets[i]) == allowed.end())
            return misfit("The parameter \"" + parameter.name() + "\" sets \"" + sets[i]
                              + "\", which a network that is trained does not have.",
                          "It has: " + listOf(allowed) + ".");
        const auto found = std::find_if(knobs().begin(), knobs().end(),
                                        [&](const Knob& knob) { return knob.name == sets[i]; });
        const auto knob = static_cast<std::size_t>(found - knobs().begin());
        if (std::count(reader.m_knobs.begin(), reader.m_knobs.end(), knob) > 0)
            return misfit("Two parameters set \"" + sets[i] + "\"; one is allowed.");
        reader.m_knobs.push_back(knob);
        if (found->isEdge) {
            auto operations = operationsOf(parameter);
            if (!operations)
                return operations.error();
            reader.m_operations[i] = std::move(operations).value();
            continue;
        }
        const space::ParameterKind kind = parameter.kind();
        if (kind != space::ParameterKind::Real && kind != space::ParameterKind::Integer
            && kind != space::ParameterKind::Ordinal)
            return misfit("The parameter \"" + parameter.name()
                          + "\" must be a real, integer or ordinal one.");
    }
    return reader;
}

TrainingDesign TrainingDesignReader::read(const space::Space& space, const space::Design& design) const
{
    TrainingDesign read = m_fixed;
    for (std::size_t i = 0; i < m_knobs.size(); ++i) {
        if (!space.isActive(design, i))
            continue;
        double value = space.value(design, i).front();
        if (!m_operations[i].empty())
            value = m_operations[i][static_cast<std::size_t>(value)];
        knobs()[m_knobs[i]].set(read, value);
    }
    return read;
}

} // namespace paretoscope::problem
