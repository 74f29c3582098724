// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/column_sum.h"

#include "core/base/rng.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <vector>

using namespace paretoscope;
using namespace paretoscope::cost::crossbar;

class TestColumnSum : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slicesOfAnyNumber_addUpToIt();
    void quantizedNumbers_stayInTheirRange();
    void adcWithEnoughBits_isExact();
    void adcWithFewerBits_roundsAndClips();
    void idealArraysWithEnoughBits_multiplyExactly();
    void fewerAdcBits_neverRoundLess();
    void variation_hasTheStatedSpreadAndRepeats();
    void stuckCells_areAsFrequentAsStated();
    void finiteOnOffRatio_liftsLevelZeroOnly();
};

namespace {

std::vector<std::int64_t> drawn(std::size_t count, std::int64_t low, std::int64_t high, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<std::int64_t> numbers(count);
    for (std::int64_t& number : numbers)
        number = low + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(high - low + 1)));
    return numbers;
}

} // namespace

void TestColumnSum::slicesOfAnyNumber_addUpToIt()
{
    for (int bits = 1; bits <= 10; ++bits)
        for (int width = 1; width <= 4; ++width)
            for (std::int64_t value = 0; value < (1 << bits); ++value) {
                const std::int64_t negative = value - weightBias(bits);
                std::int64_t sum = 0;
                std::int64_t signedSum = 0;
                for (int i = 0; i < sliceCount(bits, width); ++i) {
                    sum += slice(value, i, width) << (i * width);
                    signedSum += twosComplementSlice(negative, i, width, bits) * (1 << (i * width));
                }
                QCOMPARE(sum, value);
                QCOMPARE(signedSum, negative);
            }
}

void TestColumnSum::quantizedNumbers_stayInTheirRange()
{
    QCOMPARE(quantizedWeight(1.0, 1.0, 8), std::int64_t{127});
    QCOMPARE(quantizedWeight(-2.0, 1.0, 8), std::int64_t{-127});
    QCOMPARE(quantizedInput(1.0, 1.0, 8), std::int64_t{255});
    QCOMPARE(quantizedInput(-1.0, 1.0, 8), std::int64_t{0});
    QCOMPARE(quantizedInput(1.0, 0.0, 8), std::int64_t{0});
}

void TestColumnSum::adcWithEnoughBits_isExact()
{
    // 128 rows of 1-bit inputs and 2-bit cells: sums to 384, which 9 bits hold.
    QCOMPARE(losslessAdcBits(128, 1, 2), 9);
    const AdcTransfer adc = adcTransfer(128, 1, 2, 9);
    for (int sum = 0; sum <= 384; ++sum)
        QCOMPARE(adc.convert(sum), static_cast<double>(sum));
}

void TestColumnSum::adcWithFewerBits_roundsAndClips()
{
    const AdcTransfer adc = adcTransfer(128, 1, 2, 6);
    QCOMPARE(adc.step, 6.0); // 384 / 64
    QCOMPARE(adc.convert(14.9), 12.0);
    QCOMPARE(adc.convert(15.0), 18.0);
    QCOMPARE(adc.convert(384.0), 63.0 * 6.0);
    QVERIFY(adc.clips(384.0) && !adc.clips(380.0));
    QCOMPARE(adcTransfer(128, 1, 2, 6, 0.5).step, 3.0);
}

void TestColumnSum::idealArraysWithEnoughBits_multiplyExactly()
{
    ColumnSetup setup;
    for (const int cell : {1, 2, 3, 4})
        for (const int dac : {1, 2, 3}) {
            setup.cellBits = cell;
            setup.dacBits = dac;
            setup.arrayRows = 50;
            setup.adcBits = losslessAdcBits(setup.arrayRows, dac, cell);
            const auto weights = drawn(120, -127, 127, 3);
            const auto inputs = drawn(120, 0, 255, 4);
            const auto exact = std::inner_product(weights.begin(), weights.end(), inputs.begin(),
                                                  std::int64_t{0});
            QCOMPARE(columnOutput(weights, inputs, setup, 0), static_cast<double>(exact));
        }
}

void TestColumnSum::fewerAdcBits_neverRoundLess()
{
    const auto inputs = drawn(256, 0, 255, 6);
    double before = 0.0;
    for (const int bits : {9, 7, 5, 3}) {
        ColumnSetup setup;
        setup.adcBits = bits;
        double squares = 0.0;
        for (std::uint64_t column = 0; column < 20; ++column) {
            const auto weights = drawn(256, -127, 127, 100 + column);
            const auto exact = std::inner_product(weights.begin(), weights.end(), inputs.begin(),
                                                  std::int64_t{0});
            squares += std::pow(columnOutput(weights, inputs, setup, column) - static_cast<double>(exact), 2);
        }
        QVERIFY2(bits == 9 ? squares == 0.0 : squares > before, qPrintable(QString::number(bits)));
        before = squares;
    }
}

void TestColumnSum::variation_hasTheStatedSpreadAndRepeats()
{
    CellDevice device;
    device.sigma_relative = 0.05;
    constexpr int kCells = 20'000;
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint64_t cell = 0; cell < kCells; ++cell) {
        const double level = cellLevel(3, 2, device, 7, cell);
        QCOMPARE(level, cellLevel(3, 2, device, 7, cell));
        sum += level;
        squares += level * level;
    }
    const double mean = sum / kCells;
    QVERIFY(std::abs(mean / 3.0 - 1.0) < 0.005);
    QVERIFY(std::abs(std::sqrt(squares / kCells - mean * mean) / 3.0 - 0.05) < 0.003);
    QVERIFY(cellLevel(3, 2, device, 7, 1) != cellLevel(3, 2, device, 8, 1));
    QCOMPARE(cellLevel(0, 2, device, 7, 1), 0.0); // an infinite resistance does not vary
}

void TestColumnSum::stuckCells_areAsFrequentAsStated()
{
    CellDevice device;
    device.stuckOff = 0.02;
    device.stuckOn = 0.05;
    int off = 0;
    int on = 0;
    constexpr int kCells = 20'000;
    for (std::uint64_t cell = 0; cell < kCells; ++cell) {
        const double level = cellLevel(1, 2, device, 11, cell);
        off += level == 0.0 ? 1 : 0;
        on += level == 3.0 ? 1 : 0;
    }
    QVERIFY(std::abs(off / double(kCells) - 0.02) < 0.005);
    QVERIFY(std::abs(on / double(kCells) - 0.05) < 0.007);
}

void TestColumnSum::finiteOnOffRatio_liftsLevelZeroOnly()
{
    CellDevice device;
    device.onOff = 100.0;
    QCOMPARE(cellLevel(0, 2, device, 1, 0), offsetOfLevelZero(2, device));
    QCOMPARE(cellLevel(3, 2, device, 1, 0), 3.0);
}

QTEST_APPLESS_MAIN(TestColumnSum)
#include "tst_column_sum.moc"
