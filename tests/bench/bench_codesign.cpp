// SPDX-License-Identifier: GPL-3.0-or-later
// Learned co-design against its acceptance criteria C1 to C10, beside what a throw-away prototype of the
// light evaluator measured ("calibration"). All ratios are of medians over seeds, on the same evaluator, at
// equal numbers of evaluations.
#include "core/codesign/codesign_problem.h"
#include "core/optimizer/optimizer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <optional>

namespace {

using namespace paretoscope;
using namespace paretoscope::codesign;

struct Settings
{
    std::uint64_t seeds = 11;
    EvaluatorKind evaluator = EvaluatorKind::Lite;
    std::vector<std::string> networks{"resnet", "dqn", "mlp", "transformer"};
    std::int64_t outer = 50, inner = 60;
    std::size_t pool = 60;
    bool slow = true; ///< inner: also the methods on Gaussian processes
};

double processor_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Linear interpolation between order statistics.
double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    const double beyond = place - static_cast<double>(below);
    if (beyond == 0.0 || values[below] == values[above]) // also of infinities
        return values[below];
    return values[below] + beyond * (values[above] - values[below]);
}

double median(const std::vector<double>& values)
{
    return quantile(values, 0.5);
}

std::string spread(const std::vector<double>& values)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.3f [%.3f, %.3f]", median(values), quantile(values, 0.25),
                  quantile(values, 0.75));
    return text;
}

void criterion(const char* name, const std::string& what, double measured, double threshold,
               const char* calibration)
{
    std::printf("%-4s %-62s %7.3f  <= %.2f  %-4s  calibration %s\n", name, what.c_str(), measured, threshold,
                measured <= threshold ? "met" : "MISS", calibration);
    std::fflush(stdout);
}

std::vector<CodesignLayer> layersOf(const std::string& network)
{
    const std::string file = network == "resnet" ? "resnet_codesign" : network;
    const auto read = workload::readNetwork(std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "networks"
                                            / (file + ".json"));
    return codesignLayers(*read).value();
}

std::int32_t pesOf(const std::string& network)
{
    return network == "transformer" ? 256 : 168;
}

/// Best values after so many evaluations, one a seed.
struct Curves
{
    std::vector<std::vector<double>> runs;
    double spent_s = 0.0;
    std::int64_t evaluations = 0;
    std::int64_t broken = 0; ///< evaluations of mappings that break a rule

    [[nodiscard]] std::vector<double> at(std::size_t evaluation) const
    {
        std::vector<double> values;
        for (const auto& run : runs)
            values.push_back(run.empty() ? INFINITY : run[std::min(evaluation, run.size()) - 1]);
        return values;
    }
};

Curves innerRuns(const LayerShape& layer, MappingSearchOptions options, std::uint64_t seeds)
{
    Curves curves;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        options.seed = seed;
        const double start = processor_s();
        const MappingRecord record = searchMappings(layer, eyeriss(168), options);
        curves.spent_s += processor_s() - start;
        curves.evaluations += std::ssize(record.trials);
        curves.broken += std::count_if(record.trials.begin(), record.trials.end(),
                                       [](const auto& trial) { return trial.broken != Rule::None; });
        curves.runs.push_back(record.bestSoFar());
    }
    return curves;
}

std::string against(const Curves& curves, std::size_t evaluation, double base)
{
    std::vector<double> ratios;
    for (const double value : curves.at(evaluation))
        ratios.push_back(std::exp(value - base));
    return spread(ratios);
}

void innerRow(const char* method, const Curves& curves, double base)
{
    std::printf("  %-26s @25 %-22s @50 %-22s @100 %-22s @250 %-22s %6.2f ms each\n", method,
                against(curves, 25, base).c_str(), against(curves, 50, base).c_str(),
                against(curves, 100, base).c_str(), against(curves, 250, base).c_str(),
                1e3 * curves.spent_s / static_cast<double>(std::max<std::int64_t>(1, curves.evaluations)));
    std::fflush(stdout);
}

/// What the methods on Gaussian processes say of C4 and C5.
struct Slow
{
    std::vector<double> features; ///< features over raw parameters, one a layer
    double hopeless = 0.0;        ///< relaxed searches that end at least twice as bad
};

void onProcesses(const LayerShape& shape, MappingSearchOptions options, bool countsForFeatures,
                 const std::vector<double>& learnt, double base, std::uint64_t seeds, Slow& slow)
{
    options.method = InnerMethod::RelaxAndRound;
    const Curves relaxed = innerRuns(shape, options, seeds);
    innerRow("relax and round", relaxed, base);
    const auto ends = relaxed.at(250);
    slow.hopeless += static_cast<double>(std::count_if(
        ends.begin(), ends.end(), [&](double value) { return value >= median(learnt) + std::log(2.0); }));
    if (!countsForFeatures)
        return;
    options.method = InnerMethod::ConstrainedBo;
    options.surrogate = SurrogateKind::MaternRaw;
    const Curves raw = innerRuns(shape, options, seeds);
    innerRow("constrained, Matern on raw", raw, base);
    slow.features.push_back(std::exp(median(learnt) - median(raw.at(250))));
}

void inner(const Settings& settings)
{
    std::printf("inner search on the hand-made machine, %llu seeds, 250 evaluations; energy times delay over "
                "the median of random search at 250\n",
                static_cast<unsigned long long>(settings.seeds));
    Slow slow;
    std::int64_t broken = 0;
    const auto layers = layersOf("resnet");
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const LayerShape& shape = layers[l].shape;
        std::printf("%s\n", layers[l].name.c_str());
        MappingSearchOptions options;
        options.evaluator = settings.evaluator;
        options.method = InnerMethod::Random;
        options.evaluations = 2'500;
        const Curves random = innerRuns(shape, options, settings.seeds);
        const double base = median(random.at(250));
        innerRow("random", random, base);
        options.evaluations = 250;
        options.method = InnerMethod::ConstrainedBo;
        const Curves learnt = innerRuns(shape, options, settings.seeds);
        innerRow("constrained, linear", learnt, base);
        broken += learnt.broken;
        options.method = InnerMethod::BoostedTrees;
        innerRow("boosted trees", innerRuns(shape, options, settings.seeds), base);
        if (settings.evaluator == EvaluatorKind::Exact) {
            options.method = InnerMethod::Direct;
            innerRow("direct", innerRuns(shape, options, settings.seeds), base);
        }
        criterion("C1", "constrained @250 over random @250", std::exp(median(learnt.at(250)) - base), 0.75,
                  "0.50-0.65");
        criterion("C2", "constrained @50 over random @250", std::exp(median(learnt.at(50)) - base), 1.0,
                  "0.73-0.81");
        criterion("C3", "constrained @250 over random @2500",
                  std::exp(median(learnt.at(250)) - median(random.at(2'500))), 1.05, "0.88-1.03 of @10000");
        if (settings.slow)
            onProcesses(shape, options, l < 3, learnt.at(250), base, settings.seeds, slow);
    }
    if (settings.slow) {
        criterion("C4", "features over raw parameters @250, median of K1-K3", median(slow.features), 0.95,
                  "0.71-0.77");
        const double share = slow.hopeless / static_cast<double>(settings.seeds * layers.size());
        criterion("C5", "seeds in which relax and round is less than twice as bad", 1.0 - share, 0.20,
                  "0.00");
    }
    criterion("C6", "evaluated mappings that break a rule", static_cast<double>(broken), 0.0, "-");
}

/// One outer search: best score after each evaluation, relative to the hand-made machine.
struct OuterRun
{
    std::vector<double> best;
    std::optional<space::Design> bestDesign;
    int early = 0, earlyInfeasible = 0, late = 0, lateInfeasible = 0; ///< within and after the warm-up
    double proposing_s = 0.0, slowest_s = 0.0;
};

OuterRun outerRun(const problem::Problem& problem, const std::string& method, std::uint64_t seed,
                  std::int64_t evaluations)
{
    optimizer::SearchProblem search{problem.space(), 1};
    search.features = [&](const space::Design& design) { return problem.features(design); };
    const auto made = optimizer::makeOptimizer({method, {}}, search, seed);
    OuterRun run;
    double best = INFINITY;
    for (std::int64_t id = 0; id < evaluations; ++id) {
        const double start = processor_s();
        const auto design = made.value()->ask(static_cast<std::uint64_t>(id));
        const double spent = processor_s() - start;
        run.proposing_s += spent;
        run.slowest_s = std::max(run.slowest_s, spent);
        if (!design)
            break;
        const problem::Outcome outcome = problem.evaluate(*design, {});
        const bool feasible = outcome.verdict == problem::Verdict::Feasible;
        (id < 10 ? run.early : run.late) += 1;
        (id < 10 ? run.earlyInfeasible : run.lateInfeasible) += feasible ? 0 : 1;
        optimizer::Observation seen;
        seen.id = static_cast<std::uint64_t>(id);
        seen.design = *design;
        seen.violation = outcome.violation;
        if (feasible) {
            seen.objectives = {outcome.metrics[1]}; // relative_edp
            if (outcome.metrics[1] < best) {
                best = outcome.metrics[1];
                run.bestDesign = *design;
            }
        }
        seen.metrics = outcome.metrics;
        made.value()->tell(std::span(&seen, 1));
        run.best.push_back(best);
    }
    return run;
}

std::shared_ptr<const problem::Problem> problemOf(const std::string& network, const Settings& settings,
                                                  InnerMethod method, std::uint64_t seed)
{
    CodesignQuestion question;
    question.name = network;
    const std::string file = network == "resnet" ? "resnet_codesign" : network;
    question.network = workload::readNetwork(std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "networks"
                                             / (file + ".json"))
                           .value();
    question.pes = pesOf(network);
    question.inner.method = method;
    question.inner.evaluator = settings.evaluator;
    question.inner.evaluations = settings.inner;
    question.inner.pool = settings.pool;
    question.inner.seed = seed;
    return makeCodesignProblem(std::move(question)).value();
}

struct Arm
{
    const char* name;
    const char* outer;
    InnerMethod inner;
    std::vector<OuterRun> runs = {};

    [[nodiscard]] std::vector<double> at(std::size_t evaluation) const
    {
        std::vector<double> values;
        for (const OuterRun& run : runs)
            values.push_back(run.best.empty() ? INFINITY
                                              : run.best[std::min(evaluation, run.best.size()) - 1]);
        return values;
    }
};

void claims(const std::string& network, const std::vector<Arm>& arms, std::size_t last)
{
    const double nested = median(arms[0].at(last));
    if (network != "mlp")
        criterion("C7", network + ": nested over random machines, random mappings",
                  nested / median(arms[2].at(last)), 0.90, "0.75 0.76 0.83");
    criterion("C8", network + ": nested over random machines, learnt mappings",
              nested / median(arms[1].at(last)), 1.05, "1.00 0.93 0.98");
    if (network != "mlp")
        criterion("C9", network + ": nested over the hand-made machine", nested,
                  network == "resnet" ? 0.82
                  : network == "dqn"  ? 0.60
                                      : 0.84,
                  "0.45 0.30 0.28");
    std::vector<double> gains;
    for (const double ratio : arms[0].at(last))
        gains.push_back(100.0 * (1.0 - ratio));
    std::printf("     improvement on the hand-made machine, %% : %s; published, on another evaluator: %s\n",
                spread(gains).c_str(),
                network == "resnet" ? "18"
                : network == "dqn"  ? "40"
                                    : "none read");
    double early = 0, earlyBad = 0, late = 0, lateBad = 0;
    for (const OuterRun& run : arms[0].runs) {
        early += run.early;
        earlyBad += run.earlyInfeasible;
        late += run.late;
        lateBad += run.lateInfeasible;
    }
    if (late > 0)
        criterion("C10", network + ": infeasible after over infeasible during the warm-up",
                  earlyBad > 0 ? lateBad / late / (earlyBad / early) : lateBad, 1.0,
                  "10-24 % infeasible at random");
    std::printf("     infeasible: %.0f of %.0f at random, %.0f of %.0f proposed\n", earlyBad, early, lateBad,
                late);
    std::fflush(stdout);
}

/// What of an improvement the machine made, and what the style of mapping.
void printAttribution(const std::string& network, const Settings& settings, const OuterRun& run)
{
    const auto problem = problemOf(network, settings, InnerMethod::ConstrainedBo, 1);
    if (!run.bestDesign)
        return;
    const auto parts = attributionOf(*problem, *run.bestDesign);
    if (!parts)
        return;
    const double base = parts->old.edp_Js();
    std::printf(
        "     best machine of seed 1 (%s):\n     new machine, old style of mapping %.3f; old machine, new "
        "style %.3f; both %.3f; factors: machine %.3f, style %.3f\n",
        problem->space().print(*run.bestDesign).c_str(), parts->machineOnly.edp_Js() / base,
        parts->mappingsOnly.edp_Js() / base, parts->both.edp_Js() / base, std::exp(-parts->byMachine),
        std::exp(-parts->byMappings));
}

void nested(const Settings& settings)
{
    std::printf(
        "nested search, %llu seeds, %lld machines, %lld mappings a layer, pool %zu; energy times delay "
        "over the hand-made machine with mappings by the learnt search\n",
        static_cast<unsigned long long>(settings.seeds), static_cast<long long>(settings.outer),
        static_cast<long long>(settings.inner), settings.pool);
    for (const std::string& network : settings.networks) {
        std::vector<Arm> arms{{"cbo, learnt mappings", "cbo", InnerMethod::ConstrainedBo},
                              {"random, learnt mappings", "random", InnerMethod::ConstrainedBo},
                              {"random, random mappings", "random", InnerMethod::Random}};
        std::vector<double> handMade;
        for (std::uint64_t seed = 1; seed <= settings.seeds; ++seed) {
            double learntReference = 0.0;
            for (Arm& arm : arms) {
                const auto problem = problemOf(network, settings, arm.inner, seed);
                const double reference = codesignOf(*problem)->reference({})->edp_Js();
                if (learntReference == 0.0)
                    learntReference = reference;
                OuterRun run = outerRun(*problem, arm.outer, seed, settings.outer);
                for (double& best : run.best)
                    best *= reference / learntReference;
                arm.runs.push_back(std::move(run));
            }
            handMade.push_back(learntReference);
        }
        const double middle = median(handMade);
        for (double& value : handMade)
            value /= middle;
        std::printf("%s (the hand-made machine itself: %s)\n", network.c_str(), spread(handMade).c_str());
        for (const Arm& arm : arms) {
            double spent = 0.0, slowest = 0.0;
            for (const OuterRun& run : arm.runs) {
                spent += run.proposing_s;
                slowest = std::max(slowest, run.slowest_s);
            }
            std::printf("  %-26s", arm.name);
            for (const std::size_t point : {25, 50, 100})
                if (point <= static_cast<std::size_t>(settings.outer))
                    std::printf(" @%zu %-22s", point, spread(arm.at(point)).c_str());
            std::printf(" %.1f ms a proposal, slowest %.1f\n",
                        1e3 * spent / static_cast<double>(settings.seeds)
                            / static_cast<double>(settings.outer),
                        1e3 * slowest);
        }
        claims(network, arms, static_cast<std::size_t>(settings.outer));
        printAttribution(network, settings, arms[0].runs.front());
    }
}

/// How long thinking takes, in processor time.
void proposals(const Settings& settings)
{
    std::printf("processor time of proposals\n");
    for (const std::string& network : settings.networks)
        for (const CodesignLayer& layer : layersOf(network)) {
            MappingSearchOptions options;
            options.evaluator = settings.evaluator;
            const Curves curves = innerRuns(layer.shape, options, 3);
            criterion("-", layer.name + ": ms an inner evaluation of 250, pool 150",
                      1e3 * curves.spent_s / static_cast<double>(curves.evaluations), 5.0, "-");
        }
    Settings brief = settings;
    brief.inner = 30;
    brief.pool = 20;
    const auto problem = problemOf("dqn", brief, InnerMethod::ConstrainedBo, 1);
    const OuterRun run = outerRun(*problem, "cbo", 1, 100);
    criterion("-", "slowest of 100 outer proposals, s", run.slowest_s, 0.2, "-");
}

} // namespace

int main(int argc, char** argv)
{
    Settings settings;
    std::string what = "all";
    std::string evaluator = "lite";
    bool fast = false;
    CLI::App app("Measures learned co-design against its acceptance criteria.");
    app.add_option("what", what, "inner, nested, proposals or all")
        ->check(CLI::IsMember({"inner", "nested", "outer", "proposals", "all"}));
    app.add_option("--seeds", settings.seeds, "Runs of each, seeds 1 to this")->check(CLI::Range(1, 1000));
    app.add_option("--evaluator", evaluator, "lite or exact")->check(CLI::IsMember({"lite", "exact"}));
    app.add_option("--networks", settings.networks, "Of the nested search")
        ->delimiter(',')
        ->check(CLI::IsMember({"resnet", "dqn", "mlp", "transformer"}));
    app.add_option("--outer", settings.outer, "Machines of a nested search")->check(CLI::Range(2, 10'000));
    app.add_option("--inner", settings.inner, "Mappings a layer of a nested search")
        ->check(CLI::Range(2, 100'000));
    app.add_option("--pool", settings.pool, "Mappings that the inner model of a nested search chooses among")
        ->check(CLI::Range(1, 100'000));
    app.add_flag("--fast", fast, "Without the methods on Gaussian processes (C4, C5)");
    CLI11_PARSE(app, argc, argv);
    settings.slow = !fast;
    settings.evaluator = evaluator == "exact" ? EvaluatorKind::Exact : EvaluatorKind::Lite;
    std::printf("evaluator: %s\n", evaluator.c_str());
    if (what == "inner" || what == "all")
        inner(settings);
    if (what == "nested" || what == "outer" || what == "all")
        nested(settings);
    if (what == "proposals" || what == "all")
        proposals(settings);
    return 0;
}
