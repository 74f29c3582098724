// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_space.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::problem {

namespace {

struct Knob
{
    std::string name;
    void (*set)(TrainingDesign& design, double value);
};

/// Knobs count whole things, but a parameter may be real.
int whole(double value)
{
    return static_cast<int>(std::lround(std::clamp(value, -1e9, 1e9)));
}

const std::vector<Knob>& knobs()
{
    static const std::vector<Knob> kKnobs{
        {"depth", [](TrainingDesign& d, double v) { d.network.depth = whole(v); }},
        {"filters", [](TrainingDesign& d, double v) { d.network.filters = whole(v); }},
        {"kernel", [](TrainingDesign& d, double v) { d.network.kernel = whole(v); }},
        {"hidden", [](TrainingDesign& d, double v) { d.network.hidden = whole(v); }},
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

Error misfit(std::string what, std::string hint = {})
{
    return {ErrorCode::InvalidInput, std::move(what), {}, std::move(hint)};
}

std::string knobList()
{
    std::string list;
    for (const Knob& knob : knobs())
        list += (list.empty() ? "" : ", ") + knob.name;
    return list;
}

} // namespace

const std::vector<std::string>& trainingKnobs()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const Knob& knob : knobs())
            names.push_back(knob.name);
        return names;
    }();
    return kNames;
}

space::Space defaultTrainingSpace()
{
    const std::vector<std::tuple<std::string, std::string, std::vector<double>>> choices{
        {"depth", "Convolutions", {0, 1, 2, 3}},
        {"filters", "Filters of the first", {2, 4, 8, 12, 16}},
        {"kernel", "Kernel", {1, 3, 5}},
        {"hidden", "Hidden neurons", {0, 16, 32, 64, 128}},
        {"dropout", "Dropout", {0.0, 0.1, 0.25, 0.5}},
        {"learning_rate", "Learning rate", {0.001, 0.003, 0.01, 0.03, 0.1, 0.3}},
        {"momentum", "Momentum", {0.0, 0.5, 0.9}},
        {"batch", "Batch", {16, 32, 64, 128}},
        {"array_rows", "Array rows", {32, 64, 128, 256}},
        {"weight_bits", "Weight bits", {2, 3, 4, 5, 6, 8}},
        {"activation_bits", "Activation bits", {1, 2, 3, 4, 6, 8}},
        {"cell_bits", "Bits a cell", {1, 2, 4}},
        {"converter_bits", "Converter bits", {3, 4, 5, 6, 7, 8}},
    };
    std::vector<space::ParameterPtr> parameters;
    for (const auto& [name, label, values] : choices)
        parameters.push_back(space::makeOrdinal({name, label, {}, {}}, values).value()); // known to be right
    return space::Space::make(std::move(parameters)).value();
}

Result<TrainingDesignReader> TrainingDesignReader::make(const space::Space& space,
                                                        const std::vector<std::string>& sets,
                                                        const TrainingDesign& fixed)
{
    TrainingDesignReader reader;
    reader.m_fixed = fixed;
    if (sets.size() != space.size())
        return misfit("Every parameter must set one thing.");
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        const auto found = std::find(trainingKnobs().begin(), trainingKnobs().end(), sets[i]);
        if (found == trainingKnobs().end())
            return misfit("The parameter \"" + parameter.name() + "\" sets \"" + sets[i]
                              + "\", which a network that is trained does not have.",
                          "It has: " + knobList() + ".");
        const auto knob = static_cast<std::size_t>(found - trainingKnobs().begin());
        if (std::count(reader.m_knobs.begin(), reader.m_knobs.end(), knob) > 0)
            return misfit("Two parameters set \"" + sets[i] + "\"; one is allowed.");
        const space::ParameterKind kind = parameter.kind();
        if (kind != space::ParameterKind::Real && kind != space::ParameterKind::Integer
            && kind != space::ParameterKind::Ordinal)
            return misfit("The parameter \"" + parameter.name()
                          + "\" must be a real, integer or ordinal one.");
        reader.m_knobs.push_back(knob);
    }
    return reader;
}

TrainingDesign TrainingDesignReader::read(const space::Space& space, const space::Design& design) const
{
    TrainingDesign read = m_fixed;
    for (std::size_t i = 0; i < m_knobs.size(); ++i)
        if (space.isActive(design, i))
            knobs()[m_knobs[i]].set(read, space.value(design, i).front());
    return read;
}

} // namespace paretoscope::problem
