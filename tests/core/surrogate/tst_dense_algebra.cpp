// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/surrogate/dense_algebra.h"

#include <Eigen/Core>
#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;
using Matrix = Eigen::MatrixXd;
using Index = Eigen::Index;

namespace {

/// The n x n corner of a larger matrix full of NaN, so that reading outside shows.
Matrix positiveDefinite(Index n, Index ld)
{
    Rng rng(static_cast<std::uint64_t>(n));
    Matrix a(n, n);
    for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i)
            a(i, j) = rng.uniform(-1.0, 1.0);
    Matrix whole = Matrix::Constant(ld, ld, std::nan(""));
    whole.topLeftCorner(n, n) = a * a.transpose() + static_cast<double>(n) * Matrix::Identity(n, n);
    return whole;
}

double largest(const Matrix& difference)
{
    return difference.allFinite() ? difference.cwiseAbs().maxCoeff() : INFINITY;
}

} // namespace

/// Each test runs for both sets of operations (the same set twice on processors without AVX2).
class TestDenseAlgebra : public QObject
{
    Q_OBJECT

    static void sets()
    {
        QTest::addColumn<bool>("fastest");
        QTest::addColumn<int>("n");
        for (const bool fastest : {false, true})
            for (const int n : {1, 2, 7, 48, 65, 150})
                QTest::addRow("%s %d", fastest ? "fastest" : "baseline", n) << fastest << n;
    }
    static const dense::Operations& chosen(bool fastest)
    {
        return fastest ? dense::operations() : dense::baselineOperations();
    }

private Q_SLOTS:
    void factor_timesItselfIsTheMatrix_data() { sets(); }
    void factor_timesItselfIsTheMatrix()
    {
        QFETCH(bool, fastest);
        QFETCH(int, n);
        const Matrix whole = positiveDefinite(n, n + 5);
        Matrix factor = whole;
        QVERIFY(chosen(fastest).cholesky(factor.data(), n, n + 5));
        const Matrix l = factor.topLeftCorner(n, n).triangularView<Eigen::Lower>();
        QVERIFY(largest(l * l.transpose() - whole.topLeftCorner(n, n)) < 1e-11 * n);
    }

    void solutions_solve_data() { sets(); }
    void solutions_solve()
    {
        QFETCH(bool, fastest);
        QFETCH(int, n);
        const dense::Operations& operations = chosen(fastest);
        Matrix factor = positiveDefinite(n, n + 5);
        QVERIFY(operations.cholesky(factor.data(), n, n + 5));
        const Matrix l = factor.topLeftCorner(n, n).triangularView<Eigen::Lower>();
        for (const Index columns : {1, 3}) {
            const Matrix b = Matrix::Random(n, columns);
            Matrix x = b;
            operations.solveLower(factor.data(), n, n + 5, x.data(), columns, n);
            QVERIFY(largest(l * x - b) < 1e-12 * n);
            operations.solveLowerTransposed(factor.data(), n, n + 5, x.data(), columns, n);
            QVERIFY(largest(l * l.transpose() * x - b) < 1e-11 * n);
        }
    }

    void inverse_undoesTheMatrix_data() { sets(); }
    void inverse_undoesTheMatrix()
    {
        QFETCH(bool, fastest);
        QFETCH(int, n);
        const dense::Operations& operations = chosen(fastest);
        const Matrix whole = positiveDefinite(n, n + 5);
        Matrix factor = whole;
        QVERIFY(operations.cholesky(factor.data(), n, n + 5));
        Matrix inverse(n, n);
        Matrix scratch(n, n);
        operations.inverse(factor.data(), n, n + 5, inverse.data(), scratch.data());
        QVERIFY(largest(inverse - inverse.transpose()) == 0.0);
        QVERIFY(largest(inverse * whole.topLeftCorner(n, n) - Matrix::Identity(n, n)) < 1e-11 * n);
    }

    void impossibleFactors_areReported_data() { sets(); }
    void impossibleFactors_areReported()
    {
        QFETCH(bool, fastest);
        QFETCH(int, n);
        Matrix indefinite = Matrix::Identity(n, n);
        indefinite(n - 1, n - 1) = -1.0;
        QVERIFY(!chosen(fastest).cholesky(indefinite.data(), n, n));
        Matrix broken = Matrix::Identity(n, n);
        broken(n / 2, n / 2) = std::nan("");
        QVERIFY(!chosen(fastest).cholesky(broken.data(), n, n));
    }

    void distances_useTheColumnsAskedFor()
    {
        Matrix a(2, 3);
        a << 0.0, 9.0, 1.0, 2.0, 9.0, 3.0;
        Matrix b(1, 3);
        b << 1.0, -9.0, 5.0;
        const Index columns[]{0, 2};
        const double scale[]{1.0, 0.5};
        for (const bool fastest : {false, true}) {
            Matrix r2(2, 1);
            chosen(fastest).squaredDistances(a.data(), 2, b.data(), 1, columns, scale, 2, r2.data());
            QCOMPARE(r2(0, 0), 1.0 + 8.0);
            QCOMPARE(r2(1, 0), 1.0 + 2.0);
        }
    }

    void profiles_agreeAndHaveTheirSlopes()
    {
        std::vector<double> r2;
        for (int i = 0; i < 3000; ++i)
            r2.push_back(1e-3 * i * i * 1e-2 + 1e-4);
        const Index n = static_cast<Index>(r2.size());
        for (const auto profile : {dense::Profile::Matern12, dense::Profile::Matern32,
                                   dense::Profile::Matern52, dense::Profile::SquaredExponential}) {
            std::vector<double> value(r2.size()), slope(r2.size()), above(r2.size()), below(r2.size());
            std::vector<double> up = r2, down = r2;
            for (std::size_t i = 0; i < r2.size(); ++i) {
                up[i] += 1e-7;
                down[i] -= 1e-7;
            }
            dense::operations().profile(profile, n, r2.data(), value.data(), slope.data());
            dense::operations().profile(profile, n, up.data(), above.data(), nullptr);
            dense::operations().profile(profile, n, down.data(), below.data(), nullptr);
            std::vector<double> other = r2; // in place
            dense::baselineOperations().profile(profile, n, other.data(), other.data(), nullptr);
            for (std::size_t i = 0; i < r2.size(); ++i) {
                QVERIFY(std::abs(value[i] - other[i]) < 1e-14);
                const double expected = (above[i] - below[i]) / 2e-7;
                QVERIFY(std::abs(slope[i] - expected) < 1e-5 * std::max(1.0, std::abs(expected)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDenseAlgebra)
#include "tst_dense_algebra.moc"
