// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/bayesian_search.h"

#include "core/base/cpu_time.h"
#include "core/optimizer/believer.h"
#include "core/optimizer/scalar_search.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;

namespace {

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
    const CpuMeter meter(m_effort.cpu_s);
    Rng rng(m_seed, id);
    std::optional<space::Design> design;
    if (id < m_options.initial)
        design = spread(id, rng);
    else if (m_models.update()) {
        std::optional<Believer> believer;
        if (!drawsTruths()) { // truths are drawn for what is being evaluated, too
            believer.emplace(m_models, m_candidates.pending());
            m_believed = believer->believed();
        }
        design = proposed(rng);
        m_believed.clear();
    }
    if (!design)
        design = m_candidates.fresh(rng);
    if (design) {
        m_candidates.asked(id, *design);
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

/// Whether improvements are averaged over possible truths. A confidence bound needs no incumbents, and a draw
/// from the posterior brings its own.
bool BayesianSearch::drawsTruths() const
{
    return m_options.models.noisy
           && (m_options.acquisition == AcquisitionKind::Improvement
               || m_options.acquisition == AcquisitionKind::Chebyshev);
}

Incumbents BayesianSearch::incumbents(Rng& rng) const
{
    if (drawsTruths()) {
        std::vector<space::Design> pending;
        for (const auto& [id, design] : m_candidates.pending())
            pending.push_back(design);
        if (auto possible = possibleFronts(m_models, pending, m_options.truths, rng))
            return std::move(*possible);
    }
    return observedFront(m_models, m_believed);
}

Acquisition::Utilities BayesianSearch::utilities(const Incumbents& incumbents, Rng& rng) const
{
    return utilitiesOver(incumbents, m_models, m_options.acquisition, m_options.confidence, rng);
}

/// The front, or, while nothing is feasible, the designs that come closest.
std::vector<space::Design> BayesianSearch::parents(const Incumbents& incumbents) const
{
    std::vector<space::Design> designs;
    const std::vector<Observation>& told = m_models.told();
    for (const std::size_t row : incumbents.rows)
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
SearchEffort BayesianSearch::searchEffort() const
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
    Incumbents best = incumbents(rng);
    if (m_options.acquisition == AcquisitionKind::Thompson)
        return drawn(best, rng);
    const std::vector<space::Design> from = parents(best);
    auto gains = utilities(best, rng);
    const Acquisition acquisition(m_models, std::move(gains), std::move(best.draws));
    auto design = maximize(acquisition, m_models.features(), m_candidates, from, searchEffort(), rng);
    m_effort.acquisitionEvaluations += acquisition.evaluations();
    return design;
}

/// Thompson sampling: one function per outcome is drawn over a pool of designs, and the design that would
/// improve most if the draws were true is taken (Thompson 1933; of several objectives: of the hypervolume).
std::optional<space::Design> BayesianSearch::drawn(const Incumbents& incumbents, Rng& rng)
{
    std::vector<space::Design> designs = pool(m_candidates, parents(incumbents), searchEffort(), rng);
    if (designs.empty())
        return {};
    const auto offered = static_cast<Index>(designs.size());
    if (m_options.models.noisy) // a draw says of what was observed, too, what it is truly worth
        for (const Observation& seen : m_models.told())
            if (m_models.isFeasible(seen))
                designs.push_back(seen.design);
    const Matrix rows = m_models.features().encode(designs);
    const std::size_t k = m_problem.objectives;
    Matrix objectives(rows.rows(), static_cast<Index>(k));
    for (std::size_t j = 0; j < k; ++j)
        objectives.col(static_cast<Index>(j)) = m_models.objectives()[j].model().draw(rows, 1, rng);
    surrogate::Vector excess = surrogate::Vector::Zero(rows.rows());
    for (const OutcomeModel& restriction : m_models.restrictions())
        if (restriction.ready())
            excess += restriction.model().draw(rows, 1, rng).cwiseMax(0.0) / restriction.model().fit().scale;
    Incumbents drawn = incumbents;
    for (Index i = offered; i < rows.rows(); ++i) {
        if (i == offered)
            drawn.fronts.front().clear();
        for (std::size_t j = 0; j < k; ++j)
            drawn.fronts.front().push_back(
                m_models.objectives()[j].fromModel(objectives(i, static_cast<Index>(j))));
    }
    const auto gain = utilities(drawn, rng);
    m_effort.acquisitionEvaluations += static_cast<std::uint64_t>(offered);
    std::optional<Index> best;
    double most = -INFINITY;
    for (Index i = 0; i < offered; ++i) {
        std::vector<double> means(k);
        std::vector<double> deviations(k);
        for (std::size_t j = 0; j < k; ++j) {
            means[j] = objectives(i, static_cast<Index>(j));
            deviations[j] = 1e-6 * m_models.objectives()[j].model().fit().scale; // a draw leaves no doubt
        }
        // What a draw finds infeasible comes after all that it finds feasible, the least violated first.
        const double value = excess(i) > 0.0 ? -1e12 * (1.0 + excess(i))
                             : gain.empty()  ? -means[0]
                                             : gain.front()->value(means, deviations);
        if (value > most) {
            most = value;
            best = i;
        }
    }
    return best ? std::optional(designs[static_cast<std::size_t>(*best)]) : std::nullopt;
}

Effort BayesianSearch::effort() const
{
    Effort effort = m_effort;
    effort.counted = true;
    effort.modelFits = m_models.fits();
    return effort;
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
    Incumbents best = incumbents(rng);
    auto gains = utilities(best, rng);
    const Acquisition acquisition(m_models, std::move(gains), std::move(best.draws));
    const surrogate::Vector values = acquisition.values(m_models.features().encode(designs));
    return {values.begin(), values.end()};
}

void BayesianSearch::tell(std::span<const Observation> observations)
{
    const CpuMeter meter(m_effort.cpu_s);
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        m_models.tell(observation);
    }
}

void BayesianSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
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
         {"off", "on"}},
        {"noise",
         "Noise",
         0,
         0,
         2,
         "Whether an evaluation repeated may have another result. Then improvements are judged against what "
         "the designs evaluated may truly be worth, not against their luckiest results. How strong the "
         "noise is, is learnt. Takes several times as long to think.",
         "",
         "Letham et al. 2019; Daulton et al. 2021 (both from memory)",
         false,
         {"as stated", "exact", "noisy"}},
        {"truths", "Possible truths", 32, 2, 1'000,
         "Where evaluations are noisy: over how many draws of what the designs may truly be worth an "
         "improvement is averaged.",
         "", "", true},
        {"repeats",
         "Repeated designs",
         0,
         0,
         2,
         "Whether a design may be proposed again once it has been evaluated. Only noise makes that worth "
         "while.",
         "",
         "",
         false,
         {"as stated", "never", "allowed"}}};
}

/// Of two ways to say it: the problem's, unless an option says otherwise. \param chosen 0: as stated
bool decided(double chosen, bool stated)
{
    return chosen > 0.0 ? chosen > 1.0 : stated;
}

std::unique_ptr<Optimizer> madeSearch(SearchProblem problem, const ChosenOptions& options, std::uint64_t seed,
                                      AcquisitionKind kind)
{
    BayesianOptions chosen;
    chosen.acquisition = kind;
    chosen.initial = options.count("initial");
    chosen.confidence = options.number("confidence");
    chosen.truths = options.count("truths");
    chosen.models.warp = options.number("warp") > 0.0;
    chosen.models.noisy = decided(options.number("noise"), problem.noisy);
    problem.repeats = decided(options.number("repeats"), problem.repeats);
    return std::make_unique<BayesianSearch>(problem, seed, chosen);
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
            constexpr AcquisitionKind kKinds[]{AcquisitionKind::Improvement, AcquisitionKind::Confidence,
                                               AcquisitionKind::Thompson};
            const AcquisitionKind kind = kKinds[options.count("acquisition")];
            if (kind == AcquisitionKind::Confidence && problem.objectives != 1)
                return refusedMethod("the lower confidence bound needs one objective, and there are "
                                     + std::to_string(problem.objectives) + ".");
            if (kind == AcquisitionKind::Thompson && problem.objectives > 3)
                return refusedMethod("draws from the posterior are compared for up to three objectives, and "
                                     "there are "
                                     + std::to_string(problem.objectives) + ".");
            return madeSearch(problem, options, seed, kind);
        }};
}

Method paregoMethod()
{
    MethodDoc doc{"parego", "ParEGO",
                  "Bayesian optimization of a weighting of the objectives that changes with every proposal "
                  "(Knowles 2006). For any number of objectives.",
                  commonOptions()};
    doc.options.push_back({"models",
                           "Models",
                           0,
                           0,
                           1,
                           "One per objective, whose beliefs are weighted; or one of the weighting, fitted "
                           "to it anew for every proposal, which is how ParEGO was published. The options "
                           "about scales, noise and repeats are of the former.",
                           "",
                           "Knowles 2006 (from memory)",
                           false,
                           {"one per objective", "one of the weighting"}});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            if (options.count("models") == 0)
                return madeSearch(problem, options, seed, AcquisitionKind::Chebyshev);
            ScalarOptions chosen;
            chosen.search.initial = options.count("initial");
            chosen.method = "parego";
            return std::unique_ptr<Optimizer>(std::make_unique<ScalarSearch>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
