// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/scalar_search.h"

#include "core/optimizer/acquisition.h"
#include "core/optimizer/expected_improvement.h"
#include "core/optimizer/simplex_lattice.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::Vector;

namespace {

constexpr int kFitSteps = 30;
constexpr int kStepsBetween = 3;   ///< for each result since the last fit
constexpr double kSumShare = 0.05; ///< of the sum beside the maximum (Knowles 2006)

constexpr std::size_t kMostModelled = 100; ///< results; of more, the best

/// Fits cost the cube of the results: of many, those are kept that come nearest to what is looked for.
void keepBest(std::vector<std::size_t>& rows, std::vector<double>& targets)
{
    if (rows.size() <= kMostModelled)
        return;
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return targets[a] < targets[b]; });
    order.resize(kMostModelled);
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) {
        rows[i] = rows[order[i]];
        targets[i] = targets[order[i]];
    }
    rows.resize(kMostModelled);
    targets.resize(kMostModelled);
}

/// Multiples of a tenth for two objectives; about as many weightings for more.
std::vector<std::vector<double>> latticeOf(std::size_t objectives)
{
    if (objectives == 1)
        return {{1.0}};
    return simplexLattice(objectives, objectives == 2 ? 11 : 66);
}

} // namespace

ScalarSearch::ScalarSearch(const SearchProblem& problem, std::uint64_t seed, ScalarOptions options)
    : CandidateSearch(problem, seed, options.search)
    , m_scalar(options)
    , m_kernel(m_models.features().kernel())
    , m_lattice(latticeOf(problem.objectives))
{ }

Effort ScalarSearch::effort() const
{
    Effort effort = CandidateSearch::effort();
    effort.modelFits += m_fits;
    return effort;
}

std::vector<double> ScalarSearch::drawnWeights(Rng& rng) const
{
    std::vector<double> weights(m_problem.objectives, 1.0);
    if (m_scalar.goal == ScalarOptions::Goal::Weighting)
        return m_lattice[rng.below(m_lattice.size())];
    if (m_scalar.goal == ScalarOptions::Goal::One)
        for (std::size_t j = 0; j < weights.size(); ++j)
            weights[j] = j == m_scalar.objective ? 1.0 : 0.0;
    return weights;
}

/// Of the first results, those that have a value in every objective.
std::vector<std::size_t> ScalarSearch::measuredRows(std::size_t told) const
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < told; ++i)
        if (m_models.isMeasured(m_models.told()[i]))
            rows.push_back(i);
    return rows;
}

std::vector<double> ScalarSearch::targetsOf(const std::vector<std::size_t>& rows,
                                            const std::vector<double>& weights) const
{
    const auto valueOf = [&](std::size_t row, std::size_t j) {
        return scaled(j, m_models.told()[row].objectives[j]);
    };
    std::vector<double> sums(rows.size(), 0.0);
    std::vector<double> most(rows.size(), -INFINITY);
    for (std::size_t j = 0; j < weights.size(); ++j) {
        double low = INFINITY;
        double high = -INFINITY;
        for (const std::size_t row : rows) {
            low = std::min(low, valueOf(row, j));
            high = std::max(high, valueOf(row, j));
        }
        if (low > 0.0 && !isLogarithmic(j))
            low = 0.0; // shares of errors, not of the errors between the best and the worst seen
        if (m_problem.reference)
            high = scaled(j, (*m_problem.reference)[j]);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double place = high > low ? (valueOf(rows[i], j) - low) / (high - low) : 0.0;
            sums[i] += weights[j] * place;
            most[i] = std::max(most[i], weights[j] * place);
        }
    }
    if (m_scalar.goal == ScalarOptions::Goal::Weighting)
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = most[i] + kSumShare * sums[i];
    return sums;
}

/// Fitted to the first results, with weights that belong to their number.
const std::vector<double>& ScalarSearch::hyperParametersAt(std::size_t milestone)
{
    std::vector<double>& fitted = m_hyperParameters[milestone];
    if (!fitted.empty())
        return fitted;
    Rng rng(m_seed, ~static_cast<std::uint64_t>(milestone));
    std::vector<std::size_t> rows = measuredRows(milestone);
    std::vector<double> targets = targetsOf(rows, drawnWeights(rng));
    keepBest(rows, targets);
    surrogate::FitOptions options;
    options.iterations = kFitSteps;
    options.noisy = true;
    const auto fit = surrogate::fitHyperParameters(
        *m_kernel, m_models.features().encode(designsAt(rows)),
        Eigen::Map<const Vector>(targets.data(), static_cast<Index>(rows.size())), options);
    ++m_fits;
    if (fit)
        fitted = fit->hyper;
    return fitted;
}

/// The model of these weights, by everything that was told.
bool ScalarSearch::fit(const std::vector<double>& weights)
{
    m_model.reset();
    m_best.reset();
    const std::size_t told = m_models.told().size();
    std::vector<std::size_t> rows = measuredRows(told);
    if (rows.size() < 2)
        return false;
    std::vector<double> targets = targetsOf(rows, weights);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (m_models.isFeasible(m_models.told()[rows[i]]))
            m_best = std::min(m_best.value_or(INFINITY), targets[i]);
    const bool isMany = rows.size() > kMostModelled;
    keepBest(rows, targets);
    surrogate::FitOptions options;
    const std::size_t milestone = told / kPeriod * kPeriod;
    // As if taken one by one; among many a single result changes little.
    options.iterations = kStepsBetween * (isMany ? 1 : static_cast<int>(told - milestone + 1));
    options.noisy = true;
    if (measuredRows(milestone).size() >= 2)
        options.start = hyperParametersAt(milestone);
    if (options.start.empty())
        options.iterations = kFitSteps;
    auto model = surrogate::GaussianProcess::fitted(
        m_kernel, m_models.features().encode(designsAt(rows)),
        Eigen::Map<const Vector>(targets.data(), static_cast<Index>(rows.size())), options);
    ++m_fits;
    if (model)
        m_model = std::move(model).value();
    return m_model.has_value();
}

std::optional<space::Design> ScalarSearch::modelled(std::uint64_t /*id*/, Rng& rng)
{
    const std::vector<double> weights = drawnWeights(rng);
    if (!fit(weights))
        return {};
    m_models.updateRestrictions();
    for (const auto& [id, design] : m_candidates.pending()) { // believed to turn out as expected
        const Eigen::RowVectorXd row = m_models.features().encode(design);
        m_model->append(row, m_model->predictMean(Matrix(row))(0));
    }
    explain(weights);
    // Variations of everything that was told: of one number there is no front to vary.
    return mostPromising(pooled(m_candidates, designsAt(measuredRows(m_models.told().size())), rng));
}

Vector ScalarSearch::scoreOf(std::span<const space::Design> designs) const
{
    const Matrix rows = m_models.features().encode(designs);
    Vector score = Acquisition(m_models).logFeasibility(rows);
    if (!m_best)
        return score;
    const surrogate::Prediction expected = m_model->predict(rows);
    for (Index i = 0; i < rows.rows(); ++i)
        score(i) += logExpectedImprovement(expected.mean(i), deviationOf(expected.variance(i), *m_model),
                                           *m_best)
                        .value;
    return score;
}

void ScalarSearch::explain(const std::vector<double>& weights)
{
    using Goal = ScalarOptions::Goal;
    m_thought.phase = "Improving one number";
    std::string number = "One model is of ";
    for (std::size_t j = 0; j < weights.size(); ++j) {
        if (m_scalar.goal == Goal::One && j != m_scalar.objective)
            continue;
        const bool first = m_scalar.goal == Goal::One || j == 0;
        number += (first ? "" : m_scalar.goal == Goal::Sum ? " plus " : " and ") + nameOf(j);
        if (m_scalar.goal == Goal::Weighting)
            number += " (" + std::to_string(std::lround(100.0 * weights[j])) + " %)";
    }
    m_thought.sentences = {number
                               + (m_scalar.goal == Goal::Weighting
                                      ? ", weighted against each other anew for every design."
                                      : "."),
                           "Proposed where the expected improvement of that number is largest."};
}

} // namespace paretoscope::optimizer
