// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/surrogate/random_forest.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

using Values = std::vector<double>;
using Categories = std::vector<std::size_t>;

struct Data
{
    Values rows;
    Categories categories;
    Values targets;
};

/// Friedman's first function (Friedman 1991) of ten columns, the last five without meaning, and noise.
Data friedman(std::size_t n, std::uint64_t seed, double noise)
{
    Rng rng(seed);
    Data data;
    data.categories.assign(10, 0);
    for (std::size_t i = 0; i < n; ++i) {
        Values x(10);
        for (double& value : x)
            value = rng.uniform();
        data.rows.insert(data.rows.end(), x.begin(), x.end());
        data.targets.push_back(10.0 * std::sin(std::numbers::pi * x[0] * x[1])
                               + 20.0 * (x[2] - 0.5) * (x[2] - 0.5) + 10.0 * x[3] + 5.0 * x[4]
                               + rng.uniform(-noise, noise));
    }
    return data;
}

RandomForest fitted(const Data& data, const ForestOptions& options = {}, std::uint64_t seed = 1)
{
    return RandomForest::fit(data.rows, data.categories, data.targets, options, seed).value();
}

} // namespace

class TestRandomForest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smoothFunction_isLearnt()
    {
        const RandomForest forest = fitted(friedman(600, 1, 0.5));
        const Data fresh = friedman(300, 2, 0.0);
        const double mean = std::accumulate(fresh.targets.begin(), fresh.targets.end(), 0.0) / 300.0;
        double error = 0.0;
        double variance = 0.0;
        for (std::size_t i = 0; i < fresh.targets.size(); ++i) {
            const double found = forest.predict(std::span(fresh.rows).subspan(10 * i, 10)).mean;
            error += (found - fresh.targets[i]) * (found - fresh.targets[i]);
            variance += (mean - fresh.targets[i]) * (mean - fresh.targets[i]);
        }
        const double r2 = 1.0 - error / variance;
        QVERIFY2(r2 > 0.8, qPrintable(QString::number(r2)));
        // What it says of itself, from its own rows alone, is what fresh rows say.
        QVERIFY(std::abs(forest.outOfBagR2() - r2) < 0.08);
        QVERIFY(std::abs(forest.outOfBagError() - error / 300.0) < 0.4 * error / 300.0);
    }

    void noise_isNotLearnt()
    {
        Data data = friedman(300, 3, 0.0);
        Rng rng(4);
        for (double& target : data.targets)
            target = rng.uniform();
        QVERIFY(fitted(data).outOfBagR2() < 0.1);
    }

    void importances_findTheColumnsThatMatter()
    {
        const RandomForest forest = fitted(friedman(400, 5, 0.5));
        for (const Values& importance : {forest.impurityImportance(), forest.permutationImportance()}) {
            QCOMPARE(importance.size(), 10U);
            const double leastReal = *std::min_element(importance.begin(), importance.begin() + 5);
            const double mostEmpty = *std::max_element(importance.begin() + 5, importance.end());
            QVERIFY(leastReal > mostEmpty);
            QCOMPARE(std::max_element(importance.begin(), importance.end()) - importance.begin(), 3);
        }
        const Values shares = forest.impurityImportance();
        QVERIFY(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1.0) < 1e-12);
    }

    void categories_areSplitIntoSubsets()
    {
        // A subset no threshold on the codes could cut out at once: one split must do.
        Data data;
        data.categories = {7};
        for (int i = 0; i < 70; ++i) {
            const int code = i % 7;
            data.rows.push_back(code);
            data.targets.push_back(code == 1 || code == 3 || code == 6 ? 5.0 : -1.0);
        }
        ForestOptions options;
        options.bootstrap = false;
        options.trees = 1;
        options.fewestInLeaf = 30; // both sides of the one right cut, and nothing further
        const RandomForest forest = fitted(data, options);
        for (int code = 0; code < 7; ++code) {
            const auto found = forest.predict(Values{static_cast<double>(code)});
            QCOMPARE(found.mean, code == 1 || code == 3 || code == 6 ? 5.0 : -1.0);
            QVERIFY(found.variance < 1e-12);
        }
    }

    void mixedColumns_areBothUsed()
    {
        Data data;
        Rng rng(6);
        data.categories = {0, 4};
        for (int i = 0; i < 400; ++i) {
            const double x = rng.uniform();
            const auto code = static_cast<double>(rng.below(4));
            data.rows.insert(data.rows.end(), {x, code});
            data.targets.push_back((code == 1.0 || code == 2.0 ? 1.0 : -1.0) * x);
        }
        const RandomForest forest = fitted(data);
        QVERIFY(forest.outOfBagR2() > 0.97);
        QVERIFY(std::abs(forest.predict(Values{0.9, 2}).mean - 0.9) < 0.1);
        QVERIFY(std::abs(forest.predict(Values{0.9, 3}).mean + 0.9) < 0.1);
    }

    void variance_isThatOfAllLeavesTogether()
    {
        // One leaf a tree: its variance is that of the targets, and nothing differs between the trees.
        Data data{{1, 2, 3, 4}, {0}, {1, 3, 5, 7}};
        ForestOptions options;
        options.bootstrap = false;
        options.fewestInLeaf = 4;
        const auto found = fitted(data, options).predict(Values{2});
        QCOMPARE(found.mean, 4.0);
        QCOMPARE(found.variance, 5.0);
        // One row a leaf: all that is left is what the trees disagree about.
        const RandomForest forest = fitted(friedman(200, 7, 0.0));
        const Data seen = friedman(200, 7, 0.0);
        const Data fresh = friedman(200, 8, 0.0);
        double sureOfSeen = 0.0;
        double sureOfFresh = 0.0;
        for (std::size_t i = 0; i < 200; ++i) {
            const auto known = forest.predict(std::span(seen.rows).subspan(10 * i, 10));
            const auto guessed = forest.predict(std::span(fresh.rows).subspan(10 * i, 10));
            QVERIFY(known.variance >= 0.0 && guessed.variance >= 0.0);
            sureOfSeen += known.variance;
            sureOfFresh += guessed.variance;
        }
        QVERIFY(sureOfSeen < sureOfFresh);
    }

    void predictions_stayWithinTheTargets()
    {
        const Data data = friedman(150, 9, 0.0);
        const auto [low, high] = std::minmax_element(data.targets.begin(), data.targets.end());
        const RandomForest forest = fitted(data);
        for (const double far : {-1e300, -1.0, 0.5, 2.0, 1e300}) {
            const double found = forest.predict(Values(10, far)).mean;
            QVERIFY(found >= *low - 1e-9 && found <= *high + 1e-9);
        }
    }

    void sameSeed_sameForest()
    {
        const Data data = friedman(100, 10, 0.5);
        const RandomForest a = fitted(data, {}, 7);
        const RandomForest b = fitted(data, {}, 7);
        const RandomForest c = fitted(data, {}, 8);
        const Values at(10, 0.4);
        QCOMPARE(a.predict(at).mean, b.predict(at).mean);
        QCOMPARE(a.predict(at).variance, b.predict(at).variance);
        QCOMPARE(a.permutationImportance(), b.permutationImportance());
        QVERIFY(a.predict(at).mean != c.predict(at).mean);
    }

    void degenerateData_isHarmless()
    {
        const RandomForest one = fitted({{1, 2}, {0, 3}, {5}});
        QCOMPARE(one.predict(Values{9, 0}).mean, 5.0);
        QVERIFY(std::isnan(one.outOfBagR2()));
        const RandomForest equal = fitted({{1, 2, 3, 4, 5, 6}, {0}, {7, 7, 7, 7, 7, 7}});
        QCOMPARE(equal.predict(Values{3}).mean, 7.0);
        QVERIFY(equal.predict(Values{3}).variance < 1e-12);
        const RandomForest same = fitted({{1, 1, 1, 1}, {0}, {0, 1, 2, 3}}); // nothing to split
        QVERIFY(same.predict(Values{1}).variance > 0.5);
        QCOMPARE(same.impurityImportance(), Values{0.0});
        ForestOptions whole;
        whole.bootstrap = false;
        QVERIFY(std::isnan(fitted(friedman(20, 1, 0.0), whole).outOfBagError()));
    }

    void unseenCategories_goSomewhere()
    {
        Data data{{0, 0, 0, 1, 1, 0, 0, 1}, {5}, {0, 0, 0, 9, 9, 0, 0, 9}};
        const double found = fitted(data).predict(Values{4}).mean;
        QVERIFY(found >= 0.0 && found <= 9.0);
    }

    void nonsense_isRefused()
    {
        const auto refused = [](const Values& rows, const Categories& categories, const Values& targets,
                                const ForestOptions& options = {}) {
            return !RandomForest::fit(rows, categories, targets, options, 1);
        };
        QVERIFY(!refused({1, 2}, {0}, {1, 2}));
        QVERIFY(refused({}, {0}, {}));
        QVERIFY(refused({}, {}, {1}));
        QVERIFY(refused({1, 2, 3}, {0}, {1, 2}));
        QVERIFY(refused({1, std::nan("")}, {0}, {1, 2}));
        QVERIFY(refused({1, INFINITY}, {0}, {1, 2}));
        QVERIFY(refused({1, 2}, {0}, {1, std::nan("")}));
        QVERIFY(refused({0, 2}, {2}, {1, 2}));
        QVERIFY(refused({0, -1}, {2}, {1, 2}));
        QVERIFY(refused({0, 0.5}, {2}, {1, 2}));
        QVERIFY(refused({0, std::nan("")}, {2}, {1, 2}));
        QVERIFY(refused({0, 1}, {1'000'000'000}, {1, 2}));
        ForestOptions none;
        none.trees = 0;
        QVERIFY(refused({1, 2}, {0}, {1, 2}, none));
        ForestOptions share;
        share.columnShare = std::nan("");
        QVERIFY(refused({1, 2}, {0}, {1, 2}, share));
    }
};

QTEST_APPLESS_MAIN(TestRandomForest)
#include "tst_random_forest.moc"
