// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/bayesian_search.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;

namespace {

/// How far beyond the best value met in each objective a weighting aims, as a share of the way from there to
/// the reference (our choice).
constexpr double kBeyond = 0.3;

Error noModelYet()
{
    return {ErrorCode::NotFound, "too little has been evaluated for a model.", "insight", {}};
}

} // namespace

BayesianSearch::BayesianSearch(const SearchProblem& problem, std::uint64_t seed, BayesianOptions options)
    : m_candidates(problem)
    , m_problem(problem)
    , m_seed(seed)
    , m_options(options)
    , m_models(problem, options.models)
{
    if (m_options.initial == 0)
        m_options.initial = problem.initial;
    if (m_options.initial == 0)
        m_options.initial = std::clamp<std::size_t>(2 * problem.space.size(), 8, 30);
    // Boxes are cut for three objectives at most.
    if (problem.objectives > 3)
        m_options.acquisition = AcquisitionKind::Chebyshev;
    if (problem.objectives > 1 && m_options.acquisition == AcquisitionKind::Confidence)
        m_options.acquisition = AcquisitionKind::Improvement;
}

std::optional<space::Design> BayesianSearch::ask(std::uint64_t id)
{
    Rng rng(m_seed, id);
    std::optional<space::Design> design;
    if (id < m_options.initial)
        design = spread(id, rng);
    else if (m_models.update()) {
        believe();
        design = proposed(rng);
        forgetBeliefs();
    }
    if (!design)
        design = m_candidates.fresh(rng);
    if (design) {
        m_candidates.asked(id, *design);
        m_pending.insert_or_assign(id, *design);
        m_lastAsked = id;
    }
    return design;
}

/// The initial design: an additive recurrence with the powers of the generalized golden ratio (Roberts 2018),
/// which covers the cube evenly whatever its dimension, started at a place that the seed chooses. A place
/// that is illegal is followed by others of the same sequence.
std::optional<space::Design> BayesianSearch::spread(std::uint64_t id, Rng& rng)
{
    const space::Space& space = m_candidates.space();
    double ratio = 2.0; // solves x^(d + 1) = x + 1
    for (int i = 0; i < 40; ++i)
        ratio = std::pow(1.0 + ratio, 1.0 / (static_cast<double>(space.slotCount()) + 1.0));
    constexpr std::uint64_t kTries = 200;
    for (std::uint64_t attempt = 0; attempt < kTries; ++attempt) {
        Rng shift(m_seed, ~std::uint64_t{0});
        space::Design design(std::vector<double>(space.slotCount(), space::kInactive));
        space.activate(design, &rng);
        double step = 1.0;
        const double index = static_cast<double>(id + attempt * m_options.initial + 1);
        for (std::size_t i = 0; i < space.size(); ++i) {
            step /= ratio;
            const double place = shift.uniform() + index * step;
            const double u = place - std::floor(place);
            const space::Parameter& parameter = space.parameter(i);
            const auto count = parameter.count();
            if (!space.isActive(design, i))
                continue;
            if (count)
                parameter.at(static_cast<std::uint64_t>(u * static_cast<double>(*count)),
                             space.value(design, i));
            else if (parameter.kind() == space::ParameterKind::Real)
                for (const Index column : m_models.features().realColumns())
                    if (m_models.features().parameterOf(column) == i)
                        m_models.features().setReal(design, column, u);
            space.activate(design, &rng);
        }
        m_candidates.settle(design, rng);
        if (m_candidates.isNew(design) && m_candidates.isLegal(design))
            return design;
    }
    return {};
}

/// Objectives of what is on the front, and of what is believed to get there.
std::vector<double> BayesianSearch::frontPoints() const
{
    std::vector<double> points;
    for (const std::size_t row : m_models.front()) {
        const std::vector<double>& objectives = m_models.told()[row].objectives;
        points.insert(points.end(), objectives.begin(), objectives.end());
    }
    for (const std::vector<double>& believed : m_believed)
        points.insert(points.end(), believed.begin(), believed.end());
    return points;
}

/// A weighting uniform on the simplex, over objectives as the models see them, each in units of its way from
/// a point a little better than the best met to the reference.
std::unique_ptr<Utility> BayesianSearch::weighting(std::vector<double> points, std::vector<double> reference,
                                                   Rng& rng) const
{
    const std::size_t k = reference.size();
    std::vector<double> weights(k);
    std::vector<double> ideal(k, INFINITY);
    double total = 0.0;
    for (double& weight : weights)
        total += weight = -std::log1p(-rng.uniform()) + 1e-6;
    for (std::size_t j = 0; j < k; ++j) {
        const OutcomeModel& model = m_models.objectives()[j];
        reference[j] = model.toModel(reference[j]);
        for (const Observation& seen : m_models.told())
            if (m_models.isMeasured(seen))
                ideal[j] = std::min(ideal[j], model.toModel(seen.objectives[j]));
        for (std::size_t i = j; i < points.size(); i += k)
            points[i] = model.toModel(points[i]);
        // Where the front is one point it has a way to go in every objective.
        const double way = std::max(reference[j] - ideal[j], 1e-12);
        ideal[j] -= kBeyond * way;
        weights[j] = std::max(weights[j] / total, 0.01) / way;
    }
    const auto scalar = [&](const double* point) {
        double most = -INFINITY;
        for (std::size_t j = 0; j < k; ++j)
            most = std::max(most, weights[j] * (point[j] - ideal[j]));
        return most;
    };
    double best = points.empty() ? scalar(reference.data()) : INFINITY;
    for (std::size_t i = 0; i + k <= points.size(); i += k)
        best = std::min(best, scalar(points.data() + i));
    return chebyshevUtility(std::move(weights), std::move(ideal), best);
}

std::unique_ptr<Utility> BayesianSearch::utility(Rng& rng) const
{
    const std::size_t k = m_problem.objectives;
    const std::vector<double> points = frontPoints();
    std::vector<double> reference = m_models.reference();
    if (m_options.acquisition == AcquisitionKind::Chebyshev && k > 1)
        return weighting(points, std::move(reference), rng);
    if (m_options.acquisition == AcquisitionKind::Confidence)
        return confidenceUtility(m_options.confidence, m_models.objectives()[0].model().fit().scale);
    if (k == 1) {
        if (points.empty()) // no feasible value to improve on: a place that is feasible comes first
            return nullptr;
        reference[0] = *std::min_element(points.begin(), points.end());
    }
    std::vector<Belief> beliefs;
    for (const OutcomeModel& model : m_models.objectives())
        beliefs.push_back(model.isOfLogarithm() ? Belief::LogNormal : Belief::Normal);
    return hypervolumeUtility(decompose(k == 1 ? std::vector<double>() : points, reference),
                              std::move(beliefs));
}

/// The front, or, while nothing is feasible, the designs that come closest.
std::vector<space::Design> BayesianSearch::parents() const
{
    std::vector<space::Design> designs;
    const std::vector<Observation>& told = m_models.told();
    for (const std::size_t row : m_models.front())
        designs.push_back(told[row].design);
    constexpr std::size_t kFew = 5;
    if (designs.size() >= kFew)
        return designs;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < told.size(); ++i) {
        double sum = 0.0;
        for (const double value : told[i].objectives)
            sum += std::isfinite(value) ? value : 0.0;
        order.emplace_back(m_models.violation(told[i]) > 0.0 ? 1e6 + m_models.violation(told[i]) : 0.0, i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < order.size() && designs.size() < 2 * kFew; ++i)
        designs.push_back(told[order[i].second].design);
    return designs;
}

/// Predictions cost the square of the points, so the more of these, the fewer designs are looked at.
SearchEffort BayesianSearch::effort() const
{
    double squares = 0.0;
    for (const OutcomeModel& model : m_models.objectives())
        squares += std::pow(static_cast<double>(model.model().size()), 2.0);
    for (const OutcomeModel& model : m_models.restrictions())
        if (model.ready())
            squares += std::pow(static_cast<double>(model.model().size()), 2.0);
    const double share = std::clamp(8e4 / squares, 0.25, 1.0);
    SearchEffort effort;
    effort.random = static_cast<std::size_t>(static_cast<double>(effort.random) * share);
    effort.around = static_cast<std::size_t>(static_cast<double>(effort.around) * share);
    if (squares > 4e5) {
        effort.starts = 2;
        effort.gradients = 20;
        effort.rounds = 4;
    }
    return effort;
}

std::optional<space::Design> BayesianSearch::proposed(Rng& rng)
{
    const std::vector<space::Design> from = parents();
    if (m_options.acquisition == AcquisitionKind::Thompson)
        return drawn(from, rng);
    const Acquisition acquisition(m_models, utility(rng));
    return maximize(acquisition, m_models.features(), m_candidates, from, effort(), rng);
}

/// Thompson sampling: one function per outcome is drawn over a pool of designs, and the design that would
/// improve most if the draws were true is taken (Thompson 1933; of several objectives: of the hypervolume).
std::optional<space::Design> BayesianSearch::drawn(std::span<const space::Design> from, Rng& rng)
{
    const std::vector<space::Design> designs = pool(m_candidates, from, effort(), rng);
    if (designs.empty())
        return {};
    const Matrix rows = m_models.features().encode(designs);
    const std::size_t k = m_problem.objectives;
    Matrix objectives(rows.rows(), static_cast<Index>(k));
    for (std::size_t j = 0; j < k; ++j)
        objectives.col(static_cast<Index>(j)) = m_models.objectives()[j].model().draw(rows, 1, rng);
    surrogate::Vector excess = surrogate::Vector::Zero(rows.rows());
    for (const OutcomeModel& restriction : m_models.restrictions())
        if (restriction.ready())
            excess += restriction.model().draw(rows, 1, rng).cwiseMax(0.0) / restriction.model().fit().scale;
    const auto gain = utility(rng);
    std::optional<Index> best;
    double most = -INFINITY;
    for (Index i = 0; i < rows.rows(); ++i) {
        std::vector<double> means(k);
        std::vector<double> deviations(k);
        for (std::size_t j = 0; j < k; ++j) {
            means[j] = objectives(i, static_cast<Index>(j));
            deviations[j] = 1e-6 * m_models.objectives()[j].model().fit().scale; // a draw leaves no doubt
        }
        // What a draw finds infeasible comes after all that it finds feasible, the least violated first.
        const double value = excess(i) > 0.0 ? -1e12 * (1.0 + excess(i))
                             : gain          ? gain->value(means, deviations)
                                             : -means[0];
        if (value > most) {
            most = value;
            best = i;
        }
    }
    return best ? std::optional(designs[static_cast<std::size_t>(*best)]) : std::nullopt;
}

Result<Slice> BayesianSearch::slice(const space::Design& centre, std::size_t parameter, std::size_t steps)
{
    auto designs = designsAlong(m_problem.space, centre, parameter, steps);
    if (!designs)
        return designs.error();
    if (!m_models.update())
        return noModelYet();
    Slice slice = sliceOf(m_models, m_problem.space, parameter, std::move(designs).value());
    slice.acquisition = acquisitionAt(slice.designs);
    return slice;
}

Result<Beliefs> BayesianSearch::beliefs(std::span<const space::Design> designs)
{
    if (!m_models.update())
        return noModelYet();
    Beliefs found = beliefsOf(m_models, designs);
    found.acquisition = acquisitionAt(designs);
    return found;
}

std::vector<double> BayesianSearch::acquisitionAt(std::span<const space::Design> designs) const
{
    const std::vector<OutcomeModel>& objectives = m_models.objectives();
    if (!std::all_of(objectives.begin(), objectives.end(), [](const auto& model) { return model.ready(); }))
        return std::vector<double>(designs.size(), 0.0);
    Rng rng(m_seed, m_models.told().size()); // a weighting's, where there is one
    const Acquisition acquisition(m_models, utility(rng));
    const surrogate::Vector values = acquisition.values(m_models.features().encode(designs));
    return {values.begin(), values.end()};
}

void BayesianSearch::believe()
{
    m_knownObjective.clear();
    m_knownRestriction.clear();
    m_believed.clear();
    for (const OutcomeModel& model : m_models.objectives())
        m_knownObjective.push_back(model.model().size());
    for (const OutcomeModel& model : m_models.restrictions())
        m_knownRestriction.push_back(model.ready() ? model.model().size() : 0);
    for (const auto& [id, design] : m_pending) {
        const Eigen::RowVectorXd row = m_models.features().encode(design);
        const Matrix rows = row;
        const double likely = Acquisition(m_models, nullptr).logFeasibility(rows)(0);
        std::vector<double> point;
        for (OutcomeModel& model : m_models.objectives()) {
            const double mean = model.model().predictMean(rows)(0);
            point.push_back(model.fromModel(mean));
            model.model().append(row, mean);
        }
        for (OutcomeModel& model : m_models.restrictions())
            if (model.ready())
                model.model().append(row, model.model().predictMean(rows)(0));
        if (likely > std::log(0.5))
            m_believed.push_back(std::move(point));
    }
}

void BayesianSearch::forgetBeliefs()
{
    for (std::size_t i = 0; i < m_knownObjective.size(); ++i)
        m_models.objectives()[i].model().truncate(m_knownObjective[i]);
    for (std::size_t i = 0; i < m_knownRestriction.size(); ++i)
        if (m_models.restrictions()[i].ready())
            m_models.restrictions()[i].model().truncate(m_knownRestriction[i]);
    m_believed.clear();
}

void BayesianSearch::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        m_pending.erase(observation.id);
        m_models.tell(observation);
    }
}

void BayesianSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids) {
        m_candidates.withdrawn(id);
        m_pending.erase(id);
    }
}

void BayesianSearch::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
    m_models.constrain(steering);
}

namespace {

std::vector<OptionDoc> commonOptions()
{
    return {
        {"initial", "Initial designs", 0, 0, 10'000,
         "Designs spread over the space before the first model. 0: as many as the study says, or two per "
         "parameter, between 8 and 30.",
         "", "", true},
        {"warp",
         "Learn scales",
         0,
         0,
         1,
         "Learn a bend of every numeric parameter's scale (Kumaraswamy), for outcomes that change quickly "
         "near one end of a range. Costs two more numbers to fit per parameter.",
         "",
         "",
         false,
         {"off", "on"}}};
}

BayesianOptions common(const ChosenOptions& options)
{
    BayesianOptions chosen;
    chosen.initial = options.count("initial");
    chosen.models.warp = options.number("warp") > 0.0;
    return chosen;
}

} // namespace

Method bayesianMethod()
{
    MethodDoc doc{
        "bayesian", "Bayesian optimization",
        "Models every objective and constraint as a Gaussian process and proposes what promises the "
        "largest improvement, of the hypervolume where there are several objectives. For evaluations "
        "that take seconds or more.",
        commonOptions()};
    doc.options.push_back(
        {"acquisition",
         "Acquisition",
         0,
         0,
         2,
         "What a proposal maximizes: the expected improvement (its logarithm, which has the "
         "same maximum), the lower confidence bound (one objective), or a draw from the "
         "posterior.",
         "",
         "Ament et al. 2023; Srinivas et al. 2010; Thompson 1933",
         false,
         {"improvement", "confidence", "thompson"}});
    doc.options.push_back({"confidence", "Confidence", 2, 0, 10,
                           "How many standard deviations the lower confidence bound lies below the mean.",
                           "standard deviations", ""});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            BayesianOptions chosen = common(options);
            constexpr AcquisitionKind kKinds[]{AcquisitionKind::Improvement, AcquisitionKind::Confidence,
                                               AcquisitionKind::Thompson};
            chosen.acquisition = kKinds[options.count("acquisition")];
            chosen.confidence = options.number("confidence");
            if (chosen.acquisition == AcquisitionKind::Confidence && problem.objectives != 1)
                return refusedMethod("the lower confidence bound needs one objective, and there are "
                                     + std::to_string(problem.objectives) + ".");
            if (chosen.acquisition == AcquisitionKind::Thompson && problem.objectives > 3)
                return refusedMethod("draws from the posterior are compared for up to three objectives, and "
                                     "there are "
                                     + std::to_string(problem.objectives) + ".");
            return std::unique_ptr<Optimizer>(std::make_unique<BayesianSearch>(problem, seed, chosen));
        }};
}

Method paregoMethod()
{
    return {
        {"parego", "ParEGO",
         "Bayesian optimization of a weighting of the objectives that changes with every proposal (Knowles "
         "2006). For any number of objectives.",
         commonOptions()},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            BayesianOptions chosen = common(options);
            chosen.acquisition = AcquisitionKind::Chebyshev;
            return std::unique_ptr<Optimizer>(std::make_unique<BayesianSearch>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
