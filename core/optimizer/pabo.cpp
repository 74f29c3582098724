// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/pabo.h"

#include "core/optimizer/acquisition.h"
#include "core/pareto/dominance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;

namespace {

/// After so many vetoes in a row a design is evaluated all the same: a gate must not end a search.
constexpr std::size_t kMostVetoes = 8;

/// All but the mode.
PaboOptions paboOptionsFrom(const ChosenOptions& options, const SearchProblem& problem)
{
    PaboOptions chosen;
    chosen.search = modelSearchFrom(options, problem);
    chosen.gate = options.count("gate") == 1;
    chosen.share = options.count("share") == 1 ? PaboOptions::Share::Always
                                               : PaboOptions::Share::NonDominated;
    chosen.order = options.count("order") == 1 ? PaboOptions::Order::FirstOnly
                                               : PaboOptions::Order::Alternating;
    chosen.kappa = options.number("kappa");
    return chosen;
}

} // namespace

Pabo::Pabo(const SearchProblem& problem, std::uint64_t seed, PaboOptions options)
    : ModelSearch(problem, seed, options.search)
    , m_pabo(options)
    , m_toldOnly(problem)
{
    m_marks.values.assign(problem.objectives, Marks::kNone);
    if (m_pabo.mode == PaboOptions::Mode::Anchored)
        m_pabo.gate = false;
}

std::size_t Pabo::ownerOf(std::uint64_t id, std::size_t vetoes) const
{
    if (m_pabo.order == PaboOptions::Order::FirstOnly)
        return 0;
    return (id - m_options.initial + vetoes) % m_problem.objectives;
}

/// The smallest value that the objective's model knows; of results only those that are allowed.
double Pabo::bestOf(std::size_t objective, const std::vector<PaboTurn>& vetoed) const
{
    double best = INFINITY;
    const std::vector<Observation>& told = m_models.told();
    for (std::size_t i = 0; i < told.size(); ++i)
        if (m_knows[i][objective] && m_models.isFeasible(told[i]))
            best = std::min(best, told[i].objectives[objective]);
    for (const auto& [owner, value] : m_freeValues)
        if (owner == objective)
            best = std::min(best, value);
    for (const PaboTurn& turn : vetoed)
        if (turn.owner == objective && turn.known)
            best = std::min(best, *turn.known);
    return best;
}

Marks Pabo::marksFor(PaboTurn& turn, const std::vector<PaboTurn>& vetoed, Rng& rng) const
{
    Marks marks{turn.owner, std::vector<double>(m_problem.objectives, Marks::kNone)};
    if (m_pabo.mode == PaboOptions::Mode::Agent) {
        marks.values[turn.owner] = bestOf(turn.owner, vetoed);
        return marks;
    }
    const std::vector<std::size_t> front = m_models.front();
    if (front.empty())
        return marks;
    const Observation& anchor = m_models.told()[front[rng.below(front.size())]];
    marks.values = anchor.objectives;
    turn.anchor = anchor.id;
    return marks;
}

/// What every model expects of the design, and what is known of it for nothing.
void Pabo::describe(PaboTurn& turn) const
{
    const Matrix row = m_models.features().encode(turn.design);
    std::vector<double> known;
    if (m_problem.free)
        known = m_problem.free(turn.design);
    for (std::size_t j = 0; j < m_problem.objectives; ++j) {
        const OutcomeModel& model = m_models.objectives()[j];
        const surrogate::Prediction expected = model.model().predict(row);
        const double mean = expected.mean(0);
        const double deviation = deviationOf(expected.variance(0), model.model());
        turn.views.push_back({j, model.fromModel(mean), model.fromModel(mean - deviation),
                              model.fromModel(mean + deviation),
                              model.fromModel(mean - m_pabo.kappa * deviation)});
        if (j < known.size() && std::isfinite(known[j])) {
            turn.views.back().optimistic = known[j];
            if (j == turn.owner)
                turn.known = known[j];
        }
    }
    turn.acquisitionsSkipped = m_pabo.mode == PaboOptions::Mode::Agent ? m_problem.objectives - 1 : 0;
}

std::optional<std::uint64_t> Pabo::dominatorOf(const std::vector<double>& objectives) const
{
    for (const Observation& seen : m_models.told())
        if (m_models.isFeasible(seen) && pareto::dominates(seen.objectives, objectives))
            return seen.id;
    return {};
}

/// Rule G. What costs nothing is known before anything else; what takes an evaluation is looked at one model
/// after the other, and the first that says no ends it. An objective not looked at yet is as good as can be.
bool Pabo::isVetoed(PaboTurn& turn) const
{
    const auto isFree = [&](std::size_t j) {
        return j < m_problem.objectiveDocs.size() && m_problem.objectiveDocs[j].free;
    };
    std::vector<double> view(m_problem.objectives, -INFINITY);
    view[turn.owner] = turn.views[turn.owner].optimistic;
    for (std::size_t j = 0; j < view.size(); ++j)
        if (isFree(j))
            view[j] = turn.views[j].optimistic;
    for (std::size_t j = 0; j < view.size(); ++j) {
        if (j == turn.owner || isFree(j))
            continue;
        view[j] = turn.views[j].optimistic;
        turn.dominating = dominatorOf(view);
        if (turn.dominating)
            return true;
    }
    return false;
}

/// The front, or everything that was told where the ends of the front are all that is looked for.
std::vector<space::Design> Pabo::parents() const
{
    std::vector<std::size_t> rows = m_models.front();
    if (m_pabo.mode == PaboOptions::Mode::Agent || rows.empty()) {
        rows.resize(m_models.told().size());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
    }
    return designsAt(rows);
}

Pabo::Turns Pabo::takenFor(std::uint64_t id, Candidates& candidates, Believer& believer, Rng& rng)
{
    Turns turns;
    turns.told = m_models.told().size();
    std::vector<space::Design> refused;
    for (;;) {
        PaboTurn turn;
        turn.owner = ownerOf(id, turns.vetoed.size());
        m_marks = marksFor(turn, turns.vetoed, rng);
        turn.marks = m_marks.values;
        std::vector<space::Design> designs = pooled(candidates, parents(), rng);
        std::erase_if(designs, [&](const space::Design& design) {
            return std::find(refused.begin(), refused.end(), design) != refused.end();
        });
        if (designs.empty())
            return turns;
        countAcquisitions(designs.size());
        Index best = 0;
        anchoredScore(m_models, m_models.features().encode(designs), m_marks).maxCoeff(&best);
        turn.design = designs[static_cast<std::size_t>(best)];
        describe(turn);
        if (!m_pabo.gate || turns.vetoed.size() == kMostVetoes || !isVetoed(turn)) {
            turn.dominating.reset();
            turn.trial = id;
            turns.design = turn.design;
            turns.last = std::move(turn);
            return turns;
        }
        turn.decision = PaboTurn::Decision::Vetoed;
        refused.push_back(turn.design);
        if (turn.known)
            believer.believe(turn.owner, turn.design, *turn.known);
        turns.vetoed.push_back(std::move(turn));
    }
}

std::optional<space::Design> Pabo::proposed(std::uint64_t id, Believer& believer, Rng& rng)
{
    Turns turns = takenFor(id, m_candidates, believer, rng);
    turns.alone = m_candidates.pending().empty();
    if (!turns.design)
        return {};
    record(turns, id);
    return m_inFlight[id].design;
}

void Pabo::record(Turns& turns, std::uint64_t id)
{
    PaboCounters& sums = m_ledger.counters;
    sums.turns += turns.vetoed.size() + 1;
    sums.vetoes += turns.vetoed.size();
    m_thought.phase = m_pabo.mode == PaboOptions::Mode::Agent ? "Taking turns" : "Improving one point";
    for (const PaboTurn& turn : turns.vetoed) {
        for (std::string& sentence : sentences(turn))
            m_thought.sentences.push_back(std::move(sentence));
        m_ledger.turns.push_back(turn);
    }
    for (std::string& sentence : sentences(turns.last))
        m_thought.sentences.push_back(std::move(sentence));
    if (turns.last.anchor)
        m_thought.parents = {*turns.last.anchor};
    m_ledger.turns.push_back(turns.last);
    m_inFlight.insert_or_assign(id, std::move(turns));
}

/// The turns that a search told one by one would have taken before this result.
Pabo::Turns Pabo::takenAgain(const Observation& observation)
{
    const auto asked = m_inFlight.find(observation.id);
    if (asked != m_inFlight.end() && asked->second.alone && asked->second.told == m_models.told().size())
        return asked->second;
    Turns turns;
    turns.last.owner = ownerOf(observation.id, 0);
    if (!m_models.update())
        return turns;
    Believer believer(m_models, {});
    Rng rng(m_seed, observation.id);
    m_toldOnly.constrain(m_candidates.steering());
    const Marks kept = m_marks;
    turns = takenFor(observation.id, m_toldOnly, believer, rng);
    m_marks = kept;
    return turns;
}

/// Rule S, and what vetoes taught.
void Pabo::learn(const Observation& observation)
{
    std::vector<bool> learns(m_problem.objectives, true);
    const bool fits = observation.design.row().size() == m_problem.space.slotCount();
    if (m_pabo.mode == PaboOptions::Mode::Agent && !isFirst(observation.id) && fits) {
        std::size_t owner = ownerOf(observation.id, 0);
        if (m_pabo.gate) {
            const Turns turns = takenAgain(observation);
            owner = turns.last.owner;
            for (const PaboTurn& turn : turns.vetoed) {
                if (!turn.known)
                    continue;
                m_models.learn(turn.owner, turn.design, *turn.known);
                m_freeValues.emplace_back(turn.owner, *turn.known);
                ++m_ledger.counters.freeValues;
            }
        }
        const bool shared = m_pabo.share == PaboOptions::Share::Always || !m_models.isMeasured(observation)
                            || !dominatorOf(observation.objectives);
        if (!shared)
            learns.assign(learns.size(), false);
        learns[owner] = true;
        settle(observation, owner, shared);
    } else {
        settle(observation, m_problem.objectives, true);
    }
    if (fits)
        m_knows.push_back(learns);
    m_toldOnly.told(observation);
    m_models.tell(observation, learns);
    m_inFlight.erase(observation.id);
}

/// Completes the ledger. \param owner  of the result; the number of objectives: none, all models learn
void Pabo::settle(const Observation& observation, std::size_t owner, bool shared)
{
    const std::size_t partners = m_problem.objectives - 1;
    if (owner < m_problem.objectives)
        (shared ? m_ledger.counters.updatesMade : m_ledger.counters.updatesSkipped) += partners;
    for (auto turn = m_ledger.turns.rbegin(); turn != m_ledger.turns.rend(); ++turn) {
        if (turn->trial != observation.id || turn->design != observation.design)
            continue;
        turn->told = true;
        turn->shared = shared;
        turn->updatesSkipped = shared ? 0 : partners;
        if (m_models.isMeasured(observation))
            turn->dominating = dominatorOf(observation.objectives);
        return;
    }
}

void Pabo::forget(std::uint64_t id)
{
    m_inFlight.erase(id);
    std::erase_if(m_ledger.turns, [id](const PaboTurn& turn) { return turn.trial == id && !turn.told; });
}

surrogate::Vector Pabo::scoreAt(const Matrix& rows) const
{
    return anchoredScore(m_models, rows, m_marks);
}

std::vector<std::string> Pabo::sentences(const PaboTurn& turn) const
{
    const auto view = [&](std::size_t j) {
        const PartnerView& seen = turn.views[j];
        return "the " + nameOf(j) + " model expects " + printed(j, seen.median) + " (from "
               + printed(j, seen.low) + " to " + printed(j, seen.high) + ')';
    };
    std::vector<std::string> said;
    if (turn.anchor)
        said.push_back("Design " + std::to_string(*turn.anchor) + " of the front is to be improved in "
                       + nameOf(turn.owner) + ", from " + printed(turn.owner, turn.marks[turn.owner])
                       + ", and probably not to lose in anything else.");
    else
        said.push_back("The " + nameOf(turn.owner)
                       + " model owns this turn. Only its acquisition function is "
                         "computed.");
    std::string views = "Of the design it proposes, ";
    for (std::size_t j = 0; j < turn.views.size(); ++j)
        views += (j > 0 ? "; " : "") + view(j);
    said.push_back(views + '.');
    if (turn.decision == PaboTurn::Decision::Vetoed)
        said.push_back("Even at best, design " + std::to_string(turn.dominating.value_or(0))
                       + " is better in everything, so the evaluation is not spent. The turn passes on.");
    else if (m_pabo.gate)
        said.push_back("At best, nothing known is better in everything, so it is evaluated.");
    return said;
}

Method paboMethod()
{
    MethodDoc doc{
        "pabo", "PABO",
        "One model per objective, and an agent between them: in each turn one objective proposes, and the "
        "others say what they think of it. Anchored mode improves one point of the front at a time and is "
        "ours; agent mode is our reading of the paper, a weak front builder here, because it improves single "
        "objectives by turns and so crowds the ends of the front.",
        modelSearchOptions()};
    doc.options.push_back(
        {"mode",
         "Mode",
         0,
         0,
         1,
         "anchored: improve one objective of a point of the front while the others probably do not lose (our "
         "choice). agent: improve one objective; the agent decides what is evaluated and which models learn "
         "of it (our reading of the abstract; the paper's body was not available).",
         "",
         "Parsa, Ankit, Ziabari, Roy 2019 (abstract)",
         false,
         {"anchored", "agent"}});
    doc.options.push_back(
        {"gate",
         "Gate",
         0,
         0,
         1,
         "Agent mode: do not evaluate a design that the other models expect to be dominated "
         "even if they are lucky. Saves evaluations only (our reading).",
         "",
         "",
         false,
         {"off", "on"}});
    doc.options.push_back({"share",
                           "Share results",
                           0,
                           0,
                           1,
                           "Agent mode: whether the other models learn of a result only if nothing dominates "
                           "it, which spares them updates, or always (our reading).",
                           "",
                           "",
                           false,
                           {"non-dominated", "always"}});
    doc.options.push_back({"order",
                           "Owner of a turn",
                           0,
                           0,
                           1,
                           "Which objective proposes: each in turn, or the first one always.",
                           "",
                           "",
                           false,
                           {"alternating", "first only"}});
    doc.options.push_back({"kappa", "Optimism of the gate", 1, 0, 10,
                           "How many standard deviations to the good the gate lets a model hope.",
                           "standard deviations", ""});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            PaboOptions chosen = paboOptionsFrom(options, problem);
            chosen.mode = options.count("mode") == 1 ? PaboOptions::Mode::Agent : PaboOptions::Mode::Anchored;
            return std::unique_ptr<Optimizer>(std::make_unique<Pabo>(problem, seed, chosen));
        }};
}

Method paboLiteralMethod()
{
    MethodDoc doc = paboMethod().doc;
    doc.name = "pabo_literal";
    doc.label = "PABO, literal";
    doc.help =
        "PABO in agent mode, our reading of the paper's abstract: one model per objective; in each turn "
        "one objective improves itself, and an agent decides what is evaluated and which models learn "
        "of it. A weak front builder here, because it crowds the ends of the front.";
    std::erase_if(doc.options, [](const OptionDoc& option) { return option.name == "mode"; });
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            PaboOptions chosen = paboOptionsFrom(options, problem);
            chosen.mode = PaboOptions::Mode::Agent;
            chosen.method = "pabo_literal";
            return std::unique_ptr<Optimizer>(std::make_unique<Pabo>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
