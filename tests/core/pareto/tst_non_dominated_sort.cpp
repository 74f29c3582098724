// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/dominance.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Values = std::vector<double>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// By definition: fronts are peeled off one after the other, each row compared with each.
std::vector<int> byDefinition(const Values& objectives, std::size_t k, const Values& violations)
{
    const std::size_t n = violations.size();
    const auto row = [&](std::size_t i) { return std::span<const double>(objectives).subspan(i * k, k); };
    std::vector<int> ranks(n, -1);
    std::size_t left = n;
    for (int rank = 0; left > 0; ++rank) {
        std::vector<std::size_t> front;
        for (std::size_t i = 0; i < n; ++i) {
            bool dominated = ranks[i] >= 0;
            for (std::size_t j = 0; j < n && !dominated; ++j)
                dominated = ranks[j] < 0
                            && constrainedDominates(row(j), violations[j], row(i), violations[i]);
            if (!dominated)
                front.push_back(i);
        }
        for (const std::size_t i : front)
            ranks[i] = rank;
        left -= front.size();
    }
    return ranks;
}

} // namespace

class TestNonDominatedSort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranks_areThoseOfTheDefinition_data()
    {
        QTest::addColumn<std::size_t>("k");
        QTest::addColumn<bool>("constrained");
        for (std::size_t k = 1; k <= 6; ++k) {
            QTest::addRow("%zu", k) << k << false;
            QTest::addRow("%zu with violations", k) << k << true;
        }
    }
    void ranks_areThoseOfTheDefinition()
    {
        QFETCH(std::size_t, k);
        QFETCH(bool, constrained);
        Rng rng(k);
        for (int repeat = 0; repeat < 40; ++repeat) {
            const std::size_t n = rng.below(repeat < 38 ? 60 : 300);
            const bool special = repeat % 4 == 3;
            const bool coarse = repeat % 2 == 0; // few values: ties and duplicates
            Values objectives(n * k);
            for (double& value : objectives) {
                value = coarse ? static_cast<double>(rng.below(5)) : rng.uniform(-1.0, 1.0);
                if (special && rng.chance(0.1))
                    value = rng.chance(0.5) ? std::nan("") : (rng.chance(0.5) ? kInfinity : -kInfinity);
            }
            Values violations(n, 0.0);
            for (double& violation : violations)
                if (constrained && rng.chance(0.5))
                    violation = rng.chance(0.2) ? kInfinity : static_cast<double>(rng.below(4));
            QCOMPARE(nonDominatedRanks(objectives, k, violations), byDefinition(objectives, k, violations));
        }
    }

    void largeSets_keepTheInvariantOfTheirFronts()
    {
        constexpr std::size_t kRows = 3'000;
        for (const std::size_t k : {2U, 3U, 4U}) {
            Rng rng(9);
            Values objectives(kRows * k);
            for (double& value : objectives)
                value = rng.uniform();
            const auto ranks = nonDominatedRanks(objectives, k, Values(kRows, 0.0));
            const auto row = [&](std::size_t i) {
                return std::span<const double>(objectives).subspan(i * k, k);
            };
            // A row of a later front is dominated by one of the front just before, and by none of its own.
            for (std::size_t i = 0; i < kRows; i += 29) {
                bool justified = ranks[i] == 0;
                for (std::size_t j = 0; j < kRows; ++j) {
                    const bool dominated = dominates(row(j), row(i));
                    QVERIFY(!dominated || ranks[j] < ranks[i]);
                    justified = justified || (dominated && ranks[j] == ranks[i] - 1);
                }
                QVERIFY(justified);
            }
        }
    }

    void chainsAndFronts_areCounted()
    {
        constexpr std::size_t kRows = 500;
        for (std::size_t k = 1; k <= 5; ++k) {
            Values chain;
            for (std::size_t i = 0; i < kRows; ++i)
                chain.insert(chain.end(), k, static_cast<double>(kRows - i));
            const auto ranks = nonDominatedRanks(chain, k, Values(kRows, 0.0));
            for (std::size_t i = 0; i < kRows; ++i)
                QCOMPARE(ranks[i], static_cast<int>(kRows - 1 - i));
            QCOMPARE(nonDominatedRanks(Values(kRows * k, 1.0), k, Values(kRows, 0.0)),
                     std::vector<int>(kRows, 0));
        }
    }

    void unknownViolations_standLast()
    {
        QCOMPARE(nonDominatedRanks(Values{1, 2, 3, 4}, 1, Values{std::nan(""), 0, 7, kInfinity}),
                 (std::vector<int>{2, 0, 1, 2}));
    }

    void nothing_hasNoRanks()
    {
        QVERIFY(nonDominatedRanks({}, 2, {}).empty());
        QCOMPARE(nonDominatedRanks({}, 0, Values(3, 0.0)), std::vector<int>(3, 0));
    }
};

QTEST_APPLESS_MAIN(TestNonDominatedSort)
#include "tst_non_dominated_sort.moc"
