// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/small_perceptron.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace paretoscope::accuracy {

/// How numbers are cut up for analog crossbars.
struct CrossbarFormat
{
    int rows = 128;         ///< of one crossbar: inputs that are summed in analog
    int weightBits = 8;     ///< sign included, >= 2
    int activationBits = 8; ///< fed one at a time, >= 1
    int cellBits = 2;       ///< of a weight's magnitude that one cell holds
    int adcBits = 8;        ///< resolution of the converters
    /// Every cell's value is times 1 + cellNoise normal, and at least 0: the deviation of what was written,
    /// as a share. A cell that holds 0 stays 0.
    double cellNoise = 0.0;
    std::uint64_t noiseSeed = 1; ///< which cells are off, and which way; the same ones for every deviation

    /// Cells side by side that hold one magnitude.
    [[nodiscard]] int slices() const { return (weightBits - 1 + cellBits - 1) / cellBits; }
};

/// One layer as crossbars compute it, without the rectifier. Weights become integers by the layer's largest
/// magnitude, inputs by each sample's largest value; positive and negative weights lie in arrays of their
/// own, in slices of `cellBits`; rows are cut into blocks of a crossbar. Every column sum of a block, an
/// input bit and a slice passes a converter with
///
///   step = max(1, 0.5 min(rows of a crossbar, inputs) (2^cell - 1) / 2^adc),   at most 2^adc - 1 steps,
///
/// which clips what is rarely reached. Shifting, adding, scaling and the bias are digital and exact. Cells
/// may be noisy; there is no drift and there are no wires (all our choice; the slicing is that of crossbar
/// accelerators such as ISAAC, Shafiee et al. 2016, from memory). \param inputs  inputs x samples, none
/// negative \param place  of the layer in its network, so that layers have cells of their own \param sums how
/// often every column sum was seen, rounded, from 0; null: not counted
[[nodiscard]] Eigen::MatrixXf crossbarOutputs(const DenseLayer& layer, const Eigen::MatrixXf& inputs,
                                              const CrossbarFormat& format, std::size_t place = 0,
                                              std::vector<std::uint64_t>* sums = nullptr);

/// Share of pictures that the network gets wrong on crossbars. A network whose training has run away answers
/// 0 to everything. Absent when stopped.
[[nodiscard]] std::optional<double> crossbarError(const Perceptron& perceptron, const GlyphSet& set,
                                                  const CrossbarFormat& format, const std::stop_token& stop);

/// What a layer's columns add up to while some pictures run through the network, and what its outputs lose.
struct LayerSums
{
    std::vector<std::uint64_t> counts; ///< of every column sum, rounded, from 0
    double signalOverNoise = 0.0;      ///< squared outputs over squared errors; infinite where exact
};
/// One per layer; every layer's inputs are those that the crossbars before it give.
/// \param pictures  the first ones of the set, at most all
[[nodiscard]] std::vector<LayerSums> crossbarSums(const Perceptron& perceptron, const GlyphSet& set,
                                                  const CrossbarFormat& format, Eigen::Index pictures);

} // namespace paretoscope::accuracy
