// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/crossbar_array.h"
#include "core/base/rng.h"
#include "core/cost/crossbar/column_sum.h"
#include "core/problem/column_sums.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace paretoscope;
using accuracy::RowMatrix;

namespace {

/// One random layer of whole numbers, so that no rounding of scales stands between the two.
struct Case
{
    accuracy::CrossbarWidths widths;
    std::vector<std::vector<std::int64_t>> weights; ///< per output
    std::vector<std::int64_t> inputs;
};

Case randomCase(Rng& rng)
{
    const auto pick = [&](int least, int most) {
        return least + static_cast<int>(rng.uniform() * (most - least + 1));
    };
    Case made;
    made.widths.arrayRows = pick(3, 40);
    made.widths.weightBits = pick(2, 8);
    made.widths.activationBits = pick(1, 8);
    made.widths.cellBits = pick(1, 4);
    made.widths.converterBits = pick(2, 8);
    const int rows = pick(1, 100);
    const int top = (1 << (made.widths.weightBits - 1)) - 1;
    const int inputTop = (1 << made.widths.activationBits) - 1;
    made.weights.assign(3, {});
    for (auto& output : made.weights)
        for (int row = 0; row < rows; ++row)
            output.push_back(pick(-top, top));
    for (int row = 0; row < rows; ++row)
        made.inputs.push_back(pick(0, inputTop));
    made.weights[0][0] = top; // the largest numbers occur, so that both scales are 1
    made.inputs[0] = inputTop;
    return made;
}

RowMatrix outputsOf(const Case& given, std::vector<std::uint64_t>* sums = nullptr)
{
    const auto rows = static_cast<Eigen::Index>(given.inputs.size());
    RowMatrix weights(3, rows), inputs(rows, 1), out(3, 1);
    for (Eigen::Index row = 0; row < rows; ++row) {
        inputs(row, 0) = static_cast<float>(given.inputs[static_cast<std::size_t>(row)]);
        for (Eigen::Index output = 0; output < 3; ++output)
            weights(output, row) = static_cast<float>(
                given.weights[static_cast<std::size_t>(output)][static_cast<std::size_t>(row)]);
    }
    accuracy::CrossbarLayer layer(weights, given.widths, 1, sums);
    layer.multiply(inputs, out);
    return out;
}

cost::crossbar::ColumnSetup setupOf(const accuracy::CrossbarWidths& widths)
{
    cost::crossbar::ColumnSetup setup;
    setup.arrayRows = widths.arrayRows;
    setup.weightBits = widths.weightBits;
    setup.cellBits = widths.cellBits;
    setup.inputBits = widths.activationBits;
    setup.dacBits = 1;
    setup.adcBits = widths.converterBits;
    setup.adcRangeShare = 0.5;
    return setup;
}

} // namespace

/// Networks are judged by one piece of code and machines are priced by another: they must speak of the same
/// arrays.
class TestCrossbarArithmetic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accuracyAndCost_agreeOnEveryOutput()
    {
        Rng rng(7);
        for (int round = 0; round < 300; ++round) {
            const Case given = randomCase(rng);
            const RowMatrix out = outputsOf(given);
            for (std::size_t output = 0; output < 3; ++output) {
                const double expected = cost::crossbar::columnOutput(given.weights[output], given.inputs,
                                                                     setupOf(given.widths), output);
                const auto found = static_cast<double>(out(static_cast<Eigen::Index>(output), 0));
                QVERIFY2(
                    std::abs(found - expected) <= 1e-5 * std::max(1.0, std::abs(expected)),
                    qPrintable(
                        QStringLiteral("round %1: %2 instead of %3").arg(round).arg(found).arg(expected)));
            }
        }
    }

    void convertersAndSlices_areTheSame()
    {
        Rng rng(8);
        for (int round = 0; round < 100; ++round) {
            const Case given = randomCase(rng);
            const std::size_t rows = given.inputs.size();
            const auto converter = accuracy::Converter::of(given.widths, rows);
            const auto adc = cost::crossbar::adcTransfer(
                std::min<std::int64_t>(given.widths.arrayRows, static_cast<std::int64_t>(rows)), 1,
                given.widths.cellBits, given.widths.converterBits, 0.5);
            QCOMPARE(converter.step, adc.step);
            QCOMPARE(std::int64_t{converter.largestCode}, adc.largestCode);
            for (double sum = 0.0; sum < 300.0; sum += 1.0)
                QCOMPARE(std::int64_t{converter.code(sum)}, adc.code(sum));
        }
    }

    void countingSums_changesNoResultAndCountsEveryConversion()
    {
        Rng rng(9);
        for (int round = 0; round < 50; ++round) {
            Case given = randomCase(rng);
            std::vector<std::uint64_t> sums;
            const RowMatrix counted = outputsOf(given, &sums);
            QCOMPARE(counted, outputsOf(given));
            const auto& w = given.widths;
            const auto rows = static_cast<std::uint64_t>(given.inputs.size());
            const std::uint64_t blocks = (rows + static_cast<std::uint64_t>(w.arrayRows) - 1)
                                         / static_cast<std::uint64_t>(w.arrayRows);
            const auto slices = static_cast<std::uint64_t>((w.weightBits - 1 + w.cellBits - 1) / w.cellBits);
            const std::uint64_t conversions = blocks * 3 * slices * 2
                                              * static_cast<std::uint64_t>(w.activationBits);
            QCOMPARE(std::accumulate(sums.begin(), sums.end(), std::uint64_t{0}), conversions);
        }
    }

    void countedSums_fillTheHistogramAndTellWhatIsCut()
    {
        // 100 sums of 3 and 25 of 40: of 64 rows and 1-bit cells, 4 bits span half, in steps of 2 up to 30.
        std::vector<std::uint64_t> counts(41, 0);
        counts[3] = 100;
        counts[40] = 25;
        const problem::ColumnSums sums = problem::countedSums(counts, {64, 1, 1, 4, true, 0.5});
        QVERIFY(sums.measured);
        QCOMPARE(sums.largest, 64.0);
        QCOMPARE(sums.adc.step, 2.0);
        QCOMPARE(sums.adcReach(), 30.0);
        QCOMPARE(sums.clipped, 0.2);
        QVERIFY(sums.reach > 40.0 && sums.reach <= 66.0);
        const double width = sums.reach / static_cast<double>(sums.shares.size());
        QCOMPARE(sums.shares[static_cast<std::size_t>(3.0 / width)], 0.8);
        QCOMPARE(sums.shares[static_cast<std::size_t>(40.0 / width)], 0.2);
    }

    void expectedSums_haveTheMeanOfUniformCells()
    {
        const problem::ColumnSums sums = problem::expectedSums({128, 2, 1, 8, false, 1.0});
        QVERIFY(!sums.measured);
        double total = 0.0, mean = 0.0;
        const double width = sums.reach / static_cast<double>(sums.shares.size());
        for (std::size_t bin = 0; bin < sums.shares.size(); ++bin) {
            total += sums.shares[bin];
            mean += sums.shares[bin] * ((static_cast<double>(bin) + 0.5) * width - 0.5);
        }
        QVERIFY(std::abs(total - 1.0) < 1e-9);
        QVERIFY(std::abs(mean - 128 * 1.5 * 0.5) < 0.1 * width);
        QCOMPARE(sums.clipped, 0.0); // an ADC that spans the whole range cuts nothing
        QVERIFY(problem::expectedSums({128, 2, 1, 4, false, 0.25}).clipped > 0.4);
    }
};

QTEST_APPLESS_MAIN(TestCrossbarArithmetic)
#include "tst_crossbar_arithmetic.moc"
