// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/small_perceptron.h"

#include "core/base/normal_draw.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::accuracy {

using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::VectorXf;

namespace {

Perceptron drawnPerceptron(const Training& training, Index inputs, Rng& rng)
{
    Perceptron perceptron;
    std::vector<int> widths = training.hidden;
    widths.push_back(kGlyphClasses);
    for (const int width : widths) {
        DenseLayer layer{MatrixXf(width, inputs), VectorXf::Zero(width)};
        const double spread = std::sqrt(2.0 / static_cast<double>(inputs));
        for (float& weight : layer.weights.reshaped())
            weight = static_cast<float>(spread * drawNormal(rng));
        perceptron.layers.push_back(std::move(layer));
        inputs = width;
    }
    return perceptron;
}

/// Columns to probabilities.
void softmax(MatrixXf& outputs)
{
    for (Index i = 0; i < outputs.cols(); ++i) {
        outputs.col(i).array() -= outputs.col(i).maxCoeff();
        outputs.col(i) = outputs.col(i).array().exp();
        outputs.col(i) /= outputs.col(i).sum();
    }
}

class PerceptronTrainer
{
public:
    PerceptronTrainer(const Training& training, const GlyphSet& set)
        : m_training(training)
        , m_set(set)
        , m_rng(training.seed)
        , m_perceptron(drawnPerceptron(training, set.images.rows(), m_rng))
    {
        for (const DenseLayer& layer : m_perceptron.layers)
            m_velocity.push_back({MatrixXf::Zero(layer.weights.rows(), layer.weights.cols()),
                                  VectorXf::Zero(layer.bias.size())});
        m_activations.resize(m_perceptron.layers.size() + 1);
        m_masks.resize(m_perceptron.layers.size());
    }

    std::optional<Perceptron> run(const std::stop_token& stop)
    {
        std::vector<std::size_t> order(m_set.labels.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto batch = static_cast<std::size_t>(m_training.batch);
        for (int epoch = 0; epoch < m_training.epochs; ++epoch) {
            for (std::size_t i = order.size(); i > 1; --i)
                std::swap(order[i - 1], order[m_rng.below(i)]);
            for (std::size_t first = 0; first < order.size(); first += batch) {
                if (stop.stop_requested())
                    return {};
                step(std::span(order).subspan(first, std::min(batch, order.size() - first)));
            }
        }
        return std::move(m_perceptron);
    }

private:
    void step(std::span<const std::size_t> samples)
    {
        const auto count = static_cast<Index>(samples.size());
        m_activations[0].resize(m_set.images.rows(), count);
        for (Index i = 0; i < count; ++i)
            m_activations[0].col(i) = m_set.images.col(
                static_cast<Index>(samples[static_cast<std::size_t>(i)]));
        forward();
        MatrixXf error = m_activations.back();
        softmax(error);
        for (Index i = 0; i < count; ++i)
            error(m_set.labels[samples[static_cast<std::size_t>(i)]], i) -= 1.0F;
        error /= static_cast<float>(count);
        backward(std::move(error));
    }

    void forward()
    {
        const std::size_t last = m_perceptron.layers.size() - 1;
        for (std::size_t l = 0; l <= last; ++l) {
            const DenseLayer& layer = m_perceptron.layers[l];
            MatrixXf& out = m_activations[l + 1];
            out.noalias() = layer.weights * m_activations[l];
            out.colwise() += layer.bias;
            if (l == last)
                break;
            // The mask holds what passes on of an activation: nothing, all, or all of those left, scaled up.
            MatrixXf& mask = m_masks[l];
            mask = (out.array() > 0.0F).cast<float>();
            if (m_training.dropout > 0.0) {
                const auto scale = static_cast<float>(1.0 / (1.0 - m_training.dropout));
                for (float& value : mask.reshaped())
                    value = m_rng.chance(m_training.dropout) ? 0.0F : value * scale;
            }
            out.array() *= mask.array();
        }
    }

    void backward(MatrixXf error)
    {
        const auto rate = static_cast<float>(m_training.learningRate);
        const auto momentum = static_cast<float>(m_training.momentum);
        const auto decay = static_cast<float>(m_training.weightDecay);
        for (std::size_t l = m_perceptron.layers.size(); l-- > 0;) {
            DenseLayer& layer = m_perceptron.layers[l];
            DenseLayer& velocity = m_velocity[l];
            MatrixXf before;
            if (l > 0) {
                before.noalias() = layer.weights.transpose() * error;
                before.array() *= m_masks[l - 1].array();
            }
            velocity.weights *= momentum;
            velocity.weights.noalias() -= rate * (error * m_activations[l].transpose());
            velocity.weights -= (rate * decay) * layer.weights;
            velocity.bias = momentum * velocity.bias - rate * error.rowwise().sum();
            layer.weights += velocity.weights;
            layer.bias += velocity.bias;
            error = std::move(before);
        }
    }

    const Training& m_training;
    const GlyphSet& m_set;
    Rng m_rng;
    Perceptron m_perceptron;
    std::vector<DenseLayer> m_velocity;
    std::vector<MatrixXf> m_activations; ///< the images, then what every layer gives
    std::vector<MatrixXf> m_masks;
};

} // namespace

bool Perceptron::isFinite() const
{
    return std::all_of(layers.begin(), layers.end(), [](const DenseLayer& layer) {
        return layer.weights.allFinite() && layer.bias.allFinite();
    });
}

std::optional<Perceptron> trained(const Training& training, const GlyphSet& set, const std::stop_token& stop)
{
    return PerceptronTrainer(training, set).run(stop);
}

MatrixXf outputsOf(const Perceptron& perceptron, const MatrixXf& images)
{
    MatrixXf activations = images;
    for (std::size_t l = 0; l < perceptron.layers.size(); ++l) {
        const DenseLayer& layer = perceptron.layers[l];
        MatrixXf next = layer.weights * activations;
        next.colwise() += layer.bias;
        if (l + 1 < perceptron.layers.size())
            next = next.cwiseMax(0.0F);
        activations = std::move(next);
    }
    return activations;
}

double errorOf(const MatrixXf& outputs, std::span<const int> labels)
{
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto column = outputs.col(static_cast<Index>(i));
        Index best = 0;
        for (Index j = 1; j < column.size(); ++j)
            if (column(j) > column(best))
                best = j;
        wrong += best != labels[i] ? 1U : 0U;
    }
    return static_cast<double>(wrong) / static_cast<double>(labels.size());
}

} // namespace paretoscope::accuracy
