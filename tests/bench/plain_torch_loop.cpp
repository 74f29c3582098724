// SPDX-License-Identifier: GPL-3.0-or-later
#include "plain_torch_loop.h"

#include <ATen/Parallel.h>
#include <torch/nn.h>
#include <torch/optim.h>

#include <algorithm>

using namespace paretoscope::accuracy;

struct PlainTorchLoop::Parts
{
    torch::nn::Sequential network;
    std::unique_ptr<torch::optim::SGD> optimizer;
    torch::Tensor images, labels, judgedImages, judgedLabels;
    std::int64_t batch = 32;
};

namespace {

std::pair<torch::Tensor, torch::Tensor> tensors(const ImageSet& images)
{
    const auto count = static_cast<std::int64_t>(images.size());
    auto* pixels = const_cast<std::uint8_t*>(images.pixels.data());
    auto* labels = const_cast<std::uint8_t*>(images.labels.data());
    return {torch::from_blob(pixels, {count, images.shape.channels, images.shape.height, images.shape.width},
                             torch::kUInt8)
                .to(torch::kFloat)
                .div_(255),
            torch::from_blob(labels, {count}, torch::kUInt8).to(torch::kLong)};
}

} // namespace

PlainTorchLoop::PlainTorchLoop(const HyperParameters& parameters, const DataSet& data)
    : m_parts(new Parts)
{
    namespace nn = torch::nn;
    at::set_num_threads(1);
    const MapShape& shape = data.training.shape;
    nn::Sequential& network = m_parts->network;
    std::int64_t channels = shape.channels, filters = parameters.filters, height = shape.height,
                 width = shape.width;
    for (int i = 0; i < parameters.depth; ++i, filters *= 2) {
        network->push_back(nn::Conv2d(
            nn::Conv2dOptions(channels, filters, parameters.kernel).padding(parameters.kernel / 2)));
        network->push_back(nn::ReLU(nn::ReLUOptions().inplace(true)));
        channels = filters;
        if (std::min(height, width) >= 4) {
            network->push_back(nn::MaxPool2d(2));
            height /= 2;
            width /= 2;
        }
    }
    network->push_back(nn::Flatten());
    std::int64_t reads = channels * height * width;
    for (const std::int64_t outputs : {parameters.hidden, data.training.classes}) {
        if (outputs == 0)
            continue;
        if (parameters.dropout > 0.0)
            network->push_back(nn::Dropout(parameters.dropout));
        network->push_back(nn::Linear(reads, outputs));
        if (outputs == parameters.hidden)
            network->push_back(nn::ReLU(nn::ReLUOptions().inplace(true)));
        reads = outputs;
    }
    m_parts->optimizer = std::make_unique<torch::optim::SGD>(
        network->parameters(), torch::optim::SGDOptions(parameters.recipe.learningRate)
                                   .momentum(parameters.recipe.momentum)
                                   .weight_decay(parameters.recipe.weightDecay));
    m_parts->batch = parameters.recipe.batch;
    std::tie(m_parts->images, m_parts->labels) = tensors(data.training);
    std::tie(m_parts->judgedImages, m_parts->judgedLabels) = tensors(data.validation);
}

PlainTorchLoop::~PlainTorchLoop()
{
    delete m_parts;
}

double PlainTorchLoop::epoch()
{
    m_parts->network->train();
    const auto count = m_parts->images.size(0);
    const auto order = torch::randperm(count, torch::kLong);
    double loss = 0.0;
    for (std::int64_t at = 0; at < count; at += m_parts->batch) {
        const auto chosen = order.slice(0, at, std::min(at + m_parts->batch, count));
        const auto scores = m_parts->network->forward(m_parts->images.index_select(0, chosen));
        const auto batchLoss = torch::cross_entropy_loss(scores, m_parts->labels.index_select(0, chosen));
        m_parts->optimizer->zero_grad();
        batchLoss.backward();
        m_parts->optimizer->step();
        loss += batchLoss.item<double>();
    }
    m_parts->network->eval();
    const torch::NoGradGuard guard;
    const auto right = m_parts->network->forward(m_parts->judgedImages).argmax(1).eq(m_parts->judgedLabels);
    return right.sum().item<double>() / static_cast<double>(m_parts->judgedLabels.size(0));
}
