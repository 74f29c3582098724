// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/acquisition.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::Prediction;
using surrogate::Vector;

namespace {

/// Divisions need a little uncertainty even where a model claims none.
double deviationOf(double variance, const surrogate::GaussianProcess& model)
{
    const double least = 1e-8 * model.fit().scale;
    return std::sqrt(std::max(variance, least * least));
}

} // namespace

/// A model of labels is believed a little less than its variance says: what is between the labels is not a
/// measurement (our choice).
Promise restrictionHolds(const OutcomeModel& restriction, double mean, double variance)
{
    const double deviation = deviationOf(variance, restriction.model());
    if (restriction.outcome().kind != Outcome::Kind::Feasible)
        return logProbabilityHolds(mean, deviation);
    constexpr double kDoubt = 0.2;
    const double spread = std::hypot(deviation, kDoubt);
    Promise promise = logProbabilityHolds(mean, spread);
    promise.byDeviation[0] *= deviation / spread;
    return promise;
}

Vector Acquisition::logFeasibility(const Matrix& points) const
{
    Vector sums = Vector::Zero(points.rows());
    for (const OutcomeModel& restriction : m_models.restrictions()) {
        if (!restriction.ready())
            continue;
        const Prediction prediction = restriction.model().predict(points);
        for (Index i = 0; i < points.rows(); ++i)
            sums(i) += restrictionHolds(restriction, prediction.mean(i), prediction.variance(i)).value;
    }
    return sums;
}

Vector Acquisition::values(const Matrix& points) const
{
    Vector sums = logFeasibility(points);
    if (!m_utility)
        return sums;
    std::vector<Prediction> predictions;
    for (const OutcomeModel& objective : m_models.objectives())
        predictions.push_back(objective.model().predict(points));
    std::vector<double> means(predictions.size());
    std::vector<double> deviations(predictions.size());
    for (Index i = 0; i < points.rows(); ++i) {
        for (std::size_t j = 0; j < predictions.size(); ++j) {
            means[j] = predictions[j].mean(i);
            deviations[j] = deviationOf(predictions[j].variance(i), m_models.objectives()[j].model());
        }
        sums(i) += m_utility->value(means, deviations);
    }
    return sums;
}

double Acquisition::valueWithGradient(const Eigen::RowVectorXd& point, Eigen::RowVectorXd& gradient) const
{
    const Matrix row = point;
    gradient.setZero(point.size());
    // d deviation = d variance / (2 deviation)
    const auto add = [&](const surrogate::PredictionGradient& at, double deviation, double byMean,
                         double byDeviation) {
        gradient += byMean * at.mean.row(0) + byDeviation / (2.0 * deviation) * at.variance.row(0);
    };
    double sum = 0.0;
    for (const OutcomeModel& restriction : m_models.restrictions()) {
        if (!restriction.ready())
            continue;
        const auto at = restriction.model().predictWithGradient(row);
        const Promise promise = restrictionHolds(restriction, at.at.mean(0), at.at.variance(0));
        sum += promise.value;
        add(at, deviationOf(at.at.variance(0), restriction.model()), promise.byMean[0],
            promise.byDeviation[0]);
    }
    if (!m_utility)
        return sum;
    std::vector<surrogate::PredictionGradient> beliefs;
    std::vector<double> means;
    std::vector<double> deviations;
    for (const OutcomeModel& objective : m_models.objectives()) {
        beliefs.push_back(objective.model().predictWithGradient(row));
        means.push_back(beliefs.back().at.mean(0));
        deviations.push_back(deviationOf(beliefs.back().at.variance(0), objective.model()));
    }
    const Promise promise = m_utility->promise(means, deviations);
    for (std::size_t j = 0; j < beliefs.size(); ++j)
        add(beliefs[j], deviations[j], promise.byMean[j], promise.byDeviation[j]);
    return sum + promise.value;
}

} // namespace paretoscope::optimizer
