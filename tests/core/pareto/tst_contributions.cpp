// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/contributions.h"
#include "core/pareto/hypervolume.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Values = std::vector<double>;

void dimensions()
{
    QTest::addColumn<std::size_t>("k");
    for (std::size_t k = kFewestObjectives; k <= kMostObjectives; ++k)
        QTest::addRow("%zu objectives", k) << k;
}

/// Few values, so that ties, duplicates and dominated points all occur; some outside the reference box.
Values randomSet(Rng& rng, std::size_t n, std::size_t k)
{
    Values points(n * k);
    for (double& value : points)
        value = rng.chance(0.5) ? static_cast<double>(rng.below(11)) : rng.uniform(-1.0, 10.5);
    return points;
}

/// Points on the sphere's part that faces the origin: none dominates another.
Values sphereFront(Rng& rng, std::size_t n, std::size_t k)
{
    Values points(n * k);
    for (std::size_t i = 0; i < n; ++i) {
        double square = 0.0;
        for (std::size_t j = 0; j < k; ++j) {
            points[i * k + j] = rng.uniform(0.01, 1.0);
            square += points[i * k + j] * points[i * k + j];
        }
        for (std::size_t j = 0; j < k; ++j)
            points[i * k + j] = 1.0 - points[i * k + j] / std::sqrt(square);
    }
    return points;
}

Values without(Values points, std::size_t row, std::size_t k)
{
    const auto first = points.begin() + static_cast<std::ptrdiff_t>(row * k);
    points.erase(first, first + static_cast<std::ptrdiff_t>(k));
    return points;
}

} // namespace

class TestContributions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownSets_haveTheirClosedForm()
    {
        QCOMPARE(*exclusiveContributions(Values{1, 3, 2, 2, 3, 1}, Values{4, 4}), (Values{1, 1, 1}));
        QCOMPARE(*exclusiveContributions(Values{0, 0, 1, 1}, Values{2, 2}), (Values{3, 0}));
        QCOMPARE(*exclusiveContributions(Values{0, 0, 0, 1, 1, 1}, Values{2, 2, 2}), (Values{7, 0}));
        QCOMPARE(*exclusiveContributions(Values{0, 0, 0, 0, 0, 0}, Values{2, 2, 2}), (Values{0, 0}));
        QCOMPARE(*exclusiveContributions(Values{}, Values{2, 2, 2}), Values{});
        QCOMPARE(*exclusiveContributions(Values{2, 0, 0, 5, 0, 0}, Values{2, 2, 2}), (Values{0, 0}));
    }

    void contributions_areWhatTheVolumeLoses_data() { dimensions(); }
    void contributions_areWhatTheVolumeLoses()
    {
        QFETCH(std::size_t, k);
        const Values reference(k, 10.0);
        Rng rng(1);
        for (int repeat = 0; repeat < 30; ++repeat) {
            const std::size_t n = 1 + rng.below(16);
            const Values points = repeat % 2 == 0 ? randomSet(rng, n, k) : sphereFront(rng, n, k);
            const Values contributions = *exclusiveContributions(points, reference);
            const double all = *hypervolume(points, reference);
            for (std::size_t i = 0; i < n; ++i) {
                const double lost = all - *hypervolume(without(points, i, k), reference);
                QVERIFY(std::abs(contributions[i] - lost) <= 1e-12 * (1.0 + all));
            }
            QVERIFY(std::accumulate(contributions.begin(), contributions.end(), 0.0) <= all * (1.0 + 1e-12));
        }
    }

    void order_doesNotMatter_data() { dimensions(); }
    void order_doesNotMatter()
    {
        QFETCH(std::size_t, k);
        Rng rng(2);
        const Values points = sphereFront(rng, 40, k);
        Values reversed;
        for (std::size_t i = points.size(); i > 0; i -= k)
            reversed.insert(reversed.end(), points.begin() + static_cast<std::ptrdiff_t>(i - k),
                            points.begin() + static_cast<std::ptrdiff_t>(i));
        const Values reference(k, 1.1);
        const Values before = *exclusiveContributions(points, reference);
        const Values after = *exclusiveContributions(reversed, reference);
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY(std::abs(before[i] - after[before.size() - 1 - i]) <= 1e-14);
    }

    void leastContributor_isTheOneMissedLeast()
    {
        QCOMPARE(*leastContributor(Values{0, 3, 1, 1, 1.1, 0.9, 3, 0}, Values{4, 4}), 2U);
        QCOMPARE(*leastContributor(Values{0, 1, 1, 0, 1, 1}, Values{2, 2}), 2U); // dominated: nothing
        QCOMPARE(*leastContributor(Values{0, 1, 0, 1}, Values{2, 2}), 0U);
    }

    void nonsense_isRefused()
    {
        QVERIFY(!exclusiveContributions(Values{1}, Values{2}));
        QVERIFY(!exclusiveContributions(Values(7, 1.0), Values(7, 2.0)));
        QVERIFY(!exclusiveContributions(Values{1, 1, 1}, Values{2, 2}));
        QVERIFY(!exclusiveContributions(Values{1, std::nan("")}, Values{2, 2}));
        QVERIFY(!exclusiveContributions(Values{1, -INFINITY}, Values{2, 2}));
        QVERIFY(!exclusiveContributions(Values{1, 1}, Values{2, INFINITY}));
        QVERIFY(!leastContributor(Values{}, Values{2, 2}));
    }
};

QTEST_APPLESS_MAIN(TestContributions)
#include "tst_contributions.moc"
