// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/local_process.h"
#include "core/surrogate/stationary_kernel.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

KernelPtr kernel()
{
    return std::make_shared<ScaledKernel>(
        std::make_shared<StationaryKernel>(Profile::Matern52, std::vector<NumericColumn>{{0, "x"}, {1, "y"}}),
        "signal");
}

Matrix uniformPoints(Index n, std::uint64_t seed)
{
    Rng rng(seed);
    Matrix points(n, 2);
    for (Index i = 0; i < n; ++i)
        for (Index c = 0; c < 2; ++c)
            points(i, c) = rng.uniform();
    return points;
}

Vector valuesAt(const Matrix& points)
{
    return (5.0 * points.col(0).array()).sin() + (points.col(1).array() * 9.0).cos();
}

} // namespace

class TestLocalProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofAllItsPoints_itIsTheExactModel()
    {
        const Matrix points = uniformPoints(60, 1);
        const Vector values = valuesAt(points);
        LocalOptions options;
        options.nearest = 60;
        const auto local = LocalProcess::fitted(kernel(), points, values, options);
        const auto exact = GaussianProcess::make(kernel(), local->fit(), points, values);
        const Matrix asked = uniformPoints(20, 2);
        const Prediction a = local->predict(asked);
        const Prediction b = exact->predict(asked);
        QVERIFY((a.mean - b.mean).cwiseAbs().maxCoeff() < 1e-9);
        QVERIFY((a.variance - b.variance).cwiseAbs().maxCoeff() < 1e-9);
    }

    void ofManyPoints_itIsAccurate()
    {
        const Matrix points = uniformPoints(5'000, 3);
        LocalOptions options;
        options.mostFitted = 100;
        options.nearest = 50;
        const auto model = LocalProcess::fitted(kernel(), points, valuesAt(points), options);
        const Matrix asked = uniformPoints(50, 4);
        const Prediction found = model->predict(asked);
        QVERIFY((found.mean - valuesAt(asked)).cwiseAbs().maxCoeff() < 0.02);
        QVERIFY(found.variance.minCoeff() >= 0.0);
    }

    void nonsense_isRefused()
    {
        QVERIFY(!LocalProcess::fitted(kernel(), uniformPoints(5, 1), Vector::Ones(4), {}));
        QVERIFY(!LocalProcess::fitted(kernel(), Matrix(0, 2), Vector(0), {}));
        QVERIFY(!LocalProcess::fitted(kernel(), uniformPoints(2, 1), Vector::Constant(2, std::nan("")), {}));
    }
};

QTEST_APPLESS_MAIN(TestLocalProcess)
#include "tst_local_process.moc"
