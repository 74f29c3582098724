// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/dense_algebra.h"

#define PARETOSCOPE_DENSE_VARIANT baseline
#include "core/surrogate/dense_algebra_loops.h"

namespace paretoscope::surrogate::dense {

const Operations& baselineOperations()
{
    static constexpr Operations kOperations{
        "baseline",        baseline::cholesky,         baseline::solveLower, baseline::solveLowerTransposed,
        baseline::inverse, baseline::squaredDistances, baseline::profile};
    return kOperations;
}

} // namespace paretoscope::surrogate::dense
