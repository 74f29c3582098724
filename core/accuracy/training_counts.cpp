// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_counts.h"

namespace paretoscope::accuracy {

bool endedEarly(const TrainingCurve& curve)
{
    return curve.state == TrainingState::Finished
           && static_cast<int>(curve.epochs.size()) < curve.plannedEpochs;
}

TrainingCounts countTrainings(const TrainingCurves& curves)
{
    TrainingCounts counts;
    for (const auto& curve : curves) {
        counts.running += curve->state == TrainingState::Running ? 1 : 0;
        counts.finished += curve->state == TrainingState::Finished ? 1 : 0;
        counts.early += endedEarly(*curve) ? 1 : 0;
        counts.outranked += curve->state == TrainingState::Outranked ? 1 : 0;
        counts.broken += curve->state == TrainingState::Failed || curve->state == TrainingState::Stopped ? 1
                                                                                                         : 0;
        counts.epochs += curve->epochs.size();
        for (const int rung : curve->rungs) {
            ++counts.passed[rung];
            counts.rungs.insert(rung);
        }
        if (curve->state == TrainingState::Outranked)
            counts.rungs.insert(static_cast<int>(curve->epochs.size()));
        if (!curve->remark.empty())
            counts.remark = curve->remark;
    }
    return counts;
}

} // namespace paretoscope::accuracy
