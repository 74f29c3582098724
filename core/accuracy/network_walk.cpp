// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/network_walk.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace paretoscope::accuracy {

namespace {

using Index = Eigen::Index;

std::size_t at(int channel, int y, int x, const MapShape& shape)
{
    return static_cast<std::size_t>((channel * shape.height + y) * shape.width + x);
}

} // namespace

NetworkWalk::NetworkWalk(const TrainedNetwork& network)
    : m_network(network)
    , m_shapes(stepShapes(network.candidate).value()) // the network is valid
    , m_weights(network.steps.size())
    , m_outputs(network.steps.size())
{
    for (std::size_t i = 0; i < network.steps.size(); ++i) {
        m_inputShapes.push_back(inputShape(network.candidate, m_shapes, i));
        m_outputs[i].resize(m_shapes[i].values());
        const auto& [weights, biases] = network.steps[i];
        if (!biases.empty())
            m_weights[i] = Eigen::Map<const RowMatrix>(weights.data(), static_cast<Index>(biases.size()),
                                                       static_cast<Index>(weights.size() / biases.size()));
    }
}

Product NetworkWalk::floatProduct() const
{
    return [this](std::size_t step, const RowMatrix& patches, RowMatrix& out) {
        out.noalias() = m_weights[step] * patches;
    };
}

std::span<const float> NetworkWalk::scores(std::span<const std::uint8_t> image, const Product& product,
                                           const Observer& observer)
{
    m_image.resize(image.size());
    std::transform(image.begin(), image.end(), m_image.begin(),
                   [](std::uint8_t pixel) { return static_cast<float>(pixel) * (1.0F / 255.0F); });
    for (std::size_t i = 0; i < m_outputs.size(); ++i) {
        gatherInput(i);
        compute(i, product, observer);
    }
    return m_outputs.back();
}

void NetworkWalk::gatherInput(std::size_t step)
{
    const std::vector<int> from = stepInputs(m_network.candidate, step);
    const auto read = [this](int index) -> const std::vector<float>& {
        return index < 0 ? m_image : m_outputs[static_cast<std::size_t>(index)];
    };
    m_input = read(from.front());
    for (std::size_t i = 1; i < from.size(); ++i) {
        const std::vector<float>& more = read(from[i]);
        std::transform(m_input.begin(), m_input.end(), more.begin(), m_input.begin(), std::plus<>());
    }
}

void NetworkWalk::compute(std::size_t step, const Product& product, const Observer& observer)
{
    std::vector<float>& output = m_outputs[step];
    switch (m_network.candidate.steps[step].kind) {
    case StepKind::Dropout:
        output = m_input;
        return;
    case StepKind::MaxPool:
        pool(step);
        return;
    case StepKind::GlobalAverage: {
        const auto size = m_input.size() / output.size();
        for (std::size_t c = 0; c < output.size(); ++c) {
            const auto first = m_input.begin() + static_cast<std::ptrdiff_t>(c * size);
            output[c] = std::accumulate(first, first + static_cast<std::ptrdiff_t>(size), 0.0F)
                        / static_cast<float>(size);
        }
        return;
    }
    case StepKind::Convolution:
    case StepKind::Linear:
        break;
    }
    gatherPatches(step);
    const std::vector<float>& biases = m_network.steps[step].biases;
    m_product.resize(static_cast<Index>(biases.size()), m_patches.cols());
    product(step, m_patches, m_product);
    m_product.colwise() += Eigen::Map<const Eigen::VectorXf>(biases.data(),
                                                             static_cast<Index>(biases.size()));
    if (observer)
        observer(step, m_product);
    if (m_network.candidate.steps[step].relu)
        m_product = m_product.cwiseMax(0.0F);
    std::copy_n(m_product.data(), output.size(), output.begin());
}

void NetworkWalk::gatherPatches(std::size_t index)
{
    const Step& step = m_network.candidate.steps[index];
    const MapShape& in = m_inputShapes[index];
    const MapShape& out = m_shapes[index];
    if (step.kind == StepKind::Linear) {
        m_patches = Eigen::Map<const RowMatrix>(m_input.data(), static_cast<Index>(m_input.size()), 1);
        return;
    }
    const int padding = step.kernel / 2;
    m_patches.setZero(static_cast<Index>(fanIn(step, in)), static_cast<Index>(out.height) * out.width);
    Index row = 0;
    for (int c = 0; c < in.channels; ++c)
        for (int r = 0; r < step.kernel; ++r)
            for (int s = 0; s < step.kernel; ++s, ++row)
                for (int y = 0; y < out.height; ++y) {
                    const int fromY = y * step.stride + r - padding;
                    if (fromY < 0 || fromY >= in.height)
                        continue;
                    float* to = &m_patches(row, static_cast<Index>(y) * out.width);
                    for (int x = 0; x < out.width; ++x) {
                        const int fromX = x * step.stride + s - padding;
                        if (fromX >= 0 && fromX < in.width)
                            to[x] = m_input[at(c, fromY, fromX, in)];
                    }
                }
}

void NetworkWalk::pool(std::size_t index)
{
    const Step& step = m_network.candidate.steps[index];
    const MapShape& in = m_inputShapes[index];
    const MapShape& out = m_shapes[index];
    const int padding = step.stride == 1 ? step.kernel / 2 : 0;
    for (int c = 0; c < out.channels; ++c)
        for (int y = 0; y < out.height; ++y)
            for (int x = 0; x < out.width; ++x) {
                const int top = y * step.stride - padding, left = x * step.stride - padding;
                float largest = std::numeric_limits<float>::lowest();
                for (int v = std::max(top, 0); v < std::min(top + step.kernel, in.height); ++v)
                    for (int u = std::max(left, 0); u < std::min(left + step.kernel, in.width); ++u)
                        largest = std::max(largest, m_input[at(c, v, u, in)]);
                m_outputs[index][at(c, y, x, out)] = largest;
            }
}

int bestClass(std::span<const float> scores)
{
    return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

} // namespace paretoscope::accuracy
