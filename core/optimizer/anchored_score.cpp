// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/anchored_score.h"

#include "core/optimizer/acquisition.h"
#include "core/optimizer/expected_improvement.h"

#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;

surrogate::Vector anchoredScore(const OutcomeModels& models, const surrogate::Matrix& rows,
                                const Marks& marks)
{
    surrogate::Vector score = Acquisition(models).logFeasibility(rows);
    for (std::size_t j = 0; j < marks.values.size(); ++j) {
        if (!std::isfinite(marks.values[j]))
            continue;
        const OutcomeModel& model = models.objectives()[j];
        const surrogate::Prediction expected = model.model().predict(rows);
        const double mark = model.toModel(marks.values[j]);
        for (Index i = 0; i < rows.rows(); ++i) {
            const double deviation = deviationOf(expected.variance(i), model.model());
            score(i) += j == marks.owner ? logExpectedImprovement(expected.mean(i), deviation, mark).value
                                         : logProbabilityHolds(expected.mean(i) - mark, deviation).value;
        }
    }
    return score;
}

} // namespace paretoscope::optimizer
