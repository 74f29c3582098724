// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_engine.h"

#include <ATen/ATen.h>

#include <span>

namespace paretoscope::accuracy {

struct BatchResult
{
    double loss = 0.0;      ///< mean over the batch, before it was learnt
    std::int64_t right = 0; ///< images named right
};

/// A candidate as libtorch computes it: weights and their momenta as tensors, gradients by its autograd.
class TorchNetwork
{
public:
    /// Weights are drawn after He et al. 2015 (from memory), the last step's with half the variance, biases
    /// 0.
    explicit TorchNetwork(const TrainingTask& task);

    void seedDropout(std::uint64_t seed);
    /// One step of stochastic gradient descent: v <- m v + g + d w, w <- w - r v, as torch.optim.SGD does it.
    [[nodiscard]] BatchResult learn(const ImageSet& images, std::span<const std::int64_t> chosen);
    [[nodiscard]] std::int64_t countRight(const ImageSet& images, std::span<const std::int64_t> chosen);

    [[nodiscard]] std::vector<StepWeights> weights() const;
    /// Per step that learns: weights, biases, then the momenta of both.
    [[nodiscard]] std::vector<float> state() const;
    [[nodiscard]] bool restore(const std::vector<float>& state);

private:
    struct Learnt
    {
        at::Tensor weights, biases;
        at::Tensor weightMomenta, biasMomenta;
        [[nodiscard]] std::vector<at::Tensor> all() const
        {
            return {weights, biases, weightMomenta, biasMomenta};
        }
    };
    [[nodiscard]] at::Tensor forward(const at::Tensor& images, bool learning);
    [[nodiscard]] at::Tensor apply(std::size_t step, const at::Tensor& input, bool learning);
    void descend(at::Tensor& values, at::Tensor& momenta) const;

    Candidate m_candidate;
    std::vector<Learnt> m_learnt; ///< one per step, undefined tensors where nothing is learnt
    at::Generator m_dropout;      ///< of its own: libtorch's is shared by all that runs
};

} // namespace paretoscope::accuracy
