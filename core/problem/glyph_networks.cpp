// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/glyph_networks.h"

#include "core/base/rng.h"

#include <bit>

namespace paretoscope::problem {

namespace {

constexpr std::size_t kTrainingPictures = 2000;
constexpr std::size_t kValidationPictures = 500;
constexpr std::uint64_t kTrainingSeed = 1;
constexpr std::uint64_t kValidationSeed = 2;

/// The same for a network whatever it runs on, so that hardware is compared on equal weights.
std::uint64_t seedOf(const GlyphDesign& design)
{
    std::uint64_t seed = scatter(static_cast<std::uint64_t>(design.hidden1));
    seed = scatter(seed ^ static_cast<std::uint64_t>(design.hidden2));
    seed = scatter(seed ^ std::bit_cast<std::uint64_t>(design.learningRate));
    return scatter(seed ^ std::bit_cast<std::uint64_t>(design.dropout));
}

} // namespace

GlyphNetworks::GlyphNetworks()
    : m_training(accuracy::glyphSamples(kTrainingPictures, kTrainingSeed))
    , m_validation(accuracy::glyphSamples(kValidationPictures, kValidationSeed))
{ }

GlyphNetworks::NetworkPtr GlyphNetworks::network(const GlyphDesign& design, const std::stop_token& stop)
{
    const NetworkKey key{design.hidden1, design.hidden2, design.learningRate, design.dropout};
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto found = m_networks.find(key); found != m_networks.end())
            return found->second;
    }
    accuracy::Training training;
    training.hidden = {design.hidden1};
    if (design.hidden2 > 0)
        training.hidden.push_back(design.hidden2);
    training.learningRate = design.learningRate;
    training.dropout = design.dropout;
    training.seed = seedOf(design);
    auto made = accuracy::trained(training, m_training, stop);
    if (!made)
        return nullptr;
    auto network = std::make_shared<const accuracy::Perceptron>(std::move(*made));
    const std::scoped_lock lock(m_mutex);
    return m_networks.try_emplace(key, std::move(network)).first->second;
}

std::optional<double> GlyphNetworks::error(const GlyphDesign& design, const std::stop_token& stop)
{
    const accuracy::CrossbarFormat& format = design.format;
    const DesignKey key{{design.hidden1, design.hidden2, design.learningRate, design.dropout},
                        format.rows,
                        format.weightBits,
                        format.activationBits,
                        format.cellBits,
                        format.adcBits,
                        format.cellNoise,
                        format.noiseSeed};
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto found = m_errors.find(key); found != m_errors.end())
            return found->second;
    }
    const NetworkPtr perceptron = network(design, stop);
    if (!perceptron)
        return {};
    const auto error = accuracy::crossbarError(*perceptron, m_validation, format, stop);
    if (error) {
        const std::scoped_lock lock(m_mutex);
        m_errors.try_emplace(key, *error);
    }
    return error;
}

std::optional<std::vector<accuracy::LayerSums>> GlyphNetworks::sums(const GlyphDesign& design,
                                                                    const std::stop_token& stop)
{
    constexpr Eigen::Index kPictures = 16; // as on the other crossbars that run trained networks
    const NetworkPtr perceptron = network(design, stop);
    if (!perceptron)
        return {};
    return accuracy::crossbarSums(*perceptron, m_validation, design.format, kPictures);
}

} // namespace paretoscope::problem
