// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/small_perceptron.h"

#include <stop_token>

namespace paretoscope::accuracy {

/// How numbers are cut up for analog crossbars.
struct CrossbarFormat
{
    int rows = 128;         ///< of one crossbar: inputs that are summed in analog
    int weightBits = 8;     ///< sign included, >= 2
    int activationBits = 8; ///< fed one at a time, >= 1
    int cellBits = 2;       ///< of a weight's magnitude that one cell holds
    int adcBits = 8;        ///< resolution of the converters

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
/// which clips what is rarely reached. Shifting, adding, scaling and the bias are digital and exact. No
/// device effects: no drift, no wires, no noise (all our choice; the slicing is that of crossbar accelerators
/// such as ISAAC, Shafiee et al. 2016, from memory). \param inputs  inputs x samples, none negative
[[nodiscard]] Eigen::MatrixXf crossbarOutputs(const DenseLayer& layer, const Eigen::MatrixXf& inputs,
                                              const CrossbarFormat& format);

/// Share of pictures that the network gets wrong on crossbars. A network whose training has run away answers
/// 0 to everything. Absent when stopped.
[[nodiscard]] std::optional<double> crossbarError(const Perceptron& perceptron, const GlyphSet& set,
                                                  const CrossbarFormat& format, const std::stop_token& stop);

} // namespace paretoscope::accuracy
