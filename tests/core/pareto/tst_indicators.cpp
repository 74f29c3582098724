// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/additive_epsilon.h"
#include "core/pareto/igd_plus.h"
#include "core/pareto/spread.h"

#include <QtTest>

#include <cmath>
#include <functional>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Values = std::vector<double>;
using Indicator = std::function<Result<double>(const Values&, const Values&, std::size_t)>;

Values randomSet(Rng& rng, std::size_t n, std::size_t k)
{
    Values points(n * k);
    for (double& value : points)
        value = rng.uniform();
    return points;
}

Values reversedRows(const Values& points, std::size_t k)
{
    Values reversed;
    for (std::size_t i = points.size(); i > 0; i -= k)
        reversed.insert(reversed.end(), points.begin() + static_cast<std::ptrdiff_t>(i - k),
                        points.begin() + static_cast<std::ptrdiff_t>(i));
    return reversed;
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-13 * (1.0 + std::abs(a) + std::abs(b));
}

const Indicator kGeneralizedSpread = [](const Values& front, const Values& reference, std::size_t k) {
    return generalizedSpread(front, reference, k);
};
const Indicator kSpread = [](const Values& front, const Values& reference, std::size_t k) {
    return k == 2 ? spread(front, reference) : generalizedSpread(front, reference, k);
};
const Indicator kIgdPlus = [](const Values& front, const Values& reference, std::size_t k) {
    return igdPlus(front, reference, k);
};
const Indicator kEpsilon = [](const Values& front, const Values& reference, std::size_t k) {
    return additiveEpsilon(front, reference, k);
};

} // namespace

class TestIndicators : public QObject
{
    Q_OBJECT

private:
    static void indicators()
    {
        QTest::addColumn<Indicator>("indicator");
        QTest::newRow("IGD+") << kIgdPlus;
        QTest::newRow("epsilon") << kEpsilon;
        QTest::newRow("spread") << kSpread;
        QTest::newRow("generalized spread") << kGeneralizedSpread;
    }

private Q_SLOTS:
    void igdPlus_countsOnlyWhatIsWorse()
    {
        QCOMPARE(*igdPlus(Values{1, 1}, Values{0, 0}, 2), std::sqrt(2.0));
        QCOMPARE(*igdPlus(Values{1, 1}, Values{2, 0}, 2), 1.0);
        QCOMPARE(*igdPlus(Values{1, 1}, Values{2, 2}, 2), 0.0);
        QCOMPARE(*igdPlus(Values{3, 0, 0, 4}, Values{0, 0, 3, 4}, 2), 1.5);
        QCOMPARE(*igdPlus(Values{5}, Values{2, 8}, 1), 1.5);
    }

    void epsilon_isTheLeastMove()
    {
        QCOMPARE(*additiveEpsilon(Values{1, 1}, Values{0, 0}, 2), 1.0);
        QCOMPARE(*additiveEpsilon(Values{1, 1}, Values{2, 3}, 2), -1.0);
        QCOMPARE(*additiveEpsilon(Values{0, 3, 3, 0}, Values{0, 3, 1, 1, 3, 0}, 2), 2.0);
    }

    void spread_isZeroForEvenAndCompleteFronts()
    {
        const Values even{0, 4, 1, 3, 2, 2, 3, 1, 4, 0};
        QVERIFY(*spread(even, even) < 1e-15);
        QVERIFY(*generalizedSpread(even, even, 2) < 1e-15);
        // Gaps of 1 and 3 diagonals around their mean of 2, both ends reached: (1 + 1) / 4.
        QCOMPARE(*spread(Values{0, 4, 1, 3, 4, 0}, even), 0.5);
        // One diagonal short at one end: (1 + 0) / (1 + 3).
        QCOMPARE(*spread(Values{0, 4, 1, 3, 2, 2, 3, 1}, even), 0.25);
        // Nearest distances of 1, 1 and 3 diagonals around 5/3: (2/3 + 2/3 + 4/3) / 5.
        QVERIFY(close(*generalizedSpread(Values{0, 4, 1, 3, 4, 0}, even, 2), 8.0 / 15.0));
        QCOMPARE(*spread(Values{1, 1}, even), 1.0);
        QCOMPARE(*generalizedSpread(Values{1, 1}, Values{1, 1}, 2), 1.0);
        QCOMPARE(*generalizedSpread(Values{1, 1, 1, 1}, Values{1, 1}, 2), 1.0);
    }

    void order_doesNotMatter_data() { indicators(); }
    void order_doesNotMatter()
    {
        QFETCH(Indicator, indicator);
        Rng rng(1);
        for (std::size_t k = 1; k <= 5; ++k) {
            const Values front = randomSet(rng, 20, k);
            const Values reference = randomSet(rng, 15, k);
            QVERIFY(close(*indicator(front, reference, k),
                          *indicator(reversedRows(front, k), reversedRows(reference, k), k)));
        }
    }

    void worseFronts_neverMeasureBetter()
    {
        Rng rng(2);
        for (std::size_t k = 1; k <= 5; ++k) {
            const Values reference = randomSet(rng, 25, k);
            Values front = randomSet(rng, 12, k);
            for (const Indicator& indicator : {kIgdPlus, kEpsilon}) {
                const double before = *indicator(front, reference, k);
                Values worse = front; // some rows dominated by what they were
                for (double& value : worse)
                    value += rng.chance(0.3) ? rng.uniform() : 0.0;
                QVERIFY(*indicator(worse, reference, k) >= before);
                Values more = front;
                const Values added = randomSet(rng, 5, k);
                more.insert(more.end(), added.begin(), added.end());
                QVERIFY(*indicator(more, reference, k) <= before);
                QCOMPARE(*indicator(reference, reference, k), 0.0);
            }
        }
    }

    void movingAll_movesNothing_data() { indicators(); }
    void movingAll_movesNothing()
    {
        QFETCH(Indicator, indicator);
        Rng rng(3);
        Values front = randomSet(rng, 10, 3);
        Values reference = randomSet(rng, 10, 3);
        const double before = *indicator(front, reference, 3);
        for (double& value : front)
            value += 4.0;
        for (double& value : reference)
            value += 4.0;
        QVERIFY(close(*indicator(front, reference, 3), before));
    }

    void nonsense_isRefused_data() { indicators(); }
    void nonsense_isRefused()
    {
        QFETCH(Indicator, indicator);
        const Values good{1, 2, 3, 4};
        QVERIFY(indicator(good, good, 2).hasValue());
        QVERIFY(!indicator(Values{}, good, 2));
        QVERIFY(!indicator(good, Values{}, 2));
        QVERIFY(!indicator(good, good, 0));
        QVERIFY(!indicator(good, good, 3));
        QVERIFY(!indicator(Values{1, 2, 3}, good, 2));
        QVERIFY(!indicator(Values{1, std::nan("")}, good, 2));
        QVERIFY(!indicator(good, Values{1, -INFINITY}, 2));
    }
};

QTEST_APPLESS_MAIN(TestIndicators)
#include "tst_indicators.moc"
