// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_perceptron.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <tuple>
#include <vector>

namespace paretoscope::problem {

/// Of a design of the glyph problem, what it is trained with and what it runs on.
struct GlyphDesign
{
    int hidden1 = 64;
    int hidden2 = 0; ///< 0: there is no second hidden layer
    double learningRate = 0.1;
    double dropout = 0.1;
    accuracy::CrossbarFormat format;
};

/// Trained networks and their errors on crossbars, each made once. Thread-safe; two threads that ask for the
/// same at the same time may both make it.
class GlyphNetworks
{
public:
    GlyphNetworks();

    /// Share of pictures read wrongly; absent when stopped.
    [[nodiscard]] std::optional<double> error(const GlyphDesign& design, const std::stop_token& stop);
    /// What the columns add up to while the first validation pictures are read, layer by layer; absent when
    /// stopped, none where the training has run away.
    [[nodiscard]] std::optional<std::vector<accuracy::LayerSums>> sums(const GlyphDesign& design,
                                                                       const std::stop_token& stop);

private:
    using NetworkKey = std::tuple<int, int, double, double>;
    using DesignKey = std::tuple<NetworkKey, int, int, int, int, int, double, std::uint64_t>;
    using NetworkPtr = std::shared_ptr<const accuracy::Perceptron>;
    [[nodiscard]] NetworkPtr network(const GlyphDesign& design, const std::stop_token& stop);

    accuracy::GlyphSet m_training;
    accuracy::GlyphSet m_validation;
    std::mutex m_mutex;
    std::map<NetworkKey, NetworkPtr> m_networks;
    std::map<DesignKey, double> m_errors;
};

} // namespace paretoscope::problem
