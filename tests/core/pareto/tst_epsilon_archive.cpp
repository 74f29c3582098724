// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/dominance.h"
#include "core/pareto/epsilon_archive.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace paretoscope;
using namespace paretoscope::pareto;

using Values = std::vector<double>;

class TestEpsilonArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingShown_isBeatenToWithinEpsilon()
    {
        for (std::size_t k = 1; k <= 4; ++k) {
            Rng rng(k);
            Values epsilons(k);
            for (double& epsilon : epsilons)
                epsilon = rng.uniform(0.05, 0.2);
            auto made = EpsilonArchive::make(epsilons);
            QVERIFY(made.hasValue());
            std::vector<Values> shown;
            std::set<std::uint64_t> alive;
            for (std::uint64_t id = 0; id < 600; ++id) {
                Values point(k);
                for (double& value : point)
                    value = rng.uniform(-1.0, 1.0);
                const auto change = made.value().insert(id, point);
                for (const std::uint64_t gone : change.removed)
                    QCOMPARE(alive.erase(gone), 1U);
                if (change.inserted)
                    alive.insert(id);
                shown.push_back(point);
            }
            const auto ids = made.value().ids();
            QCOMPARE(std::set<std::uint64_t>(ids.begin(), ids.end()), alive);
            const Values points = made.value().points();
            for (std::size_t i = 0; i < ids.size(); ++i)
                QVERIFY(std::equal(shown[ids[i]].begin(), shown[ids[i]].end(),
                                   points.begin() + static_cast<std::ptrdiff_t>(i * k)));
            for (const Values& point : shown) {
                const bool beaten = std::any_of(ids.begin(), ids.end(), [&](std::uint64_t id) {
                    for (std::size_t j = 0; j < k; ++j)
                        if (shown[id][j] > point[j] + epsilons[j])
                            return false;
                    return true;
                });
                QVERIFY(beaten);
            }
            for (const std::uint64_t a : ids)
                for (const std::uint64_t b : ids)
                    QVERIFY(!dominates(shown[a], shown[b]));
        }
    }

    void size_isBoundedByTheBoxes()
    {
        // A front of two objectives over [0, 1]^2 in boxes of a tenth crosses at most ten columns.
        auto made = EpsilonArchive::make({0.1, 0.1});
        Rng rng(7);
        for (std::uint64_t id = 0; id < 5'000; ++id) {
            const double x = rng.uniform();
            (void)made.value().insert(id, Values{x, 1.0 - x});
        }
        QVERIFY(made.value().size() >= 5);
        QVERIFY(made.value().size() <= 10);
    }

    void sameBox_keepsWhatDominates()
    {
        auto made = EpsilonArchive::make({1.0, 1.0});
        QVERIFY(made.value().insert(1, Values{0.5, 0.5}).inserted);
        QVERIFY(!made.value().insert(2, Values{0.4, 0.6}).inserted);
        QVERIFY(!made.value().insert(3, Values{0.5, 0.5}).inserted);
        const auto change = made.value().insert(4, Values{0.4, 0.5});
        QVERIFY(change.inserted);
        QCOMPARE(change.removed, std::vector<std::uint64_t>{1});
        QVERIFY(made.value().insert(5, Values{-0.0, -0.5}).inserted); // the box beside
        QCOMPARE(made.value().ids(), std::vector<std::uint64_t>{5});
    }

    void nonsense_isRefused()
    {
        for (const Values& bad :
             {Values{}, Values{0.0}, Values{1, -1}, Values{INFINITY}, Values{std::nan("")}})
            QVERIFY(!EpsilonArchive::make(bad));
        auto made = EpsilonArchive::make({1e-300, 1.0});
        for (const Values& bad :
             {Values{1, std::nan("")}, Values{-INFINITY, 1}, Values{1}, Values{1, 2, 3}, Values{1e300, 1}})
            QVERIFY(!made.value().insert(1, bad).inserted);
        QCOMPARE(made.value().size(), 0U);
    }
};

QTEST_APPLESS_MAIN(TestEpsilonArchive)
#include "tst_epsilon_archive.moc"
