// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/glyph10.h"

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace paretoscope::accuracy {

/// A fully connected layer: weights * inputs + bias.
struct DenseLayer
{
    Eigen::MatrixXf weights; ///< outputs x inputs
    Eigen::VectorXf bias;
};

/// Fully connected layers with rectifiers between them.
struct Perceptron
{
    std::vector<DenseLayer> layers;
    /// False where training has run away.
    [[nodiscard]] bool isFinite() const;
};

/// How a perceptron is trained: stochastic gradient descent with momentum on the cross-entropy, from weights
/// drawn after He et al. 2015 (from memory), hidden activations dropped at random and the rest scaled up
/// (inverted dropout, Srivastava et al. 2014, from memory). The numbers are our choice.
struct Training
{
    std::vector<int> hidden{64}; ///< widths of the hidden layers
    double learningRate = 0.1;   ///< > 0
    double dropout = 0.0;        ///< share of hidden activations dropped, in [0, 1)
    double momentum = 0.9;
    double weightDecay = 1e-4; ///< of weights, not of biases
    int epochs = 8;
    int batch = 32;
    std::uint64_t seed = 0;
};

/// A function of its arguments alone on one kind of processor. Absent when stopped.
/// \cost about 0.2 s for 2000 pictures and the widths of Glyph10's space
[[nodiscard]] std::optional<Perceptron> trained(const Training& training, const GlyphSet& set,
                                                const std::stop_token& stop);

/// One column of outputs per picture.
[[nodiscard]] Eigen::MatrixXf outputsOf(const Perceptron& perceptron, const Eigen::MatrixXf& images);

/// Share of columns whose largest output is not at the label's place; the first counts where outputs are
/// equal or not a number.
[[nodiscard]] double errorOf(const Eigen::MatrixXf& outputs, std::span<const int> labels);

} // namespace paretoscope::accuracy
