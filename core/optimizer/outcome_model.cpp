// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/outcome_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::Vector;

/// Hyper-parameters are fitted to at most so many values: a fit costs their cube, and some hundreds determine
/// a dozen numbers well enough (our choice, as the numbers below; bench_optimizers shows what they cost).
constexpr std::size_t kMostFitted = 200;
/// A model of all outcomes together may cost so many squares of points per prediction.
constexpr double kMostSquares = 2.0e6;

/// What a bend must gain in log likelihood over none (our choice): evidence of twenty to one.
constexpr double kMargin = 3.0;

/// A demand of next to nothing is as good as any smaller one.
constexpr double kLeastRatio = 1e-6;

/// Values between two fits of one outcome, such that about two fits to 100 values, or their worth, are made a
/// proposal.
std::size_t periodOf(std::size_t values, std::size_t outcomes)
{
    const double n = static_cast<double>(std::min(values, kMostFitted));
    const double fits = std::pow(n / 100.0, 2.5) * static_cast<double>(outcomes) / 2.0;
    return static_cast<std::size_t>(std::max(1.0, std::ceil(fits)));
}

/// A bend is chosen anew each time its values have grown by half, from the first 120 at
/// most.
std::size_t bendMilestoneOf(std::size_t values)
{
    std::size_t milestone = 8;
    while (milestone + milestone / 2 <= std::min<std::size_t>(values, 120))
        milestone += milestone / 2;
    return std::min(milestone, values);
}

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// `most` of the first `count` values: the lower half of them, where the search is at home, is the best
/// values there are; the rest is spread evenly over the others in the order in which they came.
std::vector<std::size_t> chosenOf(const std::vector<double>& values, std::size_t count, std::size_t most)
{
    std::vector<std::size_t> rows(count);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    if (count <= most)
        return rows;
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return std::abs(values[a]) < std::abs(values[b]); });
    const std::size_t best = most / 2;
    std::vector<std::size_t> rest(rows.begin() + static_cast<std::ptrdiff_t>(best), rows.end());
    rows.resize(best);
    std::sort(rest.begin(), rest.end());
    for (std::size_t i = 0; i < most - best; ++i)
        rows.push_back(rest[i * rest.size() / (most - best)]);
    std::sort(rows.begin(), rows.end());
    return rows;
}

} // namespace

double OutcomeModel::toModel(double value) const
{
    switch (m_bend) {
    case Bend::None:
        break;
    case Bend::Tail:
        return value <= m_from ? value : m_from + m_reach * std::log1p((value - m_from) / m_reach);
    case Bend::Logarithm:
        return std::log(std::max(value, m_reach));
    case Bend::AboutZero:
        return std::copysign(std::log1p(std::abs(value) / m_reach), value);
    case Bend::Ratio:
        return std::log(std::max(1.0 + value, kLeastRatio));
    }
    return value;
}

double OutcomeModel::fromModel(double value) const
{
    switch (m_bend) {
    case Bend::None:
        break;
    case Bend::Tail:
        return value <= m_from ? value : m_from + m_reach * std::expm1((value - m_from) / m_reach);
    case Bend::Logarithm:
        return std::exp(value);
    case Bend::AboutZero:
        return std::copysign(m_reach * std::expm1(std::abs(value)), value);
    case Bend::Ratio:
        return std::expm1(value);
    }
    return value;
}

void OutcomeModel::add(const Eigen::RowVectorXd& features, double value)
{
    m_features.push_back(features);
    m_values.push_back(value);
}

/// Objectives are drawn in above the median or above what anybody asks about, whichever is more.
std::vector<OutcomeModel::Bend> OutcomeModel::possibleBends(std::span<const double> values,
                                                            std::optional<double> limit)
{
    const double least = *std::min_element(values.begin(), values.end());
    const double most = *std::max_element(values.begin(), values.end());
    std::vector<double> some(values.begin(), values.end());
    if (m_outcome.kind == Outcome::Kind::Feasible)
        return {Bend::None};
    if (m_logarithmic && least > 0.0) {
        m_reach = 1e-6 * least;
        return {Bend::Logarithm};
    }
    if (m_outcome.kind == Outcome::Kind::Objective) {
        m_from = limit ? std::max(medianOf(some), *limit) : most;
        const bool tail = most > m_from && m_from > least;
        // Below a factor of 2 a logarithm is nearly a straight line; and values that come as close to 0 as
        // that are on their way to it, where a logarithm is at its worst (a component of a direction, a
        // violation).
        if (!(most > 2.0 * least && least > 1e-3 * medianOf(some))) {
            m_reach = m_from - least;
            return {tail ? Bend::Tail : Bend::None};
        }
        return {tail ? Bend::Tail : Bend::None, Bend::Logarithm};
    }
    std::vector<Bend> bends{Bend::None};
    for (double& value : some)
        value = std::abs(value);
    m_reach = medianOf(std::move(some));
    if (m_reach > 0.0)
        bends.push_back(Bend::AboutZero);
    if (least > -1.0 + kLeastRatio)
        bends.push_back(Bend::Ratio);
    return bends;
}

/// Turns densities of bent values into densities of the values.
double OutcomeModel::logSlope(double value) const
{
    switch (m_bend) {
    case Bend::None:
        return 0.0;
    case Bend::Tail:
        return value <= m_from ? 0.0 : -std::log1p((value - m_from) / m_reach);
    case Bend::Logarithm:
        return -std::log(value);
    case Bend::AboutZero:
        return -std::log(std::abs(value) + m_reach);
    case Bend::Ratio:
        return -std::log1p(value);
    }
    return 0.0;
}

/// The bend under which a model finds the first values most likely.
void OutcomeModel::chooseBend(std::size_t milestone, std::optional<double> limit)
{
    if (milestone == m_bendMilestone)
        return;
    m_bendMilestone = milestone;
    const std::span<const double> values = std::span(m_values).first(milestone);
    const std::vector<Bend> bends = possibleBends(values, limit);
    m_bend = bends.front();
    if (bends.size() == 1)
        return;
    Matrix points(static_cast<Index>(milestone), m_features[0].size());
    for (std::size_t i = 0; i < milestone; ++i)
        points.row(static_cast<Index>(i)) = m_features[i];
    const double least = *std::min_element(values.begin(), values.end());
    const double reach = m_reach;
    const auto reachOf = [&](Bend bend) {
        return bend == Bend::Logarithm ? 1e-6 * least : bend == Bend::Tail ? m_from - least : reach;
    };
    surrogate::FitOptions options;
    options.iterations = 20;
    options.noisy = m_noisy;
    Bend best = bends.front();
    double most = -INFINITY;
    for (const Bend bend : bends) {
        m_bend = bend;
        m_reach = reachOf(bend);
        Vector bent(static_cast<Index>(milestone));
        double slopes = 0.0;
        for (std::size_t i = 0; i < milestone; ++i) {
            bent(static_cast<Index>(i)) = toModel(values[i]);
            slopes += logSlope(values[i]);
        }
        const auto fit = surrogate::fitHyperParameters(*m_kernel, points, bent, options);
        ++m_fits;
        const double scales = fit ? static_cast<double>(milestone) * std::log(fit->scale) : INFINITY;
        const double margin = bend == bends.front() ? 0.0 : kMargin;
        if (fit && fit->objective - scales + slopes - margin > most) {
            most = fit->objective - scales + slopes - margin;
            best = bend;
        }
    }
    m_bend = best;
    m_reach = reachOf(best);
}

void OutcomeModel::refit(std::size_t milestone, std::size_t count, std::optional<double> limit)
{
    chooseBend(bendMilestoneOf(milestone), limit);
    const auto gathered = [&](std::size_t most, Matrix& points, Vector& values) {
        // Best is what lies near the front or near the boundary of feasibility: small values, once bent.
        std::vector<double> bent;
        for (std::size_t i = 0; i < milestone; ++i)
            bent.push_back(toModel(m_values[i]));
        if (m_outcome.kind == Outcome::Kind::Objective) {
            const double least = *std::min_element(bent.begin(), bent.end());
            for (double& value : bent)
                value -= least;
        }
        const auto rows = chosenOf(bent, milestone, most);
        points.resize(static_cast<Index>(rows.size()), m_features[0].size());
        values.resize(static_cast<Index>(rows.size()));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            points.row(static_cast<Index>(i)) = m_features[rows[i]];
            values(static_cast<Index>(i)) = toModel(m_values[rows[i]]);
        }
    };
    Matrix points;
    Vector values;
    gathered(kMostFitted, points, values);
    surrogate::FitOptions options;
    options.iterations = 30;
    options.noisy = m_noisy;
    m_model.reset();
    auto fit = surrogate::fitHyperParameters(*m_kernel, points, values, options);
    ++m_fits;
    if (!fit)
        return;
    const auto most = static_cast<std::size_t>(
        std::clamp(std::sqrt(kMostSquares / static_cast<double>(count)), 300.0, 1000.0));
    if (milestone > kMostFitted)
        gathered(most, points, values);
    auto model = surrogate::GaussianProcess::make(m_kernel, std::move(fit).value(), std::move(points),
                                                  values);
    if (!model)
        return;
    m_model = std::move(model).value();
    m_milestone = milestone;
    m_included = milestone;
}

void OutcomeModel::update(std::size_t place, std::size_t count, std::optional<double> limit,
                          std::size_t period)
{
    const std::size_t n = size();
    if (n < 2)
        return;
    if (period == 0)
        period = periodOf(n, count);
    const std::size_t milestone = n - std::min((n + place) % period, n - 2);
    if (!m_model || milestone != m_milestone)
        refit(milestone, count, limit);
    for (; m_model && m_included < n; ++m_included)
        m_model->append(m_features[m_included], toModel(m_values[m_included]));
}

} // namespace paretoscope::optimizer
