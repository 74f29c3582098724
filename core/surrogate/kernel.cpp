// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

Matrix covariance(const Kernel& kernel, std::span<const double> hyper, const Matrix& a, const Matrix& b)
{
    KernelTrace trace;
    kernel.evaluate(hyper, a, b, false, trace);
    return std::move(trace.value);
}

} // namespace paretoscope::surrogate
