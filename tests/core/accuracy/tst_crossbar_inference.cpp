// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/bit_planes.h"
#include "core/accuracy/crossbar_inference.h"
#include "core/accuracy/drawn_glyphs.h"
#include "core/accuracy/network_plans.h"
#include "core/base/normal_draw.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

RowMatrix randomMatrix(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed, bool positive)
{
    Rng rng(seed);
    RowMatrix matrix(rows, columns);
    for (Eigen::Index i = 0; i < matrix.size(); ++i) {
        const double value = drawNormal(rng);
        matrix.data()[i] = static_cast<float>(positive ? std::max(0.0, value) : value);
    }
    return matrix;
}

/// The rules of the specification, 4.3, one cell at a time.
RowMatrix oneCellAtATime(const RowMatrix& weights, const RowMatrix& patches, const CrossbarWidths& widths)
{
    const double largestWeight = static_cast<double>(weights.cwiseAbs().maxCoeff());
    const double largestInput = static_cast<double>(patches.maxCoeff());
    const int levels = (1 << (widths.weightBits - 1)) - 1, inputLevels = (1 << widths.activationBits) - 1;
    const int slices = (widths.weightBits - 1 + widths.cellBits - 1) / widths.cellBits;
    const int rows = static_cast<int>(weights.cols());
    const double step = std::max(1.0, 0.5 * std::min(widths.arrayRows, rows) * ((1 << widths.cellBits) - 1)
                                          / std::pow(2.0, widths.converterBits));
    const auto convert = [&](double sum) {
        return std::min(std::pow(2.0, widths.converterBits) - 1, std::floor(sum / step + 0.5)) * step;
    };
    RowMatrix out(weights.rows(), patches.cols());
    for (Eigen::Index o = 0; o < out.rows(); ++o)
        for (Eigen::Index p = 0; p < out.cols(); ++p) {
            double total = 0.0;
            for (int first = 0; first < rows; first += widths.arrayRows)
                for (int t = 0; t < widths.activationBits; ++t)
                    for (int j = 0; j < slices; ++j)
                        for (const int sign : {1, -1}) {
                            double sum = 0.0;
                            for (int r = first; r < std::min(rows, first + widths.arrayRows); ++r) {
                                const long w = std::lround(static_cast<double>(weights(o, r)) / largestWeight
                                                           * levels);
                                const long u = std::lround(static_cast<double>(patches(r, p)) / largestInput
                                                           * inputLevels);
                                const long magnitude = std::max(0L, sign * w);
                                const long level = (magnitude >> (widths.cellBits * j))
                                                   & ((1 << widths.cellBits) - 1);
                                sum += static_cast<double>(((u >> t) & 1) * level);
                            }
                            total += sign * convert(sum) * std::pow(2.0, t + widths.cellBits * j);
                        }
            out(o, p) = static_cast<float>(total * largestWeight / levels * largestInput / inputLevels);
        }
    return out;
}

/// A network with random weights; what it says means nothing, but it says it with all its steps.
TrainedNetwork randomNetwork(const Candidate& candidate, std::uint64_t seed)
{
    TrainedNetwork network{candidate, std::vector<StepWeights>(candidate.steps.size())};
    const auto shapes = stepShapes(candidate).value();
    Rng rng(seed);
    for (std::size_t i = 0; i < candidate.steps.size(); ++i) {
        const std::size_t reads = fanIn(candidate.steps[i], inputShape(candidate, shapes, i));
        if (reads == 0)
            continue;
        const auto outputs = static_cast<std::size_t>(candidate.steps[i].outputs);
        for (std::size_t k = 0; k < reads * outputs; ++k)
            network.steps[i].weights.push_back(
                static_cast<float>(drawNormal(rng) * std::sqrt(2.0 / static_cast<double>(reads))));
        for (std::size_t k = 0; k < outputs; ++k)
            network.steps[i].biases.push_back(static_cast<float>(0.05 * drawNormal(rng)));
    }
    return network;
}

Candidate smallCandidate()
{
    HyperParameters parameters;
    parameters.filters = 4;
    parameters.hidden = 16;
    return plainNetwork(parameters, {1, 12, 12}, 16);
}

/// Drawn images, labelled with what the network says in floating point: it is always right there.
ImageSet imagesThatItKnows(const TrainedNetwork& network, int count)
{
    GlyphOptions options;
    options.side = 12;
    options.trainingImages = count;
    options.validationImages = 16;
    ImageSet images = drawGlyphs(options)->training;
    NetworkWalk walk(network);
    const Product product = walk.floatProduct();
    for (std::size_t i = 0; i < images.size(); ++i)
        images.labels[i] = static_cast<std::uint8_t>(bestClass(walk.scores(images.image(i), product, {})));
    return images;
}

} // namespace

class TestCrossbarInference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layers_followTheRulesCellByCell_data()
    {
        QTest::addColumn<int>("arrayRows");
        QTest::addColumn<int>("weightBits");
        QTest::addColumn<int>("activationBits");
        QTest::addColumn<int>("cellBits");
        QTest::addColumn<int>("converterBits");
        QTest::newRow("usual") << 128 << 8 << 8 << 2 << 8;
        QTest::newRow("several blocks") << 32 << 6 << 4 << 1 << 5;
        QTest::newRow("odd cells") << 64 << 8 << 3 << 3 << 6;
        QTest::newRow("coarse") << 256 << 2 << 1 << 1 << 6;
        QTest::newRow("blocks of no whole word") << 50 << 5 << 6 << 2 << 7;
        QTest::newRow("three words") << 190 << 5 << 6 << 2 << 7;
        QTest::newRow("one row a block") << 1 << 4 << 4 << 4 << 4;
    }
    void layers_followTheRulesCellByCell()
    {
        CrossbarWidths widths;
        QFETCH(int, arrayRows);
        QFETCH(int, weightBits);
        QFETCH(int, activationBits);
        QFETCH(int, cellBits);
        QFETCH(int, converterBits);
        widths.arrayRows = arrayRows;
        widths.weightBits = weightBits;
        widths.activationBits = activationBits;
        widths.cellBits = cellBits;
        widths.converterBits = converterBits;
        const RowMatrix weights = randomMatrix(5, 200, 1, false), patches = randomMatrix(200, 9, 2, true);
        CrossbarLayer layer(weights, widths, 0);
        RowMatrix out(5, 9);
        layer.multiply(patches, out);
        const RowMatrix expected = oneCellAtATime(weights, patches, widths);
        const float scale = expected.cwiseAbs().maxCoeff();
        QVERIFY(scale > 0.0F);
        QVERIFY((out - expected).cwiseAbs().maxCoeff() <= 1e-5F * scale);
        // A variation too small to matter goes the other way, through currents, to the same numbers.
        widths.variation = 1e-12;
        CrossbarLayer analog(weights, widths, 0);
        RowMatrix currents(5, 9);
        analog.multiply(patches, currents);
        QVERIFY((currents - expected).cwiseAbs().maxCoeff() <= 1e-3F * scale);
    }

    void bothWaysToCountBits_agree()
    {
        Rng rng(5);
        std::vector<std::uint64_t> cells(3 * 2 * 2 * 2 * 2), inputs(4 * 6 * 2);
        for (auto* words : {&cells, &inputs})
            for (std::uint64_t& word : *words)
                word = rng();
        std::vector<std::uint16_t> codes(128 * 3 + 1);
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = static_cast<std::uint16_t>(i / 2);
        const bits::Block block{2, 2, 2, 3, cells.data(), codes.data()};
        std::vector<std::int64_t> slow(6 * 3), fast(6 * 3);
        bits::accumulateBaseline(block, inputs.data(), 4, 6, slow.data());
        bits::accumulate()(block, inputs.data(), 4, 6, fast.data());
        QCOMPARE(fast, slow);
        QVERIFY(std::any_of(slow.begin(), slow.end(), [](std::int64_t sum) { return sum != 0; }));
    }

    void wideCrossbars_agreeWithFloatingPoint()
    {
        const TrainedNetwork network = randomNetwork(smallCandidate(), 3);
        const ImageSet images = imagesThatItKnows(network, 64);
        CrossbarWidths widths{32, 16, 16, 4, 16, 0.0, 0.0, 0.0, 1};
        const auto judged = judgeOnCrossbar(network, widths, images, {});
        QVERIFY2(judged, judged ? "" : judged.error().text().c_str());
        QCOMPARE(judged->floatError, 0.0);
        QCOMPARE(judged->crossbarError, 0.0);
        QCOMPARE(judged->steps.size(), 4U);
        for (const StepFidelity& step : judged->steps)
            QVERIFY2(step.sqnr_dB > 60.0, qPrintable(QString::number(step.sqnr_dB)));
        QCOMPARE(floatError(network, images, {}).value(), 0.0);
    }

    void narrowerWidths_loseFidelity()
    {
        const TrainedNetwork network = randomNetwork(smallCandidate(), 4);
        const ImageSet images = imagesThatItKnows(network, 64);
        double before_dB = std::numeric_limits<double>::infinity();
        double errorBefore = -1.0;
        for (const int bits : {10, 6, 4, 2}) {
            CrossbarWidths widths{64, bits, bits, 2, 12, 0.0, 0.0, 0.0, 1};
            const auto judged = judgeOnCrossbar(network, widths, images, {});
            QVERIFY(judged);
            QVERIFY(judged->steps.front().sqnr_dB < before_dB);
            QVERIFY(judged->crossbarError >= errorBefore);
            before_dB = judged->steps.front().sqnr_dB;
            errorBefore = judged->crossbarError;
        }
        QVERIFY(errorBefore > 0.3); // two bits leave little of it
    }

    void faultyCells_costFidelityAndRepeat()
    {
        const TrainedNetwork network = randomNetwork(smallCandidate(), 6);
        const ImageSet images = imagesThatItKnows(network, 32);
        const CrossbarWidths sound{64, 8, 8, 2, 12, 0.0, 0.0, 0.0, 1};
        CrossbarWidths varied = sound, stuck = sound;
        varied.variation = 0.1;
        stuck.stuckHigh = 0.01;
        const double sound_dB = judgeOnCrossbar(network, sound, images, {})->steps.front().sqnr_dB;
        const double varied_dB = judgeOnCrossbar(network, varied, images, {})->steps.front().sqnr_dB;
        QVERIFY(varied_dB < sound_dB - 3.0);
        QVERIFY(judgeOnCrossbar(network, stuck, images, {})->steps.back().sqnr_dB < sound_dB - 3.0);
        QCOMPARE(judgeOnCrossbar(network, varied, images, {})->steps.front().sqnr_dB, varied_dB);
        varied.seed = 2;
        QVERIFY(judgeOnCrossbar(network, varied, images, {})->steps.front().sqnr_dB != varied_dB);
    }

    void cells_runAsGraphs()
    {
        CellPlan plan;
        plan.filters = 4;
        plan.cell = Cell{{{CellOperation::Convolution1x1, {0}},
                          {CellOperation::Convolution3x3, {1}},
                          {CellOperation::MaxPool3x3, {0, 1}}}};
        const TrainedNetwork network = randomNetwork(cellNetwork(plan, {1, 12, 12}, 16).value(), 7);
        const ImageSet images = imagesThatItKnows(network, 32);
        const auto judged = judgeOnCrossbar(network, {32, 16, 16, 4, 16, 0.0, 0.0, 0.0, 1}, images, {});
        QVERIFY2(judged, judged ? "" : judged.error().text().c_str());
        QCOMPARE(judged->crossbarError, 0.0);
    }

    void nonsense_isRefusedInASentence()
    {
        TrainedNetwork network = randomNetwork(smallCandidate(), 8);
        const ImageSet images = imagesThatItKnows(network, 16);
        CrossbarWidths widths;
        widths.weightBits = 1;
        QVERIFY(judgeOnCrossbar(network, widths, images, {}).error().what.find("2 to 16 bits")
                != std::string::npos);
        TrainedNetwork signedSteps = network;
        signedSteps.candidate.steps[0].relu = false;
        QCOMPARE(judgeOnCrossbar(signedSteps, {}, images, {}).error().code, ErrorCode::Unsupported);
        network.steps[0].weights[3] = std::nanf("");
        QVERIFY(judgeOnCrossbar(network, {}, images, {}).error().what.find("ran away") != std::string::npos);
        network.steps[0].weights.pop_back();
        QVERIFY(!judgeOnCrossbar(network, {}, images, {}));
        std::stop_source stop;
        stop.request_stop();
        const TrainedNetwork sound = randomNetwork(smallCandidate(), 8);
        QCOMPARE(judgeOnCrossbar(sound, {}, images, stop.get_token()).error().code, ErrorCode::Cancelled);
        ImageSet other = images;
        other.shape = {1, 6, 24};
        QVERIFY(!judgeOnCrossbar(sound, {}, other, {}));
    }
};

QTEST_APPLESS_MAIN(TestCrossbarInference)
#include "tst_crossbar_inference.moc"
