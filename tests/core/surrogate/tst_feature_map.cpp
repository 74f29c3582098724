// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/feature_map.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

space::Space everyKind()
{
    using namespace space;
    std::vector<ParameterPtr> parameters;
    parameters.push_back(makeReal({"rate", "", "", {}}, 1.0, 100.0, true).value());
    parameters.push_back(makeInteger({"count", "", "", {}}, 1, 5).value());
    parameters.push_back(makeOrdinal({"size", "", "", {}}, {2.0, 8.0, 32.0}).value());
    parameters.push_back(makeOrdinal({"level", "", "", {}}, {1.0, 2.0, 4.0}).value());
    parameters.push_back(makeCategorical({"kind", "", "", {}}, {"a", "b", "c"}).value());
    parameters.push_back(makeFactorization({"tile", "", "", {}}, 64, 2).value());
    parameters.push_back(makePermutation({"order", "", "", {}}, {"m", "n", "k"}).value());
    parameters.push_back(makeReal({"extra", "", "", Condition{"kind", {"b"}}}, 0.0, 2.0, false).value());
    return Space::make(std::move(parameters)).value();
}

} // namespace

class TestFeatureMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKind_hasItsPlace()
    {
        const space::Space space = everyKind();
        const FeatureMap map(space);
        space::Design design(std::vector<double>{10.0, 2.0, 8.0, 2.0, 1.0, 4.0, 16.0, 2.0, 0.0, 1.0, 0.5});
        QVERIFY(bool(space.check(design)));
        const Eigen::RowVectorXd row = map.encode(design);
        // rate, count, size, level, kind, tile (2), order (3), extra, its activity
        const std::vector<double> expected{0.5,       0.25, 0.5,  0.5,  1.0,  2.0 / 6.0,
                                           4.0 / 6.0, 1.0,  -1.0, -1.0, 0.25, 1.0};
        QCOMPARE(map.columns(), Index(expected.size()));
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(std::abs(row(Index(i)) - expected[i]) < 1e-12, qPrintable(QString::number(i)));
        QCOMPARE(map.realColumns(), (std::vector<Index>{0, 10}));
        QCOMPARE(map.parameterOf(8), std::size_t{6});
    }

    void inactiveParameters_areAllAlike()
    {
        const space::Space space = everyKind();
        const FeatureMap map(space);
        space::Design design(
            std::vector<double>{10.0, 2.0, 8.0, 2.0, 0.0, 4.0, 16.0, 2.0, 0.0, 1.0, space::kInactive});
        QVERIFY(bool(space.check(design)));
        const Eigen::RowVectorXd row = map.encode(design);
        QVERIFY(row.allFinite());
        QCOMPARE(row(10), 0.5);
        QCOMPARE(row(11), 0.0);
    }

    void reals_areSetByTheirPlace()
    {
        const space::Space space = everyKind();
        const FeatureMap map(space);
        Rng rng(1);
        space::Design design = *space.sample(rng);
        for (const double u : {0.0, 0.3, 1.0, -4.0, 7.0}) {
            map.setReal(design, 0, u);
            QVERIFY(std::abs(map.encode(design)(0) - std::clamp(u, 0.0, 1.0)) < 1e-12);
            QVERIFY(space.parameter(0).contains(space.value(design, 0)));
        }
    }

    void kernel_isOneAtTheSameDesignAndLessElsewhere()
    {
        const space::Space space = everyKind();
        const FeatureMap map(space);
        for (const bool warp : {false, true}) {
            const KernelPtr kernel = map.kernel(Profile::Matern52, warp);
            std::vector<double> hyper;
            for (const HyperParameter& parameter : kernel->hyperParameters())
                hyper.push_back(parameter.start);
            Rng rng(2);
            std::vector<space::Design> designs;
            for (int i = 0; i < 20; ++i)
                designs.push_back(*space.sample(rng));
            const Matrix rows = map.encode(designs);
            const Matrix k = covariance(*kernel, hyper, rows, rows);
            for (Index i = 0; i < 20; ++i)
                for (Index j = 0; j < 20; ++j)
                    QVERIFY(i == j ? std::abs(k(i, j) - 1.0) < 1e-12
                                   : k(i, j) < 1.0 || designs[std::size_t(i)] == designs[std::size_t(j)]);
        }
    }
};

QTEST_APPLESS_MAIN(TestFeatureMap)
#include "tst_feature_map.moc"
