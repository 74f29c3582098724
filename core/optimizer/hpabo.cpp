// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/hpabo.h"

#include "core/pareto/dominance.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace paretoscope::optimizer {

namespace {

/// Of `rows`, those that none of them dominates in the chosen objectives; of equal ones the first.
std::vector<std::size_t> nonDominated(const std::vector<Observation>& told,
                                      const std::vector<std::size_t>& rows,
                                      const std::vector<std::size_t>& objectives)
{
    std::vector<double> points;
    for (const std::size_t row : rows)
        for (const std::size_t j : objectives)
            points.push_back(told[row].objectives[j]);
    const std::vector<int> ranks = pareto::nonDominatedRanks(points, objectives.size(),
                                                             std::vector<double>(rows.size(), 0.0));
    std::vector<std::size_t> best;
    std::set<std::vector<double>> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto from = points.begin() + static_cast<std::ptrdiff_t>(i * objectives.size());
        std::vector<double> point(from, from + static_cast<std::ptrdiff_t>(objectives.size()));
        if (ranks[i] == 0 && seen.insert(std::move(point)).second)
            best.push_back(rows[i]);
    }
    return best;
}

} // namespace

Hpabo::Hpabo(const SearchProblem& problem, std::uint64_t seed, HpaboOptions options)
    : ModelSearch(problem, seed, options.search)
    , m_hpabo(options)
    , m_agent(m_problem, m_models, 1.0)
{
    for (std::size_t j = 0; j < problem.objectives; ++j)
        (problem.objectiveDocs[j].quality ? m_quality : m_costs).push_back(j);
    m_marks.values.assign(problem.objectives, Marks::kNone);
}

bool Hpabo::hasSameNetwork(const space::Design& a, const space::Design& b) const
{
    for (std::size_t i = 0; i < m_problem.space.size(); ++i) {
        const auto x = m_problem.space.value(a, i);
        const auto y = m_problem.space.value(b, i);
        if (m_problem.parts->software[i] && !std::equal(x.begin(), x.end(), y.begin()))
            return false;
    }
    return true;
}

std::vector<std::size_t> Hpabo::keptRows() const
{
    std::vector<std::size_t> objectives = m_quality;
    objectives.push_back(m_costs.front());
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < m_models.told().size(); ++i)
        if (isFirstLevel(m_models.told()[i].id) && m_models.isFeasible(m_models.told()[i]))
            rows.push_back(i);
    rows = nonDominated(m_models.told(), rows, objectives);
    std::vector<double> points;
    for (const std::size_t row : rows)
        for (const std::size_t j : objectives)
            points.push_back(m_models.told()[row].objectives[j]);
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::vector<double> distances = pareto::crowdingDistances(points, objectives.size(), order);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distances[a] > distances[b]; });
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < std::min(order.size(), m_hpabo.kept); ++i)
        kept.push_back(rows[order[i]]);
    return kept;
}

std::vector<std::uint64_t> Hpabo::keptNetworks() const
{
    std::vector<std::uint64_t> ids;
    for (const std::size_t row : keptRows())
        ids.push_back(m_models.told()[row].id);
    return ids;
}

Hpabo::Task Hpabo::taskOf(std::uint64_t id) const
{
    Task task;
    task.limits.assign(m_problem.objectives, Marks::kNone);
    const std::vector<std::size_t> kept = isFirstLevel(id) ? std::vector<std::size_t>() : keptRows();
    const std::vector<Observation>& told = m_models.told();
    std::vector<std::size_t> rows;
    if (kept.empty()) { // nothing to build machines for yet: go on with networks
        task.objectives = m_quality;
        task.objectives.push_back(m_costs.front());
        task.frozen = m_problem.parts->reference;
        for (std::size_t i = 0; i < told.size(); ++i)
            if (isFirstLevel(told[i].id) && m_models.isFeasible(told[i]))
                rows.push_back(i);
    } else {
        const std::size_t part = std::max<std::size_t>(m_hpabo.trials / (2 * m_hpabo.kept), 1);
        const std::size_t turn = (id - m_hpabo.trials / 2) / part;
        task.firstLevel = false;
        task.network = &told[kept[turn % kept.size()]];
        task.objectives = m_costs;
        task.frozen = task.network->design;
        for (const std::size_t j : m_quality) {
            const double at = task.network->objectives[j];
            task.limits[j] = at + m_hpabo.tolerance * std::abs(at);
        }
        for (std::size_t i = 0; i < told.size(); ++i) {
            const bool good = m_models.isFeasible(told[i]) && hasSameNetwork(told[i].design, task.frozen)
                              && std::all_of(m_quality.begin(), m_quality.end(), [&](std::size_t j) {
                                     return told[i].objectives[j] <= task.limits[j];
                                 });
            if (good)
                rows.push_back(i);
        }
    }
    task.front = nonDominated(told, rows, task.objectives);
    return task;
}

void Hpabo::freeze(space::Design& design, const Task& task, Rng& rng) const
{
    for (std::size_t i = 0; i < m_problem.space.size(); ++i) {
        if (m_problem.parts->software[i] == task.firstLevel)
            continue;
        const auto from = m_problem.space.value(task.frozen, i);
        std::copy(from.begin(), from.end(), m_problem.space.value(design, i).begin());
    }
    m_problem.space.activate(design, &rng);
    m_candidates.settle(design, rng);
}

std::optional<space::Design> Hpabo::first(std::uint64_t id, Rng& rng)
{
    const Task task = taskOf(id);
    constexpr int kTries = 100;
    for (int i = 0; i < kTries; ++i) {
        auto design = m_candidates.fresh(rng);
        if (!design)
            return {};
        freeze(*design, task, rng);
        if (m_candidates.isNew(*design) && m_candidates.isLegal(*design))
            return design;
    }
    return {};
}

std::optional<space::Design> Hpabo::proposed(std::uint64_t id, Believer& /*believer*/, Rng& rng)
{
    const Task task = taskOf(id);
    PaboTurn turn;
    turn.owner = task.objectives[id % task.objectives.size()];
    turn.trial = id;
    m_marks = {turn.owner, task.limits};
    if (!task.front.empty()) {
        const Observation& anchor = m_models.told()[task.front[rng.below(task.front.size())]];
        for (const std::size_t j : task.objectives)
            m_marks.values[j] = anchor.objectives[j];
        m_thought.parents = {anchor.id};
        turn.anchor = anchor.id;
    }
    turn.marks = m_marks.values;
    explain(task, turn.owner);
    std::vector<space::Design> designs = pooled(m_candidates, designsAt(task.front), rng);
    std::set<space::Design> unique;
    std::erase_if(designs, [&](space::Design& design) {
        freeze(design, task, rng);
        return !m_candidates.isNew(design) || !m_candidates.isLegal(design) || !unique.insert(design).second;
    });
    const auto design = mostPromising(designs);
    if (design) {
        turn.design = *design;
        m_agent.describe(turn);
        m_ledger.turns.push_back(std::move(turn));
        ++m_ledger.counters.turns;
    }
    return design;
}

void Hpabo::learn(const Observation& observation)
{
    m_agent.settle(m_ledger, observation, true);
    m_models.tell(observation);
}

void Hpabo::forget(std::uint64_t id)
{
    PaboAgent::forget(m_ledger, id);
}

surrogate::Vector Hpabo::scoreOf(std::span<const space::Design> designs) const
{
    return anchoredScore(m_models, designs, m_marks, m_problem.free);
}

void Hpabo::explain(const Task& task, std::size_t owner)
{
    m_thought.phase = task.firstLevel ? "Level 1: the network" : "Level 2: the machine";
    if (task.firstLevel) {
        m_thought.sentences.push_back("Networks are compared on one machine of reference; only the network's "
                                      "parameters are chosen.");
    } else {
        m_thought.sentences.push_back("The network of design " + std::to_string(task.network->id)
                                      + " is kept; machines are looked for that cost less.");
        for (const std::size_t j : m_quality)
            m_thought.sentences.push_back("Its " + nameOf(j) + " may not exceed " + printed(j, task.limits[j])
                                          + '.');
    }
    m_thought.sentences.push_back("This turn belongs to " + nameOf(owner) + '.');
}

std::optional<std::uint64_t> firstOfLevelTwo(const MethodChoice& choice)
{
    if (choice.name != "hpabo")
        return {};
    for (const auto& [name, value] : choice.options)
        if (name == "trials")
            return static_cast<std::uint64_t>(value) / 2;
    return HpaboOptions().trials / 2;
}

Method hpaboMethod()
{
    MethodDoc doc{
        "hpabo", "H-PABO",
        "Two levels: first networks on a machine of reference, then machines for the best networks that may "
        "not spoil their quality. That there are two levels is from the abstract of Parsa et al. 2020; how "
        "they "
        "work is our reading. For problems that say which parameters are the network's.",
        modelSearchOptions()};
    doc.options.push_back(
        {"trials", "Planned evaluations", 60, 10, 1'000'000,
         "Half of these go to the first level, the rest in equal parts to the networks kept.", "", "", true});
    doc.options.push_back({"kept", "Networks kept", 5, 1, 100,
                           "Networks of the first level's front, the least crowded first, for which machines "
                           "are looked for.",
                           "", "", true});
    doc.options.push_back({"tolerance", "Tolerance", 0.1, 0, 10,
                           "Share by which the second level may lose on the first one's quality.", "", ""});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            std::size_t quality = 0;
            for (const ObjectiveDoc& objective : problem.objectiveDocs)
                quality += objective.quality ? 1U : 0U;
            const bool stated = problem.parts && problem.parts->software.size() == problem.space.size()
                                && problem.objectiveDocs.size() == problem.objectives;
            if (!stated || quality == 0 || quality == problem.objectives)
                return refusedMethod("H-PABO chooses the network first and the machine after it, and this "
                                     "problem does not say which parameters and objectives belong to "
                                     "which.");
            HpaboOptions chosen;
            chosen.search = modelSearchFrom(options, problem);
            chosen.trials = options.count("trials");
            chosen.kept = options.count("kept");
            chosen.tolerance = options.number("tolerance");
            return std::unique_ptr<Optimizer>(std::make_unique<Hpabo>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
