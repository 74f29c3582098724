// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/systolic/gemm.h"
#include "core/hardware/systolic_array.h"

#include <cstdint>

namespace paretoscope::cost::systolic {

/// How one product is cut to the array, and what follows from that alone. Closed forms of SCALE-Sim
/// (Samajdar et al., arXiv 1811.02883, 2018; ISPASS 2020) as the code of v2.0.2 (commit 22f88b1) computes
/// them; they agree with all of its stall-free reference runs (A).
struct Folds
{
    std::int64_t rowExtent = 1;    ///< Sr: the dimension laid along the array's rows
    std::int64_t columnExtent = 1; ///< Sc: the one along its columns
    std::int64_t streamLength = 1; ///< T: the one that streams
    std::int64_t rowFolds = 1;     ///< Fr = ceil(Sr / rows)
    std::int64_t columnFolds = 1;  ///< Fc = ceil(Sc / columns)
    std::int64_t cyclesPerFold = 1;
    std::int64_t cycles = 1; ///< of the whole product, never waiting for memory

    /// Words over the boundary between the memories and the array.
    std::int64_t inputReads = 0;
    std::int64_t weightReads = 0;
    std::int64_t outputWrites = 0;
    std::int64_t outputReads = 0; ///< partial sums read back; 0 unless the options say so

    /// Mean over folds of the share of the array that a fold occupies.
    double mappingEfficiency = 0.0;

    [[nodiscard]] std::int64_t count() const { return rowFolds * columnFolds; }
};

[[nodiscard]] Folds fold(const Gemm& gemm, const hardware::SystolicArray& array);

} // namespace paretoscope::cost::systolic
