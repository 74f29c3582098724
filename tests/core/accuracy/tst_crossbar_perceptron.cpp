// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/crossbar_perceptron.h"
#include "core/base/rng.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

DenseLayer someLayer(Eigen::Index outputs, Eigen::Index inputs, Rng& rng)
{
    DenseLayer layer{Eigen::MatrixXf(outputs, inputs), Eigen::VectorXf(outputs)};
    for (float& weight : layer.weights.reshaped())
        weight = static_cast<float>(rng.uniform(-1.0, 1.0));
    for (float& bias : layer.bias)
        bias = static_cast<float>(rng.uniform(-1.0, 1.0));
    return layer;
}

Eigen::MatrixXf someInputs(Eigen::Index inputs, Eigen::Index samples, Rng& rng)
{
    Eigen::MatrixXf values(inputs, samples);
    for (float& value : values.reshaped())
        value = static_cast<float>(rng.uniform());
    return values;
}

/// The definition, loop by loop.
double byTheBook(const DenseLayer& layer, const Eigen::VectorXf& x, Eigen::Index output,
                 const CrossbarFormat& format)
{
    const double wmax = layer.weights.cwiseAbs().maxCoeff();
    const double xmax = x.maxCoeff();
    const int top = (1 << (format.weightBits - 1)) - 1;
    const int levels = (1 << format.activationBits) - 1;
    const Eigen::Index n = x.size();
    const double cell = std::ldexp(1.0, format.cellBits) - 1.0;
    const double step = std::max(1.0, 0.5 * static_cast<double>(std::min<Eigen::Index>(format.rows, n)) * cell
                                          / std::ldexp(1.0, format.adcBits));
    const auto converted = [&](int sum) {
        return step * std::min(std::ldexp(1.0, format.adcBits) - 1.0, std::floor(sum / step + 0.5));
    };
    double total = 0.0;
    for (Eigen::Index first = 0; first < n; first += format.rows)
        for (int t = 0; t < format.activationBits; ++t)
            for (int j = 0; j < format.slices(); ++j) {
                int positive = 0;
                int negative = 0;
                for (Eigen::Index i = first; i < std::min<Eigen::Index>(n, first + format.rows); ++i) {
                    const int w = static_cast<int>(std::round(layer.weights(output, i) / wmax * top));
                    const int u = static_cast<int>(std::round(x(i) / xmax * levels));
                    if (((u >> t) & 1) == 0)
                        continue;
                    const int slice = (std::abs(w) >> (format.cellBits * j)) & ((1 << format.cellBits) - 1);
                    (w > 0 ? positive : negative) += slice;
                }
                total += std::ldexp(1.0, t + format.cellBits * j)
                         * (converted(positive) - converted(negative));
            }
    return total * wmax / top * xmax / levels + layer.bias(output);
}

} // namespace

class TestCrossbarPerceptron : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slices_coverTheMagnitude()
    {
        QCOMPARE((CrossbarFormat{128, 8, 8, 2, 8}.slices()), 4);
        QCOMPARE((CrossbarFormat{128, 6, 1, 1, 4}.slices()), 5);
        QCOMPARE((CrossbarFormat{128, 2, 1, 4, 4}.slices()), 1);
    }

    void outputs_areThoseOfTheDefinition_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("weightBits");
        QTest::addColumn<int>("activationBits");
        QTest::addColumn<int>("cellBits");
        QTest::addColumn<int>("adcBits");
        QTest::newRow("fine") << 64 << 8 << 8 << 2 << 8;
        QTest::newRow("blocks of rows") << 32 << 6 << 4 << 1 << 6;
        QTest::newRow("clipping converters") << 64 << 4 << 3 << 4 << 3;
        QTest::newRow("one bit of everything") << 128 << 2 << 1 << 1 << 5;
    }
    void outputs_areThoseOfTheDefinition()
    {
        QFETCH(int, rows);
        QFETCH(int, weightBits);
        QFETCH(int, activationBits);
        QFETCH(int, cellBits);
        QFETCH(int, adcBits);
        const CrossbarFormat format{rows, weightBits, activationBits, cellBits, adcBits};
        Rng rng(7);
        const DenseLayer layer = someLayer(5, 70, rng);
        const Eigen::MatrixXf inputs = someInputs(70, 6, rng);
        const Eigen::MatrixXf outputs = crossbarOutputs(layer, inputs, format);
        for (Eigen::Index i = 0; i < outputs.cols(); ++i)
            for (Eigen::Index j = 0; j < outputs.rows(); ++j) {
                const double expected = byTheBook(layer, inputs.col(i), j, format);
                QVERIFY2(std::abs(outputs(j, i) - expected) < 1e-3 * (1.0 + std::abs(expected)),
                         qPrintable(QString("%1, not %2").arg(outputs(j, i)).arg(expected)));
            }
    }

    void manyBits_giveNearlyTheExactProduct()
    {
        Rng rng(3);
        const DenseLayer layer = someLayer(6, 40, rng);
        const Eigen::MatrixXf inputs = someInputs(40, 5, rng);
        const Eigen::MatrixXf exact = (layer.weights * inputs).colwise() + layer.bias;
        const Eigen::MatrixXf outputs = crossbarOutputs(layer, inputs, {256, 8, 8, 1, 8});
        QVERIFY((outputs - exact).cwiseAbs().maxCoeff() < 0.1F);
    }

    void darkPicture_givesTheBiases()
    {
        Rng rng(3);
        const DenseLayer layer = someLayer(6, 40, rng);
        const Eigen::MatrixXf outputs = crossbarOutputs(layer, Eigen::MatrixXf::Zero(40, 2), {});
        QVERIFY(outputs.col(0) == layer.bias && outputs.col(1) == layer.bias);
    }

    void networkThatRanAway_answersZero()
    {
        Rng rng(3);
        Perceptron perceptron{{someLayer(10, kGlyphPixels, rng)}};
        perceptron.layers[0].weights(0, 0) = std::nanf("");
        const auto error = crossbarError(perceptron, glyphSamples(50, 1), {}, {});
        QVERIFY(error && *error == 0.9);
    }

    void cellNoise_isSeededAndGrowsWithItsDeviation()
    {
        Rng rng(7);
        const DenseLayer layer = someLayer(10, 40, rng);
        const Eigen::MatrixXf inputs = someInputs(40, 20, rng);
        const CrossbarFormat exact{64, 8, 8, 2, 10};
        const auto given = [&](double noise, std::uint64_t seed, std::size_t place) {
            CrossbarFormat format = exact;
            format.cellNoise = noise;
            format.noiseSeed = seed;
            return crossbarOutputs(layer, inputs, format, place);
        };
        const Eigen::MatrixXf clean = crossbarOutputs(layer, inputs, exact);
        QVERIFY(given(0.0, 5, 3) == clean);
        QVERIFY(given(0.1, 1, 0) == given(0.1, 1, 0));
        QVERIFY(given(0.1, 1, 0) != given(0.1, 2, 0));
        QVERIFY(given(0.1, 1, 0) != given(0.1, 1, 1));
        const float little = (given(0.05, 1, 0) - clean).norm();
        const float much = (given(0.3, 1, 0) - clean).norm();
        QVERIFY2(little > 0.0F && much > 1.5F * little,
                 qPrintable(QStringLiteral("%1 %2").arg(little).arg(much)));
    }

    void columnSums_areCountedOnceEach()
    {
        Rng rng(8);
        Perceptron network{{someLayer(12, 40, rng), someLayer(5, 12, rng)}};
        GlyphSet set{someInputs(40, 6, rng), std::vector<int>(6, 0)};
        const CrossbarFormat format{16, 5, 3, 2, 8};
        const auto sums = crossbarSums(network, set, format, 4);
        QCOMPARE(sums.size(), std::size_t{2});
        const auto total = [](const LayerSums& layer) {
            return std::accumulate(layer.counts.begin(), layer.counts.end(), std::uint64_t{0});
        };
        // blocks x bits x slices x both signs x outputs x pictures
        QCOMPARE(total(sums[0]), std::uint64_t{3 * 3 * 2 * 2 * 12 * 4});
        QCOMPARE(total(sums[1]), std::uint64_t{1 * 3 * 2 * 2 * 5 * 4});
        QVERIFY(sums[0].counts.size() <= 16 * 3 + 1);
        QVERIFY(sums[0].signalOverNoise > 1.0 && std::isfinite(sums[0].signalOverNoise));
    }
};

QTEST_APPLESS_MAIN(TestCrossbarPerceptron)
#include "tst_crossbar_perceptron.moc"
