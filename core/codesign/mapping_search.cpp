// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/mapping_search.h"

#include "core/codesign/direct_search.h"
#include "core/surrogate/normal.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace paretoscope::codesign {

namespace {

/// What an invalid mapping counts as to a relaxed model (our choice).
constexpr double kPenalty = 2.0;       ///< above the worst valid one, in ln(J * s)
constexpr double kPenaltyAlone = 60.0; ///< before there is a valid one

/// Of a relaxed search every evaluation is a raw sample.
Funnel funnelOf(const std::vector<MappingTrial>& trials)
{
    Funnel funnel;
    for (const MappingTrial& trial : trials)
        funnel.count(trial.broken);
    return funnel;
}

/// One run of a search that draws mappings and lets a model choose.
class Search
{
public:
    Search(const LayerShape& layer, const Machine& machine, const MappingSearchOptions& options)
        : m_layer(layer)
        , m_machine(machine)
        , m_options(options)
        , m_relaxed(options.method == InnerMethod::RelaxAndRound)
        , m_sampler(layer, machine, !m_relaxed)
        , m_cost(makeCostModel(options.evaluator, layer, machine))
        , m_rng(options.seed)
    {
        if (options.method != InnerMethod::Random)
            m_model = makeMappingSurrogate(modelKind(), layer, machine);
    }

    MappingRecord run(const std::stop_token& stop)
    {
        while (std::ssize(m_record.trials) < m_options.evaluations) {
            if (stop.stop_requested()) {
                m_record.stopped = true;
                break;
            }
            const auto mapping = proposed();
            if (!mapping)
                break;
            evaluate(*mapping);
        }
        m_record.funnel = m_relaxed ? funnelOf(m_record.trials) : m_sampler.funnel();
        if (m_model)
            m_record.weights = m_model->weights();
        return std::move(m_record);
    }

private:
    [[nodiscard]] SurrogateKind modelKind() const
    {
        if (m_options.method == InnerMethod::BoostedTrees)
            return SurrogateKind::Boosted;
        return m_relaxed ? SurrogateKind::MaternRaw : m_options.surrogate;
    }

    /// A mapping not evaluated yet. Where drawing brings only known ones, the layer has no more of them.
    [[nodiscard]] std::optional<TiledMapping> drawn()
    {
        for (std::int64_t known = 0; known < kMostKnown; ++known) {
            const auto mapping = m_relaxed ? std::optional(m_sampler.raw(m_rng))
                                           : m_sampler.valid(m_rng, m_options.giveUp);
            if (!mapping) {
                m_record.gaveUp = !m_record.best.has_value();
                return {};
            }
            if (!m_met.contains(fingerprint(*mapping)))
                return mapping;
        }
        return {};
    }

    [[nodiscard]] std::optional<TiledMapping> proposed()
    {
        const bool warm = std::ssize(m_values) >= m_options.warmUp;
        constexpr double kAtRandom = 0.1; // of the boosted trees' choices; our choice
        const bool atRandom = m_options.method == InnerMethod::BoostedTrees && m_rng.chance(kAtRandom);
        if (!m_model || !warm || atRandom || !learn())
            return drawn();
        std::vector<TiledMapping> pool;
        while (pool.size() < m_options.pool) {
            auto mapping = drawn();
            if (!mapping)
                break;
            pool.push_back(*mapping);
        }
        if (pool.empty())
            return {};
        return pool[chosen(pool)];
    }

    /// Brings the model up to date. \returns whether there is one
    [[nodiscard]] bool learn()
    {
        if (m_learnt && std::ssize(m_values) < m_learntFrom + m_options.refitEvery)
            return true;
        m_learntFrom = std::ssize(m_values);
        if (m_relaxed)
            penalize();
        m_learnt = m_model->fit(m_rows, m_values, m_options.seed + static_cast<std::uint64_t>(m_learntFrom))
                   || m_learnt;
        return m_learnt;
    }

    /// Invalid mappings count a little worse than the worst valid one, which may have changed.
    void penalize()
    {
        double worst = -INFINITY;
        for (const MappingTrial& trial : m_record.trials)
            if (trial.broken == Rule::None)
                worst = std::max(worst, trial.value);
        for (std::size_t i = 0; i < m_values.size(); ++i)
            if (m_record.trials[i].broken != Rule::None)
                m_values[i] = std::isfinite(worst) ? worst + kPenalty : kPenaltyAlone;
    }

    [[nodiscard]] std::size_t chosen(const std::vector<TiledMapping>& pool)
    {
        std::vector<std::vector<double>> rows;
        rows.reserve(pool.size());
        for (const TiledMapping& mapping : pool)
            rows.push_back(m_model->row(mapping));
        auto belief = m_model->predict(rows);
        std::vector<double> score(pool.size());
        const double best = m_values.empty() ? 0.0 : *std::min_element(m_values.begin(), m_values.end());
        for (std::size_t i = 0; i < pool.size(); ++i)
            score[i] = scoreOf(belief.mean[i], belief.deviation[i], best);
        const auto least = static_cast<std::size_t>(std::min_element(score.begin(), score.end())
                                                    - score.begin());
        if (m_options.keepMoments)
            m_record.moments.push_back({m_record.trials.size(), std::move(belief.mean),
                                        std::move(belief.deviation), std::move(score), least});
        return least;
    }

    [[nodiscard]] double scoreOf(double mean, double deviation, double best) const
    {
        if (m_options.acquisition == InnerAcquisition::LowerBound || !(deviation > 0.0)
            || m_options.method != InnerMethod::ConstrainedBo)
            return mean - m_options.lambda * deviation;
        return -(std::log(deviation) + surrogate::normal::logExpectedExcess((best - mean) / deviation));
    }

    void evaluate(const TiledMapping& mapping)
    {
        m_met.insert(fingerprint(mapping));
        MappingTrial trial;
        trial.broken = m_relaxed ? brokenRule(mapping, m_layer, m_machine) : Rule::None;
        if (trial.broken == Rule::None) {
            const MappingCost cost = m_cost->cost(mapping);
            trial.energy_J = cost.energy_J;
            trial.cycles = cost.cycles;
            trial.value = cost.logEdp();
            if (!m_record.best || trial.value < m_record.bestCost.logEdp()) {
                m_record.best = mapping;
                m_record.bestCost = cost;
            }
        }
        m_record.trials.push_back(trial);
        if (m_model)
            m_rows.push_back(m_model->row(mapping));
        m_values.push_back(trial.broken == Rule::None ? trial.value : kPenaltyAlone);
    }

    static constexpr std::int64_t kMostKnown = 1'000;

    LayerShape m_layer;
    Machine m_machine;
    MappingSearchOptions m_options;
    bool m_relaxed;
    MappingSampler m_sampler;
    std::unique_ptr<CostModel> m_cost;
    Rng m_rng;
    std::unique_ptr<MappingSurrogate> m_model; ///< null: nothing is learnt
    MappingRecord m_record;
    std::unordered_set<std::uint64_t> m_met;
    std::vector<std::vector<double>> m_rows;
    std::vector<double> m_values;
    bool m_learnt = false;
    std::int64_t m_learntFrom = 0;
};

} // namespace

const std::vector<std::string>& innerMethods()
{
    static const std::vector<std::string> kNames{"random", "constrained_bo", "relax_and_round",
                                                 "boosted_trees", "direct"};
    return kNames;
}

std::vector<double> MappingRecord::bestSoFar() const
{
    std::vector<double> curve;
    double least = INFINITY;
    for (const MappingTrial& trial : trials) {
        if (trial.broken == Rule::None)
            least = std::min(least, trial.value);
        curve.push_back(least);
    }
    return curve;
}

std::vector<double> MappingRecord::bestSoFar_Js() const
{
    std::vector<double> curve = bestSoFar();
    std::transform(curve.begin(), curve.end(), curve.begin(), edp_Js);
    return curve;
}

double edp_Js(double logEdp)
{
    return std::isfinite(logEdp) ? std::exp(logEdp) : std::nan("");
}

double MappingRecord::bestValue() const
{
    return best ? bestCost.logEdp() : INFINITY;
}

MappingRecord searchMappings(const LayerShape& layer, const Machine& machine,
                             const MappingSearchOptions& options, const std::stop_token& stop)
{
    if (options.method == InnerMethod::Direct)
        return searchDirectly(layer, machine, options, stop);
    return Search(layer, machine, options).run(stop);
}

} // namespace paretoscope::codesign
