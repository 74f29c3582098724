// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_pabo.h"

#include "core/base/cpu_time.h"
#include "core/optimizer/pabo_ledger.h"
#include "core/pareto/dominance.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"
#include "core/problem/glyph_problem.h"
#include "core/study/proposals.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

using namespace paretoscope;
using namespace paretoscope::bench;

namespace {

/// The glyph problem with its errors kept in a file, so that a second run need not train again.
class Evaluator
{
public:
    explicit Evaluator(const std::string& folder)
        : m_problem(problem::makeGlyphProblem({}).value())
    {
        if (folder.empty())
            return;
        m_file = folder + "/glyph-errors.txt";
        std::ifstream known(m_file);
        std::vector<double> row(m_problem->space().slotCount());
        for (double error = 0.0; known;) {
            for (double& slot : row)
                known >> slot;
            if (known >> error)
                m_errors.emplace(space::Design(row), error);
        }
    }

    [[nodiscard]] const std::shared_ptr<const problem::Problem>& question() const { return m_problem; }
    [[nodiscard]] std::size_t trained() const { return m_trained; }

    optimizer::Observation evaluate(std::uint64_t id, const space::Design& design)
    {
        optimizer::Observation seen;
        seen.id = id;
        seen.design = design;
        seen.metrics = m_problem->freeMetrics(design);
        seen.metrics[0] = errorOf(design);
        seen.objectives = {seen.metrics[0], seen.metrics[1]};
        return seen;
    }

private:
    double errorOf(const space::Design& design)
    {
        const auto found = m_errors.find(design);
        if (found != m_errors.end())
            return found->second;
        const double error = m_problem->evaluate(design, {}).metrics[0];
        m_errors.emplace(design, error);
        ++m_trained;
        if (!m_file.empty()) {
            std::ofstream file(m_file, std::ios::app);
            file.precision(17);
            for (const double slot : design.row())
                file << slot << ' ';
            file << error << '\n';
        }
        return error;
    }

    std::shared_ptr<const problem::Problem> m_problem;
    std::string m_file;
    std::map<space::Design, double> m_errors;
    std::size_t m_trained = 0;
};

/// n1 = error / 0.9 and n2 = the energy's place between 0.5 and 100 nJ on a logarithmic scale.
std::vector<double> normalized(const optimizer::Observation& seen)
{
    const double energy_nJ = 1e9 * seen.objectives[1];
    return {seen.objectives[0] / 0.9, std::log10(energy_nJ / 0.5) / std::log10(100.0 / 0.5)};
}

/// Whether the archive holds exactly what no result dominates.
bool isPlainFilter(const pareto::FrontArchive& archive, const std::vector<optimizer::Observation>& all)
{
    std::set<std::vector<double>> expected;
    for (const optimizer::Observation& seen : all) {
        bool dominated = false;
        for (const optimizer::Observation& other : all)
            dominated = dominated || pareto::dominates(other.objectives, seen.objectives);
        if (!dominated)
            expected.insert(seen.objectives);
    }
    std::set<std::vector<double>> held;
    for (std::size_t i = 0; i < archive.size(); ++i) {
        const auto row = archive.points().subspan(2 * i, 2);
        held.emplace(row.begin(), row.end());
    }
    return held == expected && held.size() == archive.size();
}

/// The first designs are the same for all methods: those of random search.
PaboRun runOf(const optimizer::MethodChoice& choice, std::uint64_t seed, Evaluator& evaluator)
{
    study::Study study;
    study.problem = evaluator.question();
    study.reference = std::vector<double>{0.9, 100e-9};
    optimizer::SearchProblem search = study::searchProblemOf(study);
    search.initial = kInitial;
    const auto method = std::move(optimizer::makeOptimizer(choice, search, seed).value());
    const auto random = std::move(optimizer::makeOptimizer({"random", {}, {}}, search, seed).value());
    pareto::IncrementalHypervolume volume({1.0, 1.0});
    pareto::FrontArchive archive(2);
    std::vector<optimizer::Observation> all;
    PaboRun run;
    for (std::uint64_t id = 0; id < kTrainings; ++id) {
        optimizer::Optimizer& proposer = id < kInitial ? *random : *method;
        std::optional<space::Design> design;
        {
            const CpuMeter meter(run.cpu_s);
            design = proposer.ask(id);
        }
        const optimizer::Observation seen = evaluator.evaluate(id, design.value());
        if (id < kInitial)
            random->tell(std::span(&seen, 1));
        {
            const CpuMeter meter(run.cpu_s);
            method->tell(std::span(&seen, 1));
        }
        all.push_back(seen);
        archive.insert(id, seen.objectives);
        run.errors.push_back(seen.objectives[0]);
        run.hypervolume.push_back(volume.add(normalized(seen)));
    }
    run.front = archive.size();
    run.frontIsRight = isPlainFilter(archive, all);
    run.effort = method->effort();
    if (const optimizer::PaboLedger* ledger = method->ledger()) {
        run.updatesMade = ledger->counters.updatesMade;
        run.updatesSkipped = ledger->counters.updatesSkipped;
        run.vetoes = ledger->counters.vetoes;
    }
    return run;
}

std::vector<PaboEntry> allEntries()
{
    using Choices = std::vector<std::pair<std::string, std::string>>;
    const auto pabo = [](Choices choices) { return optimizer::MethodChoice{"pabo", {}, std::move(choices)}; };
    const auto method = [](const char* name) { return optimizer::MethodChoice{name, {}, {}}; };
    return {
        {"random", "random", method("random"), {}},
        {"grid", "coarse grid (3 values of every 2nd)", {"grid", {}, {{"points", "ends and middles"}}}, {}},
        {"agent", "literal agent (our reading)", pabo({{"mode", "agent"}}), {}},
        {"always", "literal agent, share always", pabo({{"mode", "agent"}, {"share", "always"}}), {}},
        {"gate", "literal agent, gate", pabo({{"mode", "agent"}, {"gate", "on"}}), {}},
        {"nsga2", "NSGA-II, population 12", {"nsga2", {{"population", 12}}, {}}, {}},
        {"error", "Bayesian, error alone", method("single_first"), {}},
        {"energy", "Bayesian, energy alone", method("single_second"), {}},
        {"sum", "Bayesian, n1 + n2", method("single"), {}},
        {"parego1",
         "ParEGO as specified: one model",
         {"parego", {}, {{"models", "one of the weighting"}}},
         {}},
        {"parego", "ParEGO of this program: two models", method("parego"), {}},
        {"anchored", "anchored agent", pabo({}), {}},
        {"hpabo", "H-PABO (two levels, our reading)", method("hpabo"), {}},
        {"ehvi", "sampled hypervolume improvement", method("ehvi"), {}},
    };
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("PABO and its baselines on the glyph problem: hypervolume, effort, and criteria P1 to P8");
    std::string what = "all";
    unsigned seeds = 11;
    unsigned first = 1;
    std::string cache;
    app.add_option("what", what, "all, or the key of one method, of which then only the table is printed")
        ->capture_default_str();
    app.add_option("--seeds", seeds, "Searches of every method, from as many seeds")
        ->check(CLI::Range(1U, 1000U))
        ->capture_default_str();
    app.add_option("--first", first, "The first of these seeds")->capture_default_str();
    app.add_option("--cache", cache, "Folder in which errors are kept from one run to the next");
    CLI11_PARSE(app, argc, argv);

    Evaluator evaluator(cache);
    std::vector<PaboEntry> entries = allEntries();
    if (what != "all")
        std::erase_if(entries, [&](const PaboEntry& entry) {
            return ("," + what + ",").find("," + entry.key + ",") == std::string::npos;
        });
    if (entries.empty()) {
        std::fprintf(stderr, "There is no method \"%s\".\n", what.c_str());
        return 1;
    }
    for (PaboEntry& entry : entries) {
        for (unsigned seed = first; seed < first + seeds; ++seed)
            entry.runs.push_back(runOf(entry.choice, seed, evaluator));
        std::fprintf(stderr, "%s: done\n", entry.label.c_str());
    }
    std::printf("%u seeds, %zu trainings each, %zu of them random and the same for all methods; errors are "
                "shared by design, %zu evaluated now\n\n",
                seeds, kTrainings, kInitial, evaluator.trained());
    if (what == "all")
        return report(entries) ? 0 : 2;
    printTable(entries);
    return 0;
}
