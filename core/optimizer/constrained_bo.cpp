// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/constrained_bo.h"

#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/normal.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;

namespace {

constexpr std::size_t kFewestFeasible = 3; ///< before there is a model (our choice)
constexpr int kFitSteps = 30; ///< likelihoods a fit may look at, from the last optimum (our choice)

} // namespace

ConstrainedBo::ConstrainedBo(const SearchProblem& problem, std::uint64_t seed, ConstrainedBoOptions options)
    : m_candidates(problem)
    , m_problem(problem)
    , m_seed(seed)
    , m_options(options)
    , m_parameters(problem.space)
{ }

std::optional<space::Design> ConstrainedBo::ask(std::uint64_t id)
{
    Rng rng(m_seed, id);
    std::optional<space::Design> design;
    Last last;
    last.tried = m_told.size();
    if (id >= m_options.warmUp && update()) {
        believePending();
        design = proposed(rng);
        if (design) {
            last.fromModel = true;
            last.chance = believed(std::span(&*design, 1)).feasible(0);
        }
        m_current = m_candidates.pending().empty(); // what was only believed is forgotten
    }
    if (!design)
        design = m_candidates.fresh(rng);
    if (design) {
        m_candidates.asked(id, *design);
        last.feasible = static_cast<std::size_t>(
            std::count_if(m_told.begin(), m_told.end(), [&](const auto& seen) { return isFeasible(seen); }));
        m_last = last;
    }
    return design;
}

std::optional<space::Design> ConstrainedBo::proposed(Rng& rng)
{
    std::vector<space::Design> designs;
    while (designs.size() < m_options.candidates) {
        auto design = m_candidates.fresh(rng);
        if (!design)
            break;
        designs.push_back(std::move(*design));
    }
    if (designs.empty())
        return {};
    const Belief belief = believed(designs);
    Index best = 0;
    belief.acquisition.maxCoeff(&best);
    return designs[static_cast<std::size_t>(best)];
}

ConstrainedBo::Matrix ConstrainedBo::rowsOf(std::span<const space::Design> designs) const
{
    const bool derived = m_problem.features && !designs.empty() && !m_problem.features(designs[0]).empty();
    if (!derived)
        return m_parameters.encode(designs);
    Matrix rows(static_cast<Index>(designs.size()),
                static_cast<Index>(m_problem.features(designs[0]).size()));
    for (std::size_t i = 0; i < designs.size(); ++i) {
        const std::vector<double> features = m_problem.features(designs[i]);
        rows.row(static_cast<Index>(i)) = Eigen::Map<const Eigen::RowVectorXd>(features.data(), rows.cols());
    }
    return rows;
}

ConstrainedBo::Matrix ConstrainedBo::standardised(const Matrix& rows) const
{
    return (rows.rowwise() - m_centre).array().rowwise() / m_scale.array();
}

bool ConstrainedBo::isFeasible(const Observation& observation) const
{
    return observation.violation == 0.0 && observation.objectives.size() == m_problem.objectives
           && (m_steering.metrics.empty() || m_steering.violation(observation.metrics) == 0.0);
}

std::vector<double> ConstrainedBo::searched(const std::vector<const Observation*>& feasible)
{
    std::vector<double> values(feasible.size(), 0.0);
    for (std::size_t j = 0; j < m_problem.objectives; ++j) {
        double low = INFINITY;
        double high = -INFINITY;
        for (const Observation* seen : feasible) {
            low = std::min(low, seen->objectives[j]);
            high = std::max(high, seen->objectives[j]);
        }
        const double range = high > low ? high - low : 1.0;
        for (std::size_t i = 0; i < feasible.size(); ++i) {
            const double value = feasible[i]->objectives[j];
            values[i] += low > 0.0 ? std::log(value) : m_problem.objectives == 1 ? value : value / range;
        }
        m_ofLogarithm = m_problem.objectives == 1 && low > 0.0;
    }
    return values;
}

bool ConstrainedBo::update()
{
    if (m_current)
        return true;
    std::vector<space::Design> designs;
    std::vector<const Observation*> feasible;
    std::vector<Index> places;
    Vector labels = Vector::Constant(static_cast<Index>(m_told.size()), -1.0);
    for (const Observation& seen : m_told) {
        if (isFeasible(seen)) {
            feasible.push_back(&seen);
            places.push_back(static_cast<Index>(designs.size()));
            labels(places.back()) = 1.0;
        }
        designs.push_back(seen.design);
    }
    if (feasible.size() < kFewestFeasible)
        return false;
    const Matrix all = rowsOf(designs);
    const auto n = static_cast<double>(all.rows());
    m_centre = all.colwise().mean();
    m_scale = ((all.rowwise() - m_centre).colwise().squaredNorm() / n).cwiseSqrt();
    for (double& scale : m_scale)
        scale = scale > 1e-12 ? scale : 1.0;
    const Matrix rows = standardised(all);
    Matrix feasibleRows(static_cast<Index>(places.size()), rows.cols());
    for (std::size_t i = 0; i < places.size(); ++i)
        feasibleRows.row(static_cast<Index>(i)) = rows.row(places[i]);
    const std::vector<double> values = searched(feasible);
    m_best = *std::min_element(values.begin(), values.end());
    m_feasibleRows = feasibleRows;
    m_feasibleValues.resize(feasibleRows.rows(), static_cast<Index>(m_problem.objectives));
    for (std::size_t i = 0; i < feasible.size(); ++i)
        m_feasibleValues.row(static_cast<Index>(i)) = Eigen::Map<const Eigen::RowVectorXd>(
            feasible[i]->objectives.data(), m_feasibleValues.cols());
    fitFeasibility(rows, labels);
    m_current = fitObjective(feasibleRows,
                             Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size())));
    return m_current;
}

surrogate::KernelPtr ConstrainedBo::kernel(Index columns) const
{
    std::vector<surrogate::NumericColumn> numeric;
    for (Index c = 0; c < columns; ++c)
        numeric.push_back({c, "feature " + std::to_string(c + 1)});
    surrogate::KernelPtr matern = std::make_shared<surrogate::StationaryKernel>(surrogate::Profile::Matern52,
                                                                                std::move(numeric));
    return std::make_shared<surrogate::ScaledKernel>(std::move(matern), "signal");
}

bool ConstrainedBo::fitObjective(const Matrix& rows, const Vector& values)
{
    if (m_options.kernel == ConstrainedBoOptions::Kernel::Linear) {
        auto fitted = surrogate::BayesianLinear::fit(rows, values);
        if (fitted)
            m_linear = std::move(fitted).value();
        return m_linear.has_value();
    }
    surrogate::FitOptions options;
    options.iterations = kFitSteps;
    options.noisy = true; // an evaluation may rest on a search that has luck
    auto fitted = surrogate::GaussianProcess::fitted(kernel(rows.cols()), rows, values, options);
    if (!fitted)
        return false;
    m_objective = std::move(fitted).value();
    return true;
}

void ConstrainedBo::fitFeasibility(const Matrix& rows, const Vector& labels)
{
    m_feasibility.reset();
    if (labels.minCoeff() == labels.maxCoeff())
        return; // nothing to tell apart
    surrogate::FitOptions options;
    options.iterations = kFitSteps;
    options.noisy = true;
    auto fitted = surrogate::GaussianProcess::fitted(kernel(rows.cols()), rows, labels, options);
    if (!fitted)
        return;
    m_feasibility = std::move(fitted).value();
}

ConstrainedBo::Belief ConstrainedBo::believed(std::span<const space::Design> designs) const
{
    const Matrix rows = standardised(rowsOf(designs));
    Belief belief;
    if (m_options.kernel == ConstrainedBoOptions::Kernel::Linear) {
        auto said = m_linear->predict(rows);
        belief.mean = std::move(said.mean);
        belief.deviation = std::move(said.deviation);
    } else {
        auto said = m_objective->predict(rows);
        belief.mean = std::move(said.mean);
        belief.deviation = said.variance.cwiseSqrt();
    }
    belief.feasible = Vector::Ones(rows.rows());
    if (m_feasibility) {
        const auto said = m_feasibility->predict(rows);
        for (Index i = 0; i < rows.rows(); ++i)
            belief.feasible(i) = surrogate::normal::cumulative(2.0 * said.mean(i)
                                                               / std::sqrt(1.0 + said.variance(i)));
    }
    belief.acquisition.resize(rows.rows());
    for (Index i = 0; i < rows.rows(); ++i) {
        const double deviation = std::max(belief.deviation(i), 1e-9);
        const double chance = std::max(belief.feasible(i), 1e-300);
        if (m_options.acquisition == ConstrainedBoOptions::Acquisition::Improvement)
            belief.acquisition(i) = std::log(deviation)
                                    + surrogate::normal::logExpectedExcess((m_best - belief.mean(i))
                                                                           / deviation)
                                    + std::log(chance);
        else // what is rather infeasible comes after all else, the likeliest first
            belief.acquisition(i) = chance >= 0.5 ? m_options.lambda * deviation - belief.mean(i)
                                                  : std::log(chance) - 1e6;
    }
    return belief;
}

/// Of one objective among several, for people: the search itself does not need it.
std::optional<OutcomeBelief> ConstrainedBo::believedOf(std::size_t objective,
                                                       std::span<const space::Design> designs) const
{
    const Vector values = m_feasibleValues.col(static_cast<Index>(objective));
    const bool logarithmic = values.minCoeff() > 0.0;
    surrogate::FitOptions options;
    options.iterations = kFitSteps;
    options.noisy = true;
    const auto model = surrogate::GaussianProcess::fitted(kernel(m_feasibleRows.cols()), m_feasibleRows,
                                                          logarithmic ? Vector(values.array().log()) : values,
                                                          options);
    if (!model)
        return {};
    const auto said = model->predict(standardised(rowsOf(designs)));
    OutcomeBelief belief;
    belief.outcome = "objective " + std::to_string(objective + 1);
    const auto told = [&](double value) { return logarithmic ? std::exp(value) : value; };
    for (Index i = 0; i < said.mean.size(); ++i) {
        const double deviation = std::sqrt(said.variance(i));
        belief.median.push_back(told(said.mean(i)));
        belief.low.push_back(told(said.mean(i) - deviation));
        belief.high.push_back(told(said.mean(i) + deviation));
    }
    return belief;
}

/// What is being evaluated is believed to turn out as expected, so that batches spread (Ginsbourger, Le
/// Riche, Carraro 2010, from memory).
void ConstrainedBo::believePending()
{
    for (const auto& [id, design] : m_candidates.pending()) {
        const Matrix row = standardised(rowsOf(std::span(&design, 1)));
        if (m_objective)
            (void)m_objective->append(row, m_objective->predictMean(row)(0)); // known already: nothing to add
        if (m_feasibility)
            (void)m_feasibility->append(row, m_feasibility->predictMean(row)(0));
    }
}

void ConstrainedBo::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        m_told.push_back(observation);
    }
    m_current = m_current && observations.empty();
}

void ConstrainedBo::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
}

void ConstrainedBo::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
    m_steering = steering;
    m_current = false;
}

} // namespace paretoscope::optimizer
