// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyst.h"

#include "core/analysis/trial_sample.h"
#include "core/study/proposals.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::analysis {

namespace {

Error refused(ErrorCode code, std::string what)
{
    return {code, std::move(what), "analysis", {}};
}

std::vector<space::Design> drawn(const space::Space& space, std::size_t count, Rng& rng)
{
    std::vector<space::Design> designs;
    for (std::size_t i = 0; i < count; ++i)
        if (auto design = space.sample(rng))
            designs.push_back(std::move(*design));
    return designs;
}

void negate(std::vector<double>& values)
{
    for (double& value : values)
        value = -value;
}

} // namespace

Result<std::shared_ptr<const Analyst>> Analyst::fit(const study::Study& study,
                                                    const study::SnapshotPtr& snapshot,
                                                    const AnalystOptions& options,
                                                    const std::function<bool(double)>& goOn)
{
    constexpr double kModels = 0.6; // of the work, as a rule; the influences are the rest
    const Error givenUp = refused(ErrorCode::Cancelled, "given up.");
    std::shared_ptr<Analyst> analyst(new Analyst(study.problem));
    analyst->learn(study, *snapshot, options);
    if (analyst->m_of < kFewestTrials)
        return refused(ErrorCode::Unsupported, "at least " + std::to_string(kFewestTrials)
                                                   + " evaluated designs are needed; "
                                                   + std::to_string(analyst->m_of) + " are there.");
    bool asked = true;
    const bool ready = analyst->m_search->updateModels(
        [&](double share) { return asked = asked && goOn(kModels * share); });
    if (!asked)
        return givenUp;
    if (!ready)
        return refused(ErrorCode::Unsupported, "no design has been measured yet.");
    analyst->nameOutcomes();
    if (!analyst->examine(options, [&](double share) { return goOn(kModels + (1.0 - kModels) * share); }))
        return givenUp;
    return std::shared_ptr<const Analyst>(std::move(analyst));
}

void Analyst::learn(const study::Study& study, const study::Snapshot& snapshot, const AnalystOptions& options)
{
    const TrialSample sample = sampleTrials(snapshot, options.learnt, options.shown, options.seed);
    m_of = sample.of;
    m_trials = snapshot.trials.size();
    m_search = std::make_unique<optimizer::BayesianSearch>(study::searchProblemOf(study), options.seed,
                                                           optimizer::BayesianOptions{});
    const surrogate::FeatureMap& features = m_search->models().features();
    m_rows.resize(static_cast<surrogate::Index>(sample.ids.size()), features.columns());
    for (std::size_t i = 0; i < sample.ids.size(); ++i) {
        const study::Trial& trial = snapshot.trials[sample.ids[i]];
        optimizer::Observation seen = study::observationOf(trial, *m_problem);
        m_rows.row(static_cast<surrogate::Index>(i)) = features.encode(seen.design);
        if (i < options.learnt)
            m_search->tell({&seen, 1});
        m_known.push_back({trial.id, std::move(seen)});
    }
    m_learnt = std::min(sample.ids.size(), options.learnt);
}

/// One entry per model that there is, objectives first, as optimizer::importances has them.
void Analyst::nameOutcomes()
{
    using Kind = optimizer::Outcome::Kind;
    const optimizer::OutcomeModels& models = m_search->models();
    for (const std::vector<optimizer::OutcomeModel>* some : {&models.objectives(), &models.restrictions()}) {
        for (const optimizer::OutcomeModel& model : *some) {
            if (!model.ready())
                continue;
            OutcomeFacts facts;
            facts.index = model.outcome().index;
            if (model.outcome().kind == Kind::Objective) {
                facts.metric = m_problem->objectives()[facts.index].metric;
            } else if (model.outcome().kind == Kind::Constraint) {
                facts.kind = OutcomeFacts::Kind::Limit;
                facts.metric = m_problem->constraints()[facts.index].metric;
            } else {
                facts.kind = OutcomeFacts::Kind::Feasibility;
            }
            m_models.push_back(&model);
            m_outcomes.push_back(std::move(facts));
        }
    }
}

bool Analyst::examine(const AnalystOptions& options, const std::function<bool(double)>& goOn)
{
    const optimizer::OutcomeModels& models = m_search->models();
    const space::Space& space = m_problem->space();
    const surrogate::KernelPtr kernel = models.features().kernel();
    Rng rng(options.seed, 1);
    const std::vector<space::Design> bases = drawn(space, options.probes, rng);
    const std::vector<space::Design> donors = drawn(space, options.probes, rng);
    std::vector<space::Design> tried;
    for (std::size_t i = 0; i < m_learnt; ++i)
        tried.push_back(m_known[i].seen.design);
    const auto some = std::span(tried).first(std::min(options.probes, tried.size()));
    const Probes everywhere = bases.empty() ? Probes{}
                                            : probesOf(space, models.features(), bases, donors, rng);
    const Probes atHand = probesOf(space, models.features(), some, tried, rng);
    const auto lengths = optimizer::importances(models, space);
    for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
        OutcomeFacts& facts = m_outcomes[i];
        facts.lengths = lengths[i];
        const auto share = [&] {
            return goOn(static_cast<double>(i) / static_cast<double>(m_models.size()));
        };
        auto validation = optimizer::crossValidation(models, i);
        auto here = share() ? influenceOf(*m_models[i], kernel, atHand, rng, share) : std::nullopt;
        auto there = here && !bases.empty() ? influenceOf(*m_models[i], kernel, everywhere, rng, share)
                                            : here;
        if (!validation || !here || !there)
            return false;
        facts.validation = std::move(validation).value();
        facts.tried = std::move(*here);
        facts.everywhere = std::move(*there);
        turn(facts);
    }
    return true;
}

/// Models know minimised values only.
double Analyst::signOf(const OutcomeFacts& outcome) const
{
    const bool turned = outcome.kind == OutcomeFacts::Kind::Objective
                        && m_problem->metrics()[outcome.metric].better == problem::Direction::Maximize;
    return turned ? -1.0 : 1.0;
}

void Analyst::turn(OutcomeFacts& facts) const
{
    if (signOf(facts) > 0.0)
        return;
    optimizer::CrossValidation& validation = facts.validation;
    std::swap(validation.low, validation.high);
    for (std::vector<double>* values :
         {&validation.measured, &validation.predicted, &validation.low, &validation.high})
        negate(*values);
}

} // namespace paretoscope::analysis
