// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/crossbar_inference.h"

#include <cmath>
#include <limits>

namespace paretoscope::accuracy {

namespace {

const Error kStopped{ErrorCode::Cancelled, "stopped", {}, {}};

bool learns(const Step& step)
{
    return step.kind == StepKind::Convolution || step.kind == StepKind::Linear;
}

/// Pools, means and sums of what is not negative are not, either.
Status checkSigns(const Candidate& candidate)
{
    std::vector<bool> mayBeNegative;
    for (std::size_t i = 0; i < candidate.steps.size(); ++i) {
        const Step& step = candidate.steps[i];
        bool negativeInput = false;
        for (const int from : stepInputs(candidate, i))
            negativeInput = negativeInput || (from >= 0 && mayBeNegative[static_cast<std::size_t>(from)]);
        if (learns(step) && negativeInput)
            return Error{
                ErrorCode::Unsupported,
                "Step " + std::to_string(i + 1)
                    + " of the network reads results that may be negative, which crossbars here cannot.",
                {},
                "Give the steps before it a ReLU."};
        mayBeNegative.push_back(learns(step) ? !step.relu : negativeInput);
    }
    return success();
}

Status checkImages(const TrainedNetwork& network, const ImageSet& images)
{
    if (const Status status = network.validate(); !status)
        return status;
    if (const Status status = images.validate(); !status)
        return status;
    if (images.shape != network.candidate.input || images.classes > network.candidate.classes)
        return Error{ErrorCode::InvalidInput,
                     "The network was made for images of another size or other classes.",
                     {},
                     {}};
    return success();
}

Status checkAll(const TrainedNetwork& network, const CrossbarWidths& widths, const ImageSet& images)
{
    if (const Status status = widths.validate(); !status)
        return status;
    if (const Status status = checkImages(network, images); !status)
        return status;
    return checkSigns(network.candidate);
}

/// Sums of squares of one step.
struct Power
{
    double signal = 0.0;
    double noise = 0.0;

    [[nodiscard]] double sqnr_dB() const
    {
        return noise > 0.0 ? 10.0 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
    }
};

} // namespace

Result<double> floatError(const TrainedNetwork& network, const ImageSet& images, const std::stop_token& stop)
{
    if (const Status status = checkImages(network, images); !status)
        return status.error();
    NetworkWalk walk(network);
    const Product product = walk.floatProduct();
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (stop.stop_requested())
            return kStopped;
        wrong += bestClass(walk.scores(images.image(i), product, {})) != images.labels[i] ? 1 : 0;
    }
    return static_cast<double>(wrong) / static_cast<double>(images.size());
}

Result<std::vector<std::vector<std::uint64_t>>> columnSumCounts(const TrainedNetwork& network,
                                                                const CrossbarWidths& widths,
                                                                const ImageSet& images,
                                                                const std::stop_token& stop)
{
    if (const Status status = checkAll(network, widths, images); !status)
        return status.error();
    NetworkWalk walk(network);
    std::vector<std::size_t> layerOf(network.steps.size());
    std::size_t learning = 0;
    for (std::size_t i = 0; i < network.steps.size(); ++i) {
        layerOf[i] = learning;
        learning += learns(network.candidate.steps[i]) ? 1 : 0;
    }
    std::vector<std::vector<std::uint64_t>> counts(learning); // never resized: layers keep their places
    std::vector<CrossbarLayer> layers;
    for (std::size_t i = 0; i < network.steps.size(); ++i)
        if (learns(network.candidate.steps[i]))
            layers.emplace_back(walk.weights(i), widths, i, &counts[layers.size()]);
    const Product product = [&](std::size_t step, const RowMatrix& patches, RowMatrix& out) {
        layers[layerOf[step]].multiply(patches, out);
    };
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (stop.stop_requested())
            return kStopped;
        (void)walk.scores(images.image(i), product, {});
    }
    return counts;
}

Result<CrossbarAccuracy> judgeOnCrossbar(const TrainedNetwork& network, const CrossbarWidths& widths,
                                         const ImageSet& images, const std::stop_token& stop)
{
    if (const Status status = checkAll(network, widths, images); !status)
        return status.error();
    NetworkWalk walk(network);
    std::vector<CrossbarLayer> layers;
    std::vector<std::size_t> layerOf(network.steps.size());
    for (std::size_t i = 0; i < network.steps.size(); ++i) {
        layerOf[i] = layers.size();
        if (learns(network.candidate.steps[i]))
            layers.emplace_back(walk.weights(i), widths, i);
    }
    std::vector<RowMatrix> exact(network.steps.size());
    std::vector<Power> powers(network.steps.size());
    const Product floatProduct = walk.floatProduct();
    const Product crossbarProduct = [&](std::size_t step, const RowMatrix& patches, RowMatrix& out) {
        layers[layerOf[step]].multiply(patches, out);
    };
    const Observer remember = [&](std::size_t step, const RowMatrix& out) { exact[step] = out; };
    const Observer compare = [&](std::size_t step, const RowMatrix& out) {
        powers[step].signal += static_cast<double>(exact[step].squaredNorm());
        powers[step].noise += static_cast<double>((exact[step] - out).squaredNorm());
    };
    std::size_t wrongInFloat = 0, wrongOnCrossbar = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (stop.stop_requested())
            return kStopped;
        const int label = images.labels[i];
        wrongInFloat += bestClass(walk.scores(images.image(i), floatProduct, remember)) != label ? 1 : 0;
        wrongOnCrossbar += bestClass(walk.scores(images.image(i), crossbarProduct, compare)) != label ? 1 : 0;
    }
    const auto count = static_cast<double>(images.size());
    CrossbarAccuracy accuracy{
        static_cast<double>(wrongInFloat) / count, static_cast<double>(wrongOnCrossbar) / count, {}};
    for (std::size_t i = 0; i < powers.size(); ++i)
        if (learns(network.candidate.steps[i]))
            accuracy.steps.push_back({i, powers[i].sqnr_dB()});
    return accuracy;
}

} // namespace paretoscope::accuracy
