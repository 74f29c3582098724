// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/hypervolume.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Row = std::vector<double>;

double volume(const Row& points, const Row& reference)
{
    const auto result = hypervolume(points, reference);
    return result ? *result : std::nan("");
}

/// The volume of a union of boxes by inclusion and exclusion over all 2^n - 1 subsets.
double byInclusionExclusion(const Row& points, const Row& reference)
{
    const std::size_t k = reference.size();
    const std::size_t n = points.size() / k;
    double sum = 0.0;
    for (std::size_t subset = 1; subset < std::size_t{1} << n; ++subset) {
        double box = -1.0;
        Row corner(k, -1e300);
        for (std::size_t i = 0; i < n; ++i) {
            if ((subset >> i & 1U) == 0)
                continue;
            box = -box;
            for (std::size_t j = 0; j < k; ++j)
                corner[j] = std::max(corner[j], points[i * k + j]);
        }
        for (std::size_t j = 0; j < k; ++j)
            box *= std::max(0.0, reference[j] - corner[j]);
        sum += box;
    }
    return sum;
}

/// Coordinates of few values, so that ties, duplicates and dominated points all occur; some outside the box.
Row randomSet(Rng& rng, std::size_t n, std::size_t k)
{
    Row points(n * k);
    for (double& value : points)
        value = rng.chance(0.5) ? static_cast<double>(rng.below(12)) : rng.uniform(-1.0, 11.0);
    return points;
}

void dimensions()
{
    QTest::addColumn<int>("objectives");
    QTest::newRow("two") << 2;
    QTest::newRow("three") << 3;
    QTest::newRow("four") << 4;
    QTest::newRow("five") << 5;
    QTest::newRow("six") << 6;
}

} // namespace

class TestHypervolume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownSets_haveTheirClosedForm()
    {
        QCOMPARE(volume({}, {1, 1}), 0.0);
        QCOMPARE(volume({0.25, 0.5}, {1, 1}), 0.375);
        QCOMPARE(volume({1, 3, 2, 2, 3, 1}, {4, 4}), 6.0);
        QCOMPARE(volume({0, 0, 0}, {2, 3, 4}), 24.0);
        // Three unit cubes' corners cut: 1 - (1/2)^3 where each point spoils one axis by a half.
        QCOMPARE(volume({0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5}, {1, 1, 1}), 0.875);
        QCOMPARE(volume({1, 0.5, 0.5, 1, 2, 2}, {1, 1}), 0.0);
    }

    void randomSets_agreeWithInclusionExclusion_data() { dimensions(); }
    void randomSets_agreeWithInclusionExclusion()
    {
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        const Row reference(k, 10.0);
        Rng rng(1);
        for (int i = 0; i < 200; ++i) {
            const Row points = randomSet(rng, 1 + rng.below(9), k);
            const double expected = byInclusionExclusion(points, reference);
            QVERIFY(std::abs(volume(points, reference) - expected) <= 1e-9 * (1.0 + expected));
        }
    }

    void largeSets_agreeWithMonteCarlo_data() { dimensions(); }
    void largeSets_agreeWithMonteCarlo()
    {
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        constexpr int kDraws = 20'000;
        Rng rng(5);
        Row points(60 * k);
        for (double& value : points)
            value = rng.uniform();
        int hits = 0;
        for (int draw = 0; draw < kDraws; ++draw) {
            Row at(k);
            for (double& value : at)
                value = rng.uniform();
            bool hit = false;
            for (std::size_t i = 0; i < points.size() && !hit; i += k)
                hit = std::equal(at.begin(), at.end(), points.begin() + static_cast<std::ptrdiff_t>(i),
                                 std::greater_equal<>());
            hits += hit ? 1 : 0;
        }
        const double share = hits / double(kDraws);
        const double deviation = std::sqrt(share * (1.0 - share) / kDraws);
        QVERIFY(deviation > 0.0);
        QVERIFY(std::abs(volume(points, Row(k, 1.0)) - share) <= 5.0 * deviation);
    }

    void orderAndDominatedPoints_doNotMatter_data() { dimensions(); }
    void orderAndDominatedPoints_doNotMatter()
    {
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        const Row reference(k, 10.0);
        Rng rng(2);
        const Row points = randomSet(rng, 60, k);
        const double before = volume(points, reference);
        Row reversed;
        for (std::size_t i = points.size(); i > 0; i -= k)
            reversed.insert(reversed.end(), points.begin() + static_cast<std::ptrdiff_t>(i - k),
                            points.begin() + static_cast<std::ptrdiff_t>(i));
        QCOMPARE(volume(reversed, reference), before);
        Row doubled = points;
        doubled.insert(doubled.end(), points.begin(), points.end());
        for (const double value : points)
            doubled.push_back(value + 0.125);
        QCOMPARE(volume(doubled, reference), before);
    }

    void scaling_scalesTheVolume()
    {
        Rng rng(3);
        const Row points = randomSet(rng, 40, 3);
        Row scaled = points;
        for (std::size_t i = 0; i < scaled.size(); i += 3) {
            scaled[i] *= 4.0;
            scaled[i + 1] *= 0.5;
        }
        QVERIFY(std::abs(volume(scaled, {40, 5, 10}) / (2.0 * volume(points, {10, 10, 10})) - 1.0) < 1e-12);
    }

    void incremental_neverFallsAndAgreesWithBatch_data() { dimensions(); }
    void incremental_neverFallsAndAgreesWithBatch()
    {
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        const Row reference(k, 10.0);
        Rng rng(4);
        IncrementalHypervolume incremental(reference);
        Row sofar;
        double last = 0.0;
        for (int i = 0; i < 300; ++i) {
            const Row point = randomSet(rng, 1, k);
            sofar.insert(sofar.end(), point.begin(), point.end());
            const double total = incremental.add(point);
            QVERIFY(total >= last);
            const double batch = volume(sofar, reference);
            QVERIFY(std::abs(total - batch) <= 1e-9 * (1.0 + batch));
            last = total;
        }
        QVERIFY(last > 0.0);
        (void)incremental.add(Row(k, std::nan("")));
        (void)incremental.add(Row(k, -INFINITY));
        (void)incremental.add(Row(k + 1, 0.0));
        QCOMPARE(incremental.value(), last);
    }

    void largeFronts_keepThePointByPointSumExact()
    {
        // Points that approach a sphere from outside: most enter, the early ones are dominated later.
        Rng rng(6);
        const Row reference(3, 2.0);
        IncrementalHypervolume incremental(reference);
        Row sofar;
        for (int i = 0; i < 3'000; ++i) {
            Row point{rng.uniform(0.01, 1.0), rng.uniform(0.01, 1.0), rng.uniform(0.01, 1.0)};
            const double length = std::hypot(point[0], point[1], point[2]);
            const double radius = 1.0 + 0.5 * std::exp(-i / 300.0);
            for (double& value : point)
                value *= radius / length;
            sofar.insert(sofar.end(), point.begin(), point.end());
            (void)incremental.add(point);
            if (i % 500 == 499)
                QVERIFY(std::abs(incremental.value() - volume(sofar, reference)) <= 1e-11);
        }
    }

    void referenceThatIsNone_measuresNothing()
    {
        for (const Row& reference : {Row{}, Row{1}, Row(7, 1.0), Row{1, INFINITY}, Row{1, std::nan("")}}) {
            IncrementalHypervolume incremental(reference);
            QCOMPARE(incremental.add(Row(reference.size(), 0.0)), 0.0);
        }
    }

    void nonsense_isRefused()
    {
        QVERIFY(!hypervolume(Row{1}, Row{2}));
        QVERIFY(!hypervolume(Row(7, 1.0), Row(7, 2.0)));
        QVERIFY(!hypervolume(Row{1, 1, 1}, Row{2, 2}));
        QVERIFY(!hypervolume(Row{1, std::nan("")}, Row{2, 2}));
        QVERIFY(!hypervolume(Row{1, 1}, Row{2, INFINITY}));
        QVERIFY(!hypervolume(Row{}, Row{}));
    }
};

QTEST_APPLESS_MAIN(TestHypervolume)
#include "tst_hypervolume.moc"
