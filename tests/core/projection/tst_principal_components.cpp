// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/projection/moments.h"
#include "core/projection/principal_components.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <numbers>

using namespace paretoscope;
using namespace paretoscope::projection;

namespace {

/// An ellipse of half axes 3 and 1, turned by 30 degrees, far from the origin; a third feature stands still.
Moments ellipse(int points)
{
    Moments moments;
    const double turn = std::numbers::pi / 6.0;
    for (int i = 0; i < points; ++i) {
        const double t = 2.0 * std::numbers::pi * i / points;
        const double u = 3.0 * std::cos(t);
        const double v = std::sin(t);
        moments.add(std::array{1000.0 + u * std::cos(turn) - v * std::sin(turn),
                               -500.0 + u * std::sin(turn) + v * std::cos(turn), 7.0});
    }
    return moments;
}

} // namespace

class TestPrincipalComponents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ellipse_hasItsCovariance()
    {
        const Moments moments = ellipse(360);
        // Along the half axes the variances are 9/2 and 1/2; turned by 30 degrees.
        const Eigen::MatrixXd covariance = moments.covariance();
        QVERIFY(std::abs(covariance(0, 0) - (4.5 * 0.75 + 0.5 * 0.25)) < 1e-9);
        QVERIFY(std::abs(covariance(1, 1) - (4.5 * 0.25 + 0.5 * 0.75)) < 1e-9);
        QVERIFY(std::abs(covariance(0, 1) - 4.0 * std::sqrt(3.0) / 4.0) < 1e-9);
        QVERIFY(std::abs(moments.mean()[0] - 1000.0) < 1e-9);
    }

    void ellipse_explainedByItsCorrelation()
    {
        const Result<PrincipalComponents> found = principalComponents(ellipse(360));
        QVERIFY(found);
        // Two standardised features of correlation r vary by 1 + r and 1 - r along the diagonals.
        const double r = std::sqrt(3.0) / std::sqrt(3.5 * 1.5);
        QVERIFY(std::abs(found->explained[0] - (1.0 + r) / 2.0) < 1e-9);
        QVERIFY(std::abs(found->explained[1] - (1.0 - r) / 2.0) < 1e-9);
        QVERIFY(std::abs(std::abs(found->loadings(0, 0)) - std::numbers::sqrt2 / 2.0) < 1e-9);
        QCOMPARE(found->scale[2], 0.0);
        const std::array<double, 2> centre = found->project(std::array{1000.0, -500.0, 7.0});
        QVERIFY(std::abs(centre[0]) < 1e-9 && std::abs(centre[1]) < 1e-9);
    }

    void ellipsoidOfManyFeatures_findsItsLongAxes()
    {
        // Six features driven by two hidden ones, the first of which drives four.
        Rng rng(3);
        Moments moments;
        for (int i = 0; i < 4000; ++i) {
            const double u = rng.uniform(-1.0, 1.0);
            const double v = rng.uniform(-1.0, 1.0);
            moments.add(std::array{u, -u, 2.0 * u, 5.0 * u, v, -3.0 * v});
        }
        const Result<PrincipalComponents> found = principalComponents(moments);
        QVERIFY(found);
        QVERIFY(std::abs(found->explained[0] - 4.0 / 6.0) < 0.02);
        QVERIFY(std::abs(found->explained[1] - 2.0 / 6.0) < 0.02);
        for (const Eigen::Index f : {0, 1, 2, 3})
            QVERIFY(std::abs(std::abs(found->loadings(f, 0)) - 0.5) < 0.02);
    }

    void turnedComponents_areTurnedBack()
    {
        const PrincipalComponents former = principalComponents(ellipse(360)).value();
        PrincipalComponents next = former;
        next.loadings.col(1) *= -1.0;
        keepDirections(next, former);
        QVERIFY((next.loadings - former.loadings).norm() < 1e-12);
    }

    void tooFewOrEqualDesigns_areRefused()
    {
        Moments moments;
        QCOMPARE(principalComponents(moments).error().code, ErrorCode::InvalidInput);
        for (int i = 0; i < 5; ++i)
            moments.add(std::array{1.0, 2.0});
        QCOMPARE(principalComponents(moments).error().code, ErrorCode::InvalidInput);
    }

    void oneFeature_hasNoSecondComponent()
    {
        Moments moments;
        for (const double x : {0.0, 0.5, 1.0})
            moments.add(std::array{x});
        const Result<PrincipalComponents> found = principalComponents(moments);
        QVERIFY(found);
        QVERIFY(std::abs(found->explained[0] - 1.0) < 1e-12);
        QCOMPARE(found->project(std::array{1.0})[1], 0.0);
    }
};

QTEST_APPLESS_MAIN(TestPrincipalComponents)
#include "tst_principal_components.moc"
