// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/acquisition.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::NoiselessDraws;
using surrogate::Prediction;
using surrogate::Vector;

namespace {

/// d deviation = d variance / (2 deviation)
double byVariance(double byDeviation, double deviation)
{
    return byDeviation / (2.0 * deviation);
}

/// Logarithm of the mean of exponentials.
double logMean(const Vector& values)
{
    const double most = values.maxCoeff();
    if (values.size() == 1 || !std::isfinite(most))
        return most;
    return most + std::log((values.array() - most).exp().mean());
}

} // namespace

double deviationOf(double variance, const surrogate::GaussianProcess& model)
{
    const double least = 1e-8 * model.fit().scale;
    return std::sqrt(std::max(variance, least * least));
}

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
    m_evaluations += static_cast<std::uint64_t>(points.rows());
    Vector sums = logFeasibility(points);
    if (m_utilities.empty())
        return sums;
    // Per objective: means, a column a truth, and variances, which all truths share.
    std::vector<NoiselessDraws::Beliefs> beliefs;
    for (std::size_t j = 0; j < m_models.objectives().size(); ++j) {
        if (!m_draws.empty()) {
            beliefs.push_back(m_draws[j].predict(points));
            continue;
        }
        Prediction prediction = m_models.objectives()[j].model().predict(points);
        beliefs.push_back({prediction.mean, std::move(prediction.variance)});
    }
    std::vector<double> means(beliefs.size());
    std::vector<double> deviations(beliefs.size());
    Vector promises(static_cast<Index>(m_utilities.size()));
    for (Index i = 0; i < points.rows(); ++i) {
        for (std::size_t j = 0; j < beliefs.size(); ++j)
            deviations[j] = deviationOf(beliefs[j].variance(i), m_models.objectives()[j].model());
        for (Index s = 0; s < promises.size(); ++s) {
            for (std::size_t j = 0; j < beliefs.size(); ++j)
                means[j] = beliefs[j].means(i, s);
            promises(s) = m_utilities[static_cast<std::size_t>(s)]->value(means, deviations);
        }
        sums(i) += logMean(promises);
    }
    return sums;
}

double Acquisition::valueWithGradient(const Eigen::RowVectorXd& point, Eigen::RowVectorXd& gradient) const
{
    ++m_evaluations;
    const Matrix row = point;
    gradient.setZero(point.size());
    double sum = 0.0;
    for (const OutcomeModel& restriction : m_models.restrictions()) {
        if (!restriction.ready())
            continue;
        const auto at = restriction.model().predictWithGradient(row);
        const Promise promise = restrictionHolds(restriction, at.at.mean(0), at.at.variance(0));
        sum += promise.value;
        gradient += promise.byMean[0] * at.mean.row(0)
                    + byVariance(promise.byDeviation[0], deviationOf(at.at.variance(0), restriction.model()))
                          * at.variance.row(0);
    }
    if (m_utilities.empty())
        return sum;
    return sum + (m_draws.empty() ? addGradient(row, gradient) : addGradientOverDraws(row, gradient));
}

double Acquisition::addGradient(const Matrix& point, Eigen::RowVectorXd& gradient) const
{
    std::vector<surrogate::PredictionGradient> beliefs;
    std::vector<double> means;
    std::vector<double> deviations;
    for (const OutcomeModel& objective : m_models.objectives()) {
        beliefs.push_back(objective.model().predictWithGradient(point));
        means.push_back(beliefs.back().at.mean(0));
        deviations.push_back(deviationOf(beliefs.back().at.variance(0), objective.model()));
    }
    const Promise promise = m_utilities.front()->promise(means, deviations);
    for (std::size_t j = 0; j < beliefs.size(); ++j)
        gradient += promise.byMean[j] * beliefs[j].mean.row(0)
                    + byVariance(promise.byDeviation[j], deviations[j]) * beliefs[j].variance.row(0);
    return promise.value;
}

/// The slope of a logarithm of a mean of exponentials is the mean slope, weighted by the exponentials.
double Acquisition::addGradientOverDraws(const Matrix& point, Eigen::RowVectorXd& gradient) const
{
    const std::size_t k = m_draws.size();
    std::vector<NoiselessDraws::Traced> beliefs;
    std::vector<double> means(k);
    std::vector<double> deviations(k);
    for (std::size_t j = 0; j < k; ++j) {
        beliefs.push_back(m_draws[j].predictTraced(point));
        deviations[j] = deviationOf(beliefs[j].variance, m_models.objectives()[j].model());
    }
    std::vector<Promise> promises;
    Vector values(static_cast<Index>(m_utilities.size()));
    for (std::size_t s = 0; s < m_utilities.size(); ++s) {
        for (std::size_t j = 0; j < k; ++j)
            means[j] = beliefs[j].means(static_cast<Index>(s));
        promises.push_back(m_utilities[s]->promise(means, deviations));
        values(static_cast<Index>(s)) = promises.back().value;
    }
    const double mean = logMean(values);
    for (std::size_t j = 0; j < k && std::isfinite(mean); ++j) {
        Vector byMeans(values.size());
        double byDeviation = 0.0;
        for (Index s = 0; s < values.size(); ++s) {
            const double weight = std::exp(values(s) - mean) / static_cast<double>(values.size());
            byMeans(s) = weight * promises[static_cast<std::size_t>(s)].byMean[j];
            byDeviation += weight * promises[static_cast<std::size_t>(s)].byDeviation[j];
        }
        gradient += m_draws[j].pull(point, beliefs[j], byMeans, byVariance(byDeviation, deviations[j]));
    }
    return mean;
}

} // namespace paretoscope::optimizer
