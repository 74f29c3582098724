// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/bayesian_linear.h"
#include "core/surrogate/boosted_trees.h"
#include "core/surrogate/normal.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

Matrix drawnPoints(Index rows, Index columns, Rng& rng)
{
    Matrix points(rows, columns);
    for (double& value : points.reshaped())
        value = rng.uniform(-1.0, 3.0);
    return points;
}

} // namespace

class TestLinearAndBoosted : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linearFunction_isLearnt()
    {
        Rng rng(1);
        const Matrix points = drawnPoints(60, 3, rng);
        const Vector values = 5.0 + 2.0 * points.col(0).array() - 0.5 * points.col(2).array();
        const auto model = BayesianLinear::fit(points, values);
        QVERIFY(model);
        const Matrix others = drawnPoints(20, 3, rng);
        const auto belief = model->predict(others);
        for (Index i = 0; i < others.rows(); ++i) {
            const double truth = 5.0 + 2.0 * others(i, 0) - 0.5 * others(i, 2);
            QVERIFY(std::abs(belief.mean(i) - truth) < 0.01);
            QVERIFY(belief.deviation(i) < 0.05);
        }
        // Per standard deviation of the column, which is 4 / sqrt(12).
        QVERIFY(std::abs(model->weights()(0) - 2.0 * 4.0 / std::sqrt(12.0)) < 0.25);
        QVERIFY(std::abs(model->weights()(1)) < 0.01);
        QVERIFY(model->weights()(2) < 0.0);
    }

    void doubt_growsAwayFromThePointsAndShrinksWithMore()
    {
        Rng rng(2);
        const Matrix points = drawnPoints(200, 2, rng);
        Vector values(200);
        for (Index i = 0; i < 200; ++i)
            values(i) = points(i, 0) + 0.5 * normal::draw(rng);
        Matrix asked(2, 2);
        asked << 1.0, 1.0, 20.0, 20.0;
        const auto all = BayesianLinear::fit(points, values)->predict(asked);
        const auto few = BayesianLinear::fit(points.topRows(20), values.head(20))->predict(asked);
        QVERIFY(all.deviation(1) > 5.0 * all.deviation(0));
        QVERIFY(few.deviation(0) > 2.0 * all.deviation(0));
        const double noise = BayesianLinear::fit(points, values)->noiseDeviation();
        QVERIFY2(noise > 0.4 && noise < 0.6, qPrintable(QString::number(noise)));
    }

    void constantColumnsAndValues_doNoHarm()
    {
        const Matrix points = Matrix::Ones(5, 2);
        const Vector values = Vector::Constant(5, 3.0);
        const auto belief = BayesianLinear::fit(points, values)->predict(points);
        QVERIFY((belief.mean.array() - 3.0).abs().maxCoeff() < 1e-9);
        QVERIFY(belief.deviation.allFinite());
    }

    void nonsense_isRefused()
    {
        QVERIFY(!BayesianLinear::fit(Matrix(0, 2), Vector(0)));
        QVERIFY(!BayesianLinear::fit(Matrix::Zero(2, 2), Vector::Zero(3)));
        QVERIFY(!BayesianLinear::fit(Matrix::Constant(2, 2, NAN), Vector::Zero(2)));
        const std::vector<double> rows{1.0, 2.0, 3.0};
        const std::vector<double> targets{1.0, 2.0};
        QVERIFY(!BoostedTrees::fit(rows, 2, targets, {}, 1));
        QVERIFY(!BoostedTrees::fit({}, 2, {}, {}, 1));
    }

    void boostedTrees_learnAnInteraction()
    {
        Rng rng(3);
        std::vector<double> rows, targets;
        const auto truth = [](double a, double b) { return (a > 0.5) != (b > 0.5) ? 1.0 : -1.0; };
        for (int i = 0; i < 200; ++i) {
            const double a = rng.uniform();
            const double b = rng.uniform();
            rows.insert(rows.end(), {a, b, rng.uniform()});
            targets.push_back(truth(a, b));
        }
        const auto model = BoostedTrees::fit(rows, 3, targets, {}, 1);
        QVERIFY(model);
        int right = 0;
        for (int i = 0; i < 500; ++i) {
            const double row[]{rng.uniform(), rng.uniform(), rng.uniform()};
            right += model->predict(row) * truth(row[0], row[1]) > 0.0 ? 1 : 0;
        }
        QVERIFY2(right > 450, qPrintable(QString::number(right)));
        const double asked[]{0.2, 0.9, 0.5};
        QCOMPARE(BoostedTrees::fit(rows, 3, targets, {}, 1)->predict(asked), model->predict(asked));
    }

    void depth_limitsWhatOneTreeCanSay()
    {
        Rng rng(4);
        std::vector<double> rows, targets;
        for (int i = 0; i < 64; ++i) {
            rows.push_back(i);
            targets.push_back(i);
        }
        BoostingOptions options;
        options.trees = 1;
        options.depth = 2;
        options.shrinkage = 1.0;
        const auto model = BoostedTrees::fit(rows, 1, targets, options, 1);
        std::set<double> answers;
        for (const double row : rows)
            answers.insert(model->predict(std::span(&row, 1)));
        QCOMPARE(answers.size(), 4U); // two splits deep
    }
};

QTEST_APPLESS_MAIN(TestLinearAndBoosted)
#include "tst_linear_and_boosted.moc"
