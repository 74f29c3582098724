// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training/torch_network.h"

#include "core/base/normal_draw.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

namespace {

/// Copies the chosen images: pixels as shares of full ink, and labels.
std::pair<at::Tensor, at::Tensor> gather(const ImageSet& images, std::span<const std::int64_t> chosen)
{
    const MapShape& shape = images.shape;
    const auto count = static_cast<std::int64_t>(chosen.size());
    at::Tensor pixels = at::empty({count, shape.channels, shape.height, shape.width}, at::kFloat);
    at::Tensor labels = at::empty({count}, at::kLong);
    float* pixel = pixels.data_ptr<float>();
    auto* label = labels.data_ptr<std::int64_t>();
    for (const std::int64_t index : chosen) {
        for (const std::uint8_t value : images.image(static_cast<std::size_t>(index)))
            *pixel++ = static_cast<float>(value) * (1.0F / 255.0F);
        *label++ = images.labels[static_cast<std::size_t>(index)];
    }
    return {pixels, labels};
}

at::Tensor drawn(std::vector<std::int64_t> sizes, double deviation, Rng& rng)
{
    at::Tensor tensor = at::empty(sizes, at::kFloat);
    float* value = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        value[i] = static_cast<float>(deviation * drawNormal(rng));
    return tensor;
}

/// Images whose highest score is that of their label.
std::int64_t countRightOf(const at::Tensor& scores, const at::Tensor& labels)
{
    return scores.argmax(1).eq(labels).sum().item<std::int64_t>();
}

} // namespace

TorchNetwork::TorchNetwork(const TrainingTask& task)
    : m_candidate(task.candidate)
    , m_learnt(task.candidate.steps.size())
    , m_dropout(at::detail::createCPUGenerator())
{
    const auto& steps = m_candidate.steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        if (step.kind != StepKind::Convolution && step.kind != StepKind::Linear)
            continue;
        const std::vector<int>& from = step.inputs;
        const int source = from.empty() ? static_cast<int>(i) - 1 : from.front();
        const MapShape& input = source < 0 ? m_candidate.input
                                           : task.shapes[static_cast<std::size_t>(source)];
        const bool convolution = step.kind == StepKind::Convolution;
        const std::int64_t reads = convolution ? std::int64_t{input.channels} * step.kernel * step.kernel
                                               : static_cast<std::int64_t>(input.values());
        std::vector<std::int64_t> sizes{step.outputs, reads};
        if (convolution)
            sizes = {step.outputs, input.channels, step.kernel, step.kernel};
        Rng rng(task.seed, (std::uint64_t{1} << 32U) + i); // away from the streams of the epochs
        Learnt& learnt = m_learnt[i];
        learnt.weights = drawn(sizes, std::sqrt((step.relu ? 2.0 : 1.0) / static_cast<double>(reads)), rng);
        learnt.biases = at::zeros({step.outputs}, at::kFloat);
        learnt.weightMomenta = at::zeros_like(learnt.weights);
        learnt.biasMomenta = at::zeros_like(learnt.biases);
        learnt.weights.set_requires_grad(true);
        learnt.biases.set_requires_grad(true);
    }
}

void TorchNetwork::seedDropout(std::uint64_t seed)
{
    m_dropout.set_current_seed(seed);
}

at::Tensor TorchNetwork::apply(std::size_t index, const at::Tensor& input, bool learning)
{
    const Step& step = m_candidate.steps[index];
    const Learnt& learnt = m_learnt[index];
    at::Tensor result;
    switch (step.kind) {
    case StepKind::Convolution:
        result = at::conv2d(input, learnt.weights, learnt.biases, step.stride, step.kernel / 2);
        break;
    case StepKind::MaxPool:
        return at::max_pool2d(input, step.kernel, step.stride, step.stride == 1 ? step.kernel / 2 : 0);
    case StepKind::GlobalAverage:
        return at::mean(input, {2, 3}, true);
    case StepKind::Linear:
        result = at::linear(input.flatten(1), learnt.weights, learnt.biases);
        break;
    case StepKind::Dropout: {
        if (!learning || step.dropout <= 0.0)
            return input;
        at::Tensor mask = at::empty_like(input).bernoulli_(1.0 - step.dropout, m_dropout);
        return input * mask.div_(1.0 - step.dropout);
    }
    }
    return step.relu ? at::relu_(result) : result;
}

at::Tensor TorchNetwork::forward(const at::Tensor& images, bool learning)
{
    std::vector<at::Tensor> outputs;
    const auto read = [&](int from) { return from < 0 ? images : outputs[static_cast<std::size_t>(from)]; };
    for (std::size_t i = 0; i < m_candidate.steps.size(); ++i) {
        const std::vector<int>& from = m_candidate.steps[i].inputs;
        at::Tensor input = read(from.empty() ? static_cast<int>(i) - 1 : from.front());
        for (std::size_t j = 1; j < from.size(); ++j)
            input = input + read(from[j]);
        outputs.push_back(apply(i, input, learning));
    }
    return outputs.back();
}

void TorchNetwork::descend(at::Tensor& values, at::Tensor& momenta) const
{
    const Recipe& recipe = m_candidate.recipe;
    at::Tensor gradient = values.mutable_grad();
    if (recipe.weightDecay > 0.0)
        gradient.add_(values, recipe.weightDecay);
    momenta.mul_(recipe.momentum).add_(gradient);
    values.add_(momenta, -recipe.learningRate);
    values.mutable_grad().reset();
}

BatchResult TorchNetwork::learn(const ImageSet& images, std::span<const std::int64_t> chosen)
{
    const auto [pixels, labels] = gather(images, chosen);
    const at::Tensor scores = forward(pixels, true);
    const at::Tensor loss = at::cross_entropy_loss(scores, labels);
    loss.backward();
    const at::NoGradGuard guard;
    BatchResult result{loss.item<double>(), countRightOf(scores, labels)};
    for (Learnt& learnt : m_learnt)
        if (learnt.weights.defined()) {
            descend(learnt.weights, learnt.weightMomenta);
            descend(learnt.biases, learnt.biasMomenta);
        }
    return result;
}

std::int64_t TorchNetwork::countRight(const ImageSet& images, std::span<const std::int64_t> chosen)
{
    const at::NoGradGuard guard;
    const auto [pixels, labels] = gather(images, chosen);
    return countRightOf(forward(pixels, false), labels);
}

std::vector<StepWeights> TorchNetwork::weights() const
{
    const auto copied = [](const at::Tensor& tensor) {
        const float* values = tensor.data_ptr<float>();
        return std::vector<float>(values, values + tensor.numel());
    };
    std::vector<StepWeights> all(m_learnt.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        if (m_learnt[i].weights.defined())
            all[i] = {copied(m_learnt[i].weights), copied(m_learnt[i].biases)};
    return all;
}

std::vector<float> TorchNetwork::state() const
{
    std::vector<float> state;
    for (const Learnt& learnt : m_learnt)
        if (learnt.weights.defined())
            for (const at::Tensor& tensor : learnt.all()) {
                const float* values = tensor.data_ptr<float>();
                state.insert(state.end(), values, values + tensor.numel());
            }
    return state;
}

bool TorchNetwork::restore(const std::vector<float>& state)
{
    std::size_t needed = 0;
    for (const Learnt& learnt : m_learnt)
        if (learnt.weights.defined())
            for (const at::Tensor& tensor : learnt.all())
                needed += static_cast<std::size_t>(tensor.numel());
    if (state.size() != needed)
        return false;
    const float* from = state.data();
    for (const Learnt& learnt : m_learnt)
        if (learnt.weights.defined())
            for (const at::Tensor& tensor : learnt.all()) {
                std::copy(from, from + tensor.numel(), tensor.data_ptr<float>());
                from += tensor.numel();
            }
    return true;
}

} // namespace paretoscope::accuracy
