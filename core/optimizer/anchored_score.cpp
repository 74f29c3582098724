// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/anchored_score.h"

#include "core/optimizer/acquisition.h"
#include "core/optimizer/expected_improvement.h"

#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;

surrogate::Vector anchoredScore(const OutcomeModels& models, std::span<const space::Design> designs,
                                const Marks& marks, const FreeValues& free)
{
    const surrogate::Matrix rows = models.features().encode(designs);
    surrogate::Vector score = Acquisition(models).logFeasibility(rows);
    std::vector<std::vector<double>> known(free ? designs.size() : 0);
    for (std::size_t i = 0; i < known.size(); ++i)
        known[i] = free(designs[i]);
    for (std::size_t j = 0; j < marks.values.size(); ++j) {
        if (!std::isfinite(marks.values[j]))
            continue;
        const OutcomeModel& model = models.objectives()[j];
        surrogate::Prediction expected = model.model().predict(rows);
        for (std::size_t i = 0; i < known.size(); ++i) {
            if (j >= known[i].size() || !std::isfinite(known[i][j]))
                continue;
            expected.mean(static_cast<Index>(i)) = model.toModel(known[i][j]);
            expected.variance(static_cast<Index>(i)) = 0.0;
        }
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
