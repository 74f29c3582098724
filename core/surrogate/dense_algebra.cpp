// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/dense_algebra.h"

namespace paretoscope::surrogate::dense {

#ifdef PARETOSCOPE_HAS_AVX2_VARIANT
extern const Operations kAvx2Operations;

const Operations& operations()
{
    static const bool kHasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return kHasAvx2 ? kAvx2Operations : baselineOperations();
}
#else
const Operations& operations()
{
    return baselineOperations();
}
#endif

} // namespace paretoscope::surrogate::dense
