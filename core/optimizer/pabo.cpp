// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/pabo.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

/// After so many vetoes in a row a design is evaluated all the same: a gate must not end a search.
constexpr std::size_t kMostVetoes = 8;

} // namespace

Pabo::Pabo(const SearchProblem& problem, std::uint64_t seed, PaboOptions options)
    : ModelSearch(problem, seed, options.search)
    , m_pabo(options)
    , m_agent(m_problem, m_models, options.kappa)
    , m_toldOnly(problem)
{
    m_marks.values.assign(problem.objectives, Marks::kNone);
    if (m_pabo.mode == PaboOptions::Mode::Anchored)
        m_pabo.gate = false;
    else
        m_pabo.known = false;
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
    turn.anchor = anchor.id;
    marks.values = anchor.objectives;
    if (m_pabo.fillGaps && m_problem.objectives == 2)
        marks.values[1 - turn.owner] = nextValue(front, anchor, turn.owner);
    return marks;
}

/// Of two objectives, what the other one is at the next point of the front on the owner's way: whatever is
/// better than that and than the anchor in the owner is beaten by neither. Beyond the front's end nothing
/// bounds it but the reference.
double Pabo::nextValue(const std::vector<std::size_t>& front, const Observation& anchor,
                       std::size_t owner) const
{
    const Observation* next = nullptr;
    for (const std::size_t row : front) {
        const Observation& point = m_models.told()[row];
        if (point.objectives[owner] < anchor.objectives[owner]
            && (next == nullptr || point.objectives[owner] > next->objectives[owner]))
            next = &point;
    }
    if (next != nullptr)
        return next->objectives[1 - owner];
    return m_problem.reference ? (*m_problem.reference)[1 - owner] : Marks::kNone;
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
        auto design = mostPromising(designs);
        if (!design)
            return turns;
        turn.design = std::move(*design);
        m_agent.describe(turn);
        turn.acquisitionsSkipped = m_pabo.mode == PaboOptions::Mode::Agent ? m_problem.objectives - 1 : 0;
        if (!m_pabo.gate || turns.vetoed.size() == kMostVetoes || !m_agent.vetoes(turn)) {
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
                            || !m_agent.dominatorOf(observation.objectives);
        if (!shared)
            learns.assign(learns.size(), false);
        learns[owner] = true;
        (shared ? m_ledger.counters.updatesMade : m_ledger.counters.updatesSkipped) += learns.size() - 1;
        m_agent.settle(m_ledger, observation, shared);
    } else {
        m_agent.settle(m_ledger, observation, true);
    }
    if (fits)
        m_knows.push_back(learns);
    m_toldOnly.told(observation);
    m_models.tell(observation, learns);
    m_inFlight.erase(observation.id);
}

void Pabo::forget(std::uint64_t id)
{
    m_inFlight.erase(id);
    PaboAgent::forget(m_ledger, id);
}

surrogate::Vector Pabo::scoreOf(std::span<const space::Design> designs) const
{
    return anchoredScore(m_models, designs, m_marks, m_pabo.known ? m_problem.free : FreeValues());
}

std::string Pabo::whatIsKept(const PaboTurn& turn) const
{
    if (!m_pabo.fillGaps || m_problem.objectives != 2)
        return "and probably not to lose in anything else.";
    const std::size_t other = 1 - turn.owner;
    return std::isfinite(turn.marks[other])
               ? "while " + nameOf(other) + " probably stays below " + printed(other, turn.marks[other])
                     + ", where the front goes on."
               : "whatever becomes of " + nameOf(other) + ".";
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
                       + nameOf(turn.owner) + ", from " + printed(turn.owner, turn.marks[turn.owner]) + ", "
                       + whatIsKept(turn));
    else
        said.push_back("The " + nameOf(turn.owner)
                       + " model owns this turn. Only its acquisition function is computed.");
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

} // namespace paretoscope::optimizer
