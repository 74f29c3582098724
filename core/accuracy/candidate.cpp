// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/candidate.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace paretoscope::accuracy {

namespace {

Error wrong(std::size_t step, const std::string& what)
{
    return {ErrorCode::InvalidInput, "Step " + std::to_string(step + 1) + " of the network " + what, {}, {}};
}

Error wrong(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

int windows(int size, int kernel, int stride, int padding)
{
    return (size + 2 * padding - kernel) / stride + 1;
}

Status checkRecipe(const Candidate& candidate)
{
    const Recipe& recipe = candidate.recipe;
    if (!(recipe.learningRate > 0.0 && recipe.learningRate <= 100.0))
        return wrong("The learning rate must be above 0 and at most 100.");
    if (!(recipe.momentum >= 0.0 && recipe.momentum < 1.0))
        return wrong("The momentum must be at least 0 and below 1.");
    if (!(recipe.weightDecay >= 0.0 && recipe.weightDecay <= 1.0))
        return wrong("The weight decay must be from 0 to 1.");
    if (recipe.batch < 1 || recipe.batch > 65'536)
        return wrong("A batch has from 1 to 65,536 images.");
    const MapShape& input = candidate.input;
    constexpr int kWidest = 4096;
    if (std::min({input.channels, input.height, input.width}) < 1
        || std::max({input.channels, input.height, input.width}) > kWidest)
        return wrong("The images that a network reads have from 1 to 4,096 channels, rows and columns.");
    if (candidate.classes < 2 || candidate.classes > 256)
        return wrong("A network tells from 2 to 256 classes apart.");
    return success();
}

Result<MapShape> summedInputs(const Candidate& candidate, const std::vector<MapShape>& shapes,
                              std::size_t step)
{
    for (const int from : stepInputs(candidate, step)) {
        if (from < -1 || from >= static_cast<int>(step))
            return wrong(step, "reads a step that does not come before it.");
        const MapShape& shape = from < 0 ? candidate.input : shapes[static_cast<std::size_t>(from)];
        if (shape != inputShape(candidate, shapes, step))
            return wrong(step, "adds up results of different sizes.");
    }
    return inputShape(candidate, shapes, step);
}

Result<MapShape> windowedShape(const Candidate& candidate, MapShape shape, std::size_t index)
{
    const Step& step = candidate.steps[index];
    const bool convolution = step.kind == StepKind::Convolution;
    if (step.kernel < 1 || step.kernel > 31 || step.stride < 1 || step.stride > 31)
        return wrong(index, "has a kernel or a stride that is not from 1 to 31.");
    const bool padded = convolution || step.stride == 1;
    if (padded && step.kernel % 2 == 0)
        return wrong(index, "needs an odd kernel.");
    const int padding = padded ? step.kernel / 2 : 0;
    if (shape.height + 2 * padding < step.kernel || shape.width + 2 * padding < step.kernel)
        return wrong(index, "has a kernel larger than the map it reads.");
    shape.height = windows(shape.height, step.kernel, step.stride, padding);
    shape.width = windows(shape.width, step.kernel, step.stride, padding);
    if (convolution)
        shape.channels = step.outputs;
    return shape;
}

Result<MapShape> outputShape(const Candidate& candidate, const MapShape& input, std::size_t index)
{
    const Step& step = candidate.steps[index];
    const bool weights = step.kind == StepKind::Convolution || step.kind == StepKind::Linear;
    if (weights && (step.outputs < 1 || step.outputs > 65'536))
        return wrong(index, "needs from 1 to 65,536 outputs.");
    switch (step.kind) {
    case StepKind::Convolution:
    case StepKind::MaxPool:
        return windowedShape(candidate, input, index);
    case StepKind::GlobalAverage:
        return MapShape{input.channels, 1, 1};
    case StepKind::Linear:
        return MapShape{step.outputs, 1, 1};
    case StepKind::Dropout:
        break;
    }
    if (!(step.dropout >= 0.0 && step.dropout < 1.0))
        return wrong(index, "forgets a share that is not at least 0 and below 1.");
    return input;
}

workload::Layer layerOf(const Step& step, const MapShape& input, const MapShape& output)
{
    workload::Convolution convolution;
    if (step.kind == StepKind::Convolution) {
        convolution.filterWidth = convolution.filterHeight = step.kernel;
        convolution.outputWidth = output.width;
        convolution.outputHeight = output.height;
        convolution.inputChannels = input.channels;
        convolution.strideX = convolution.strideY = step.stride;
    } else {
        convolution.inputChannels = static_cast<std::int64_t>(input.values());
    }
    convolution.outputChannels = step.outputs;
    workload::Layer layer;
    layer.operation = workload::toOperation(convolution);
    layer.parameters = convolution.filterWidth * convolution.filterHeight * convolution.inputChannels
                           * convolution.outputChannels
                       + convolution.outputChannels;
    return layer;
}

} // namespace

std::size_t fanIn(const Step& step, const MapShape& input)
{
    const auto kernel = static_cast<std::size_t>(step.kernel);
    if (step.kind == StepKind::Convolution)
        return static_cast<std::size_t>(input.channels) * kernel * kernel;
    return step.kind == StepKind::Linear ? input.values() : 0;
}

std::vector<int> stepInputs(const Candidate& candidate, std::size_t step)
{
    const std::vector<int>& inputs = candidate.steps[step].inputs;
    return inputs.empty() ? std::vector<int>{static_cast<int>(step) - 1} : inputs;
}

MapShape inputShape(const Candidate& candidate, const std::vector<MapShape>& shapes, std::size_t step)
{
    const int first = stepInputs(candidate, step).front();
    return first < 0 ? candidate.input : shapes[static_cast<std::size_t>(first)];
}

Result<std::vector<MapShape>> stepShapes(const Candidate& candidate)
{
    if (const Status status = checkRecipe(candidate); !status)
        return status.error();
    constexpr std::size_t kMostSteps = 1000, kMostValues = 1U << 24U, kMostWeights = 1U << 26U;
    if (candidate.steps.empty() || candidate.steps.size() > kMostSteps)
        return wrong("A network has from 1 to 1,000 steps.");
    std::vector<MapShape> shapes;
    for (std::size_t i = 0; i < candidate.steps.size(); ++i) {
        const auto input = summedInputs(candidate, shapes, i);
        if (!input)
            return input.error();
        const auto output = outputShape(candidate, input.value(), i);
        if (!output)
            return output.error();
        const Step& step = candidate.steps[i];
        const bool weights = step.kind == StepKind::Linear || step.kind == StepKind::Convolution;
        if (output->values() > kMostValues
            || (weights
                && fanIn(step, input.value()) * static_cast<std::size_t>(step.outputs) > kMostWeights))
            return wrong(i, "is too large to be trained here.");
        shapes.push_back(output.value());
    }
    if (candidate.steps.back().kind != StepKind::Linear || candidate.steps.back().outputs != candidate.classes
        || candidate.steps.back().relu)
        return wrong(
            "The last step of a network must be fully connected, with an output a class and no ReLU.");
    return shapes;
}

Result<workload::Network> toNetwork(const Candidate& candidate)
{
    const auto shapes = stepShapes(candidate);
    if (!shapes)
        return shapes.error();
    workload::Network network;
    network.name = candidate.name;
    network.description = "Reads images of " + std::to_string(candidate.input.width) + "x"
                          + std::to_string(candidate.input.height) + "; pools are left out.";
    network.source = "a candidate of this program";
    int convolutions = 0, linears = 0;
    for (std::size_t i = 0; i < candidate.steps.size(); ++i) {
        const Step& step = candidate.steps[i];
        if (step.kind != StepKind::Convolution && step.kind != StepKind::Linear)
            continue;
        workload::Layer layer = layerOf(step, inputShape(candidate, shapes.value(), i), shapes.value()[i]);
        layer.name = step.kind == StepKind::Convolution ? "conv" + std::to_string(++convolutions)
                                                        : "fc" + std::to_string(++linears);
        network.layers.push_back(std::move(layer));
    }
    return network;
}

std::string candidateKey(const Candidate& candidate)
{
    std::string key;
    const auto add = [&key](std::int64_t value) { key += std::to_string(value) + ' '; };
    // A number's bits: no two are rounded to the same text.
    const auto addReal = [&add](double value) { add(std::bit_cast<std::int64_t>(value)); };
    const auto& [name, input, classes, steps, recipe] = candidate;
    (void)name;
    for (const int value : {input.channels, input.height, input.width, classes, recipe.batch})
        add(value);
    for (const double value : {recipe.learningRate, recipe.momentum, recipe.weightDecay})
        addReal(value);
    for (const Step& step : steps) {
        key += "| ";
        for (const int value : {static_cast<int>(step.kind), step.outputs, step.kernel, step.stride,
                                static_cast<int>(step.relu)})
            add(value);
        addReal(step.dropout);
        for (const int from : step.inputs)
            add(from);
    }
    return key;
}

} // namespace paretoscope::accuracy
