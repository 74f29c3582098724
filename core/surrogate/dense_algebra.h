// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// The few dense operations that a Gaussian process spends its time in, compiled twice: for every x86-64
/// processor, and for those with AVX2 and FMA (two to three times as fast). Which is used is decided once,
/// when the program runs, so that the program itself stays portable. Results of the two differ in the last
/// bits.
///
/// All matrices are column-major; `ld` (leading dimension) is the distance between columns, so that a factor
/// may live in the corner of a larger matrix and grow there. One thread; no allocation but where said.
namespace paretoscope::surrogate::dense {

using Index = std::ptrdiff_t;

/// How covariance falls with the scaled distance r; see StationaryKernel.
enum class Profile { Matern12, Matern32, Matern52, SquaredExponential };

struct Operations
{
    const char* name; ///< "avx2" or "baseline"

    /// Replaces the lower triangle of `a` by its Cholesky factor. Reads the lower triangle only.
    /// \returns false where `a` is not positive definite (or not finite)
    bool (*cholesky)(double* a, Index n, Index ld);

    /// b <- L^-1 b and b <- L^-T b, `columns` right-hand sides.
    void (*solveLower)(const double* l, Index n, Index ld, double* b, Index columns, Index ldb);
    void (*solveLowerTransposed)(const double* l, Index n, Index ld, double* b, Index columns, Index ldb);

    /// out (n x n, packed) <- (L L^T)^-1, both triangles. \param scratch n x n, packed
    void (*inverse)(const double* l, Index n, Index ld, double* out, double* scratch);

    /// out(i, j) <- sum_k scale[k] (a(i, k) - b(j, k))^2 over the columns k in `columns`.
    void (*squaredDistances)(const double* a, Index na, const double* b, Index nb, const Index* columns,
                             const double* scale, Index columnCount, double* out);

    /// value <- covariance at the squared distance r2, slope <- its derivative by r2 (0 at r2 = 0 for
    /// Matern12, which has none there). `slope` may be null, `value` may be `r2`.
    void (*profile)(Profile profile, Index count, const double* r2, double* value, double* slope);
};

/// The fastest set that this processor can run. Thread-safe.
[[nodiscard]] const Operations& operations();

/// The set that every processor can run.
[[nodiscard]] const Operations& baselineOperations();

} // namespace paretoscope::surrogate::dense
