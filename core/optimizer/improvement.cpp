// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/improvement.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

using Utilities = std::vector<std::unique_ptr<Utility>>;

/// How far beyond the best value met in each objective a weighting aims, as a share of the way from there to
/// the reference (our choice).
constexpr double kBeyond = 0.3;

/// A weighting uniform on the simplex, over objectives as the models see them, each in units of its way from
/// a point a little better than the best met to the reference.
struct Weighting
{
    std::vector<double> weights;
    std::vector<double> ideal;
    std::vector<double> reference;

    [[nodiscard]] double scalar(const double* point) const
    {
        double most = -INFINITY;
        for (std::size_t j = 0; j < weights.size(); ++j)
            most = std::max(most, weights[j] * (point[j] - ideal[j]));
        return most;
    }
};

Weighting drawnWeighting(const OutcomeModels& models, Rng& rng)
{
    const std::size_t k = models.objectives().size();
    Weighting drawn{std::vector<double>(k), std::vector<double>(k, INFINITY), models.reference()};
    double total = 0.0;
    for (double& weight : drawn.weights)
        total += weight = -std::log1p(-rng.uniform()) + 1e-6;
    for (std::size_t j = 0; j < k; ++j) {
        const OutcomeModel& model = models.objectives()[j];
        drawn.reference[j] = model.toModel(drawn.reference[j]);
        for (const Observation& seen : models.told())
            if (models.isMeasured(seen))
                drawn.ideal[j] = std::min(drawn.ideal[j], model.toModel(seen.objectives[j]));
        // Where the front is one point it has a way to go in every objective.
        const double way = std::max(drawn.reference[j] - drawn.ideal[j], 1e-12);
        drawn.ideal[j] -= kBeyond * way;
        drawn.weights[j] = std::max(drawn.weights[j] / total, 0.01) / way;
    }
    return drawn;
}

Utilities weighted(const Incumbents& incumbents, const OutcomeModels& models, Rng& rng)
{
    const Weighting weighting = drawnWeighting(models, rng);
    const std::size_t k = weighting.weights.size();
    Utilities utilities;
    std::vector<double> point(k);
    for (const std::vector<double>& points : incumbents.fronts) {
        double best = points.empty() ? weighting.scalar(weighting.reference.data()) : INFINITY;
        for (std::size_t i = 0; i + k <= points.size(); i += k) {
            for (std::size_t j = 0; j < k; ++j)
                point[j] = models.objectives()[j].toModel(points[i + j]);
            best = std::min(best, weighting.scalar(point.data()));
        }
        utilities.push_back(chebyshevUtility(weighting.weights, weighting.ideal, best));
    }
    return utilities;
}

} // namespace

Utilities utilitiesOver(const Incumbents& incumbents, const OutcomeModels& models, AcquisitionKind kind,
                        double confidence, Rng& rng)
{
    const std::size_t k = models.objectives().size();
    if (kind == AcquisitionKind::Chebyshev && k > 1)
        return weighted(incumbents, models, rng);
    Utilities utilities;
    if (kind == AcquisitionKind::Confidence) {
        utilities.push_back(confidenceUtility(confidence, models.objectives()[0].model().fit().scale));
        return utilities;
    }
    const auto nowhere = [](const std::vector<double>& points) { return points.empty(); };
    if (k == 1 && std::all_of(incumbents.fronts.begin(), incumbents.fronts.end(), nowhere))
        return utilities; // no feasible value to improve on: a place that is feasible comes first
    std::vector<Belief> beliefs;
    for (const OutcomeModel& model : models.objectives())
        beliefs.push_back(model.isOfLogarithm() ? Belief::LogNormal : Belief::Normal);
    for (const std::vector<double>& points : incumbents.fronts) {
        std::vector<double> reference = models.reference();
        if (k == 1 && !points.empty())
            reference[0] = *std::min_element(points.begin(), points.end());
        utilities.push_back(
            hypervolumeUtility(decompose(k == 1 ? std::vector<double>() : points, reference), beliefs));
    }
    return utilities;
}

} // namespace paretoscope::optimizer
