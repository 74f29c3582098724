// SPDX-License-Identifier: GPL-3.0-or-later
// The bodies of dense::Operations. Included by one source file per instruction set, which first renames
// Eigen's namespace: templates compiled with different instructions must not share a name, or the linker
// keeps only one of them and may keep the wrong one. For the same reason nothing here calls into the standard
// library.
#include <Eigen/Cholesky>
#include <Eigen/Core>

namespace paretoscope::surrogate::dense {

namespace PARETOSCOPE_DENSE_VARIANT {

using Matrix = Eigen::MatrixXd;
using Stride = Eigen::OuterStride<>;
using Block = Eigen::Map<Matrix, 0, Stride>;
using ConstBlock = Eigen::Map<const Matrix, 0, Stride>;
using Packed = Eigen::Map<Eigen::ArrayXd>;
using ConstPacked = Eigen::Map<const Eigen::ArrayXd>;

bool cholesky(double* a, Index n, Index ld)
{
    Block matrix(a, n, n, Stride(ld));
    if (Eigen::internal::llt_inplace<double, Eigen::Lower>::blocked(matrix) != -1)
        return false;
    for (Index i = 0; i < n; ++i)
        if (!(matrix(i, i) > 0.0)) // NaN passes the factorization unnoticed
            return false;
    return true;
}

void solveLower(const double* l, Index n, Index ld, double* b, Index columns, Index ldb)
{
    const ConstBlock factor(l, n, n, Stride(ld));
    if (columns == 1) {
        Eigen::Map<Eigen::VectorXd> x(b, n);
        factor.triangularView<Eigen::Lower>().solveInPlace(x);
        return;
    }
    Block x(b, n, columns, Stride(ldb));
    factor.triangularView<Eigen::Lower>().solveInPlace(x);
}

void solveLowerTransposed(const double* l, Index n, Index ld, double* b, Index columns, Index ldb)
{
    const ConstBlock factor(l, n, n, Stride(ld));
    if (columns == 1) {
        Eigen::Map<Eigen::VectorXd> x(b, n);
        factor.transpose().triangularView<Eigen::Upper>().solveInPlace(x);
        return;
    }
    Block x(b, n, columns, Stride(ldb));
    factor.transpose().triangularView<Eigen::Upper>().solveInPlace(x);
}

/// Inverts a lower triangle by halves: of [A 0; B C] it is [A' 0; -C' B A' C'], so that nearly all work is in
/// matrix products.
void invertLower(const ConstBlock& l, Block& out)
{
    constexpr Index kBase = 48;
    const Index n = l.rows();
    if (n <= kBase) {
        out.setIdentity();
        l.triangularView<Eigen::Lower>().solveInPlace(out);
        return;
    }
    const Index half = n / 2;
    const Index rest = n - half;
    Block upperLeft(out.data(), half, half, Stride(out.outerStride()));
    Block lowerRight(out.data() + half * (out.outerStride() + 1), rest, rest, Stride(out.outerStride()));
    Block lowerLeft(out.data() + half, rest, half, Stride(out.outerStride()));
    invertLower(ConstBlock(l.data(), half, half, Stride(l.outerStride())), upperLeft);
    invertLower(ConstBlock(l.data() + half * (l.outerStride() + 1), rest, rest, Stride(l.outerStride())),
                lowerRight);
    lowerLeft.noalias() = -l.block(half, 0, rest, half) * upperLeft.triangularView<Eigen::Lower>();
    lowerLeft = lowerRight.triangularView<Eigen::Lower>() * lowerLeft;
    out.block(0, half, half, rest).setZero();
}

void inverse(const double* l, Index n, Index ld, double* out, double* scratch)
{
    constexpr Index kWidth = 64;
    Block root(scratch, n, n, Stride(n));
    invertLower(ConstBlock(l, n, n, Stride(ld)), root);
    Block whole(out, n, n, Stride(n));
    // The lower triangle of root^T root by column blocks; rows of root above a block are zero there.
    for (Index column = 0; column < n; column += kWidth) {
        const Index width = column + kWidth < n ? kWidth : n - column;
        for (Index row = column; row < n; row += kWidth) {
            const Index height = row + kWidth < n ? kWidth : n - row;
            whole.block(row, column, height, width).noalias() = root.block(row, row, n - row, height)
                                                                    .transpose()
                                                                * root.block(row, column, n - row, width);
        }
    }
    whole.triangularView<Eigen::StrictlyUpper>() = whole.transpose();
}

void squaredDistances(const double* a, Index na, const double* b, Index nb, const Index* columns,
                      const double* scale, Index columnCount, double* out)
{
    for (Index j = 0; j < nb; ++j) {
        Packed distances(out + j * na, na);
        distances.setZero();
        for (Index c = 0; c < columnCount; ++c) {
            const ConstPacked from(a + columns[c] * na, na);
            distances += scale[c] * (from - b[columns[c] * nb + j]).square();
        }
    }
}

void profileOf(Profile profile, const ConstPacked& r2, Packed& value, Packed* slope)
{
    constexpr double kRoot3 = 1.7320508075688772;
    constexpr double kRoot5 = 2.23606797749979;
    switch (profile) {
    case Profile::SquaredExponential:
        value = (-0.5 * r2).exp();
        if (slope)
            *slope = -0.5 * value;
        return;
    case Profile::Matern12:
        value = (-r2.sqrt()).exp();
        if (slope)
            *slope = (r2 > 0.0).select(-0.5 * value / r2.sqrt(), 0.0);
        return;
    case Profile::Matern32:
        value = (-kRoot3 * r2.sqrt()).exp();
        if (slope)
            *slope = -1.5 * value;
        value *= 1.0 + kRoot3 * r2.sqrt();
        return;
    case Profile::Matern52:
        value = (-kRoot5 * r2.sqrt()).exp();
        if (slope)
            *slope = (-5.0 / 6.0) * value * (1.0 + kRoot5 * r2.sqrt());
        value *= 1.0 + kRoot5 * r2.sqrt() + (5.0 / 3.0) * r2;
        return;
    }
}

void profile(Profile kind, Index count, const double* r2, double* value, double* slope)
{
    constexpr Index kPiece = 1024; // stays in the first-level cache between the passes above
    for (Index first = 0; first < count; first += kPiece) {
        const Index length = first + kPiece < count ? kPiece : count - first;
        double distances[kPiece]; // a copy, because `value` may be where the distances are
        Packed(distances, length) = ConstPacked(r2 + first, length);
        const ConstPacked from(distances, length);
        Packed values(value + first, length);
        if (slope == nullptr) {
            profileOf(kind, from, values, nullptr);
            continue;
        }
        Packed slopes(slope + first, length);
        profileOf(kind, from, values, &slopes);
    }
}

} // namespace PARETOSCOPE_DENSE_VARIANT

} // namespace paretoscope::surrogate::dense
