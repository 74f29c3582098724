// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/crossbar_perceptron.h"

#include "core/base/normal_draw.h"
#include "core/base/rng.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::VectorXf;

namespace {

/// Bits [first, first + count) of non-negative whole numbers.
MatrixXf bitsOf(const MatrixXf& whole, int first, int count)
{
    const auto mask = static_cast<unsigned>((1 << count) - 1);
    return whole.unaryExpr([=](float value) {
        return static_cast<float>((static_cast<unsigned>(value) >> static_cast<unsigned>(first)) & mask);
    });
}

struct Converter
{
    float step = 1.0F;
    float most = 255.0F; ///< the highest code

    Converter(const CrossbarFormat& format, Index inputs)
    {
        const double summed = static_cast<double>(std::min<Index>(format.rows, inputs));
        const double codes = std::ldexp(1.0, format.adcBits);
        const double cell = std::ldexp(1.0, format.cellBits) - 1.0;
        step = static_cast<float>(std::max(1.0, 0.5 * summed * cell / codes));
        most = static_cast<float>(codes - 1.0);
    }
    [[nodiscard]] MatrixXf codes(const MatrixXf& sums) const
    {
        // Sums are not negative, so cutting off is rounding down.
        return (sums.array() / step + 0.5F).cast<int>().cast<float>().min(most).matrix();
    }
};

/// Magnitudes of the positive and of the negative weights, in whole steps of the largest.
struct Arrays
{
    MatrixXf positive, negative; ///< outputs x inputs
    float step = 0.0F;           ///< what one is worth

    Arrays(const DenseLayer& layer, int bits)
    {
        const float levels = static_cast<float>((1 << (bits - 1)) - 1);
        const float most = layer.weights.cwiseAbs().maxCoeff();
        step = most / levels;
        const MatrixXf whole = most > 0.0F ? MatrixXf((layer.weights / step).array().round())
                                           : MatrixXf::Zero(layer.weights.rows(), layer.weights.cols());
        positive = whole.cwiseMax(0.0F).cwiseMin(levels);
        negative = (-whole).cwiseMax(0.0F).cwiseMin(levels);
    }
};

/// Writes values into cells that do not take them exactly. Draws as often whatever the deviation is, so that
/// a cell is off the same way for all.
void disturb(MatrixXf& cells, double deviation, Rng& rng)
{
    for (float& cell : cells.reshaped())
        cell *= static_cast<float>(std::max(0.0, 1.0 + deviation * drawNormal(rng)));
}

void count(const MatrixXf& columnSums, std::vector<std::uint64_t>& counts)
{
    for (const float sum : columnSums.reshaped()) {
        const auto whole = static_cast<std::size_t>(std::lround(sum));
        if (whole >= counts.size())
            counts.resize(whole + 1, 0);
        ++counts[whole];
    }
}

} // namespace

MatrixXf crossbarOutputs(const DenseLayer& layer, const MatrixXf& inputs, const CrossbarFormat& format,
                         std::size_t place, std::vector<std::uint64_t>* counts)
{
    Rng rng(format.noiseSeed, place);
    const Arrays arrays(layer, format.weightBits);
    const auto levels = static_cast<float>((1 << format.activationBits) - 1);
    const VectorXf most = inputs.colwise().maxCoeff();
    const VectorXf perStep = most.unaryExpr(
        [=](float value) { return value > 0.0F ? levels / value : 0.0F; });
    const MatrixXf whole = (inputs * perStep.asDiagonal()).array().round().min(levels).max(0.0F);
    const Converter converter(format, inputs.rows());
    const Index outputs = layer.weights.rows();

    MatrixXf sums = MatrixXf::Zero(outputs, inputs.cols());
    for (Index first = 0; first < inputs.rows(); first += format.rows) {
        const Index rows = std::min<Index>(format.rows, inputs.rows() - first);
        std::vector<MatrixXf> cells; // by slice; the negative arrays below the positive ones
        for (int slice = 0; slice < format.slices(); ++slice) {
            MatrixXf& both = cells.emplace_back(2 * outputs, rows);
            const int bit = slice * format.cellBits;
            both.topRows(outputs) = bitsOf(arrays.positive.middleCols(first, rows), bit, format.cellBits);
            both.bottomRows(outputs) = bitsOf(arrays.negative.middleCols(first, rows), bit, format.cellBits);
            if (format.cellNoise > 0.0)
                disturb(both, format.cellNoise, rng);
        }
        const MatrixXf block = whole.middleRows(first, rows);
        for (int bit = 0; bit < format.activationBits; ++bit) {
            const MatrixXf fed = bitsOf(block, bit, 1);
            for (int slice = 0; slice < format.slices(); ++slice) {
                const MatrixXf columnSums = cells[static_cast<std::size_t>(slice)] * fed;
                if (counts != nullptr)
                    count(columnSums, *counts);
                const MatrixXf codes = converter.codes(columnSums);
                const auto weight = static_cast<float>(std::ldexp(1.0, bit + slice * format.cellBits));
                sums += (weight * converter.step) * (codes.topRows(outputs) - codes.bottomRows(outputs));
            }
        }
    }
    const VectorXf scale = (most / levels) * arrays.step;
    sums = sums * scale.asDiagonal();
    sums.colwise() += layer.bias;
    return sums;
}

std::optional<double> crossbarError(const Perceptron& perceptron, const GlyphSet& set,
                                    const CrossbarFormat& format, const std::stop_token& stop)
{
    if (!perceptron.isFinite())
        return errorOf(MatrixXf::Zero(kGlyphClasses, set.images.cols()), set.labels);
    MatrixXf activations = set.images;
    for (std::size_t i = 0; i < perceptron.layers.size(); ++i) {
        if (stop.stop_requested())
            return {};
        const bool last = i + 1 == perceptron.layers.size();
        MatrixXf next = crossbarOutputs(perceptron.layers[i], activations, format, i);
        activations = last ? next : MatrixXf(next.cwiseMax(0.0F));
    }
    return errorOf(activations, set.labels);
}

std::vector<LayerSums> crossbarSums(const Perceptron& perceptron, const GlyphSet& set,
                                    const CrossbarFormat& format, Index pictures)
{
    std::vector<LayerSums> sums;
    if (!perceptron.isFinite())
        return sums;
    MatrixXf activations = set.images.leftCols(std::min(pictures, set.images.cols()));
    for (std::size_t i = 0; i < perceptron.layers.size(); ++i) {
        const DenseLayer& layer = perceptron.layers[i];
        LayerSums& seen = sums.emplace_back();
        const MatrixXf exact = (layer.weights * activations).colwise() + layer.bias;
        const MatrixXf given = crossbarOutputs(layer, activations, format, i, &seen.counts);
        const double lost = (given - exact).cast<double>().squaredNorm();
        seen.signalOverNoise = lost > 0.0 ? exact.cast<double>().squaredNorm() / lost : INFINITY;
        activations = given.cwiseMax(0.0F);
    }
    return sums;
}

} // namespace paretoscope::accuracy
