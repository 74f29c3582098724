// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with -mavx2 -mfma. A namespace of its own for Eigen keeps these instructions out of every other
// file; see dense_algebra_loops.h.
#define Eigen EigenForAvx2
#include "core/surrogate/dense_algebra.h"

#define PARETOSCOPE_DENSE_VARIANT avx2
#include "core/surrogate/dense_algebra_loops.h"
#undef Eigen

namespace paretoscope::surrogate::dense {

extern const Operations kAvx2Operations;
const Operations kAvx2Operations{
    "avx2",        avx2::cholesky,         avx2::solveLower, avx2::solveLowerTransposed,
    avx2::inverse, avx2::squaredDistances, avx2::profile};

} // namespace paretoscope::surrogate::dense
