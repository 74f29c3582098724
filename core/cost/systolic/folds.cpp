// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/folds.h"

#include "core/base/counts.h"

#include <algorithm>

namespace paretoscope::cost::systolic {

namespace {

using hardware::SystolicArray;
using hardware::SystolicDataflow;

/// Which dimension goes where (SCALE-Sim, arXiv 1811.02883, A).
void layOut(Folds& folds, const Gemm& gemm, SystolicDataflow dataflow)
{
    switch (dataflow) {
    case SystolicDataflow::OutputStationary:
        folds.rowExtent = gemm.m;
        folds.columnExtent = gemm.n;
        folds.streamLength = gemm.k;
        return;
    case SystolicDataflow::WeightStationary:
        folds.rowExtent = gemm.k;
        folds.columnExtent = gemm.n;
        folds.streamLength = gemm.m;
        return;
    case SystolicDataflow::InputStationary:
        folds.rowExtent = gemm.k;
        folds.columnExtent = gemm.m;
        folds.streamLength = gemm.n;
        return;
    }
}

/// Cycles of a fold (SCALE-Sim's code, A), and two refinements: double-buffered weights as in TPU v1 (ISCA
/// 2017; the count is our reading) and several arrays that share the folds (our choice). A partly filled fold
/// costs as much as a full one, because operands travel through the whole array; the next fold starts when
/// the last has left.
void countCycles(Folds& folds, const SystolicArray& array)
{
    const std::int64_t skew = (array.rows - 1) + (array.columns - 1);
    const std::int64_t turns = ceilDivide(folds.count(), array.pods);
    const bool outputsStay = array.dataflow == SystolicDataflow::OutputStationary;
    const bool extraRows = outputsStay ? array.options.explicitDrain
                                       : true; // loading, or draining, row by row
    folds.cyclesPerFold = (extraRows ? array.rows : 0) + skew + folds.streamLength;
    folds.cycles = turns * folds.cyclesPerFold;
    if (!outputsStay && array.options.doubleBufferedStationary) {
        // TPU v1: loads hide behind the stream of the fold before; only the first is seen, and one skew.
        folds.cyclesPerFold = std::max(folds.streamLength, array.rows);
        folds.cycles = array.rows + skew + turns * folds.cyclesPerFold;
    }
}

/// Words that enter and leave the array (SCALE-Sim's code, A; reading partial sums back is our choice).
void countAccesses(Folds& folds, const Gemm& gemm, const SystolicArray& array)
{
    const std::int64_t inputs = gemm.m * gemm.k;
    const std::int64_t weights = gemm.k * gemm.n;
    const std::int64_t outputs = gemm.m * gemm.n;
    const bool inputsStay = array.dataflow == SystolicDataflow::InputStationary;
    const bool outputsStay = array.dataflow == SystolicDataflow::OutputStationary;
    folds.inputReads = inputsStay ? inputs : inputs * folds.columnFolds;
    folds.weightReads = inputsStay    ? weights * folds.columnFolds
                        : outputsStay ? weights * folds.rowFolds
                                      : weights;
    folds.outputWrites = outputsStay ? outputs : outputs * folds.rowFolds;
    const bool added = array.options.readsBackPartialSums || array.options.keepsPartialSums;
    folds.outputReads = added ? folds.outputWrites - outputs : 0;
}

} // namespace

Folds fold(const Gemm& gemm, const SystolicArray& array)
{
    Folds folds;
    layOut(folds, gemm, array.dataflow);
    folds.rowFolds = ceilDivide(folds.rowExtent, array.rows);
    folds.columnFolds = ceilDivide(folds.columnExtent, array.columns);
    countCycles(folds, array);
    countAccesses(folds, gemm, array);
    // The mean over folds of used rows times used columns factors into the two extents.
    folds.mappingEfficiency = static_cast<double>(folds.rowExtent)
                              / static_cast<double>(folds.rowFolds * array.rows)
                              * static_cast<double>(folds.columnExtent)
                              / static_cast<double>(folds.columnFolds * array.columns);
    return folds;
}

} // namespace paretoscope::cost::systolic
