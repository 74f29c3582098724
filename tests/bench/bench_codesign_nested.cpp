// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_codesign.h"
#include "core/optimizer/optimizer.h"

#include <cstdio>
#include <filesystem>
#include <span>

namespace paretoscope::bench {

using namespace codesign;

namespace {

std::int32_t pesOf(const std::string& network)
{
    return network == "transformer" ? 256 : 168;
}

} // namespace

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

std::shared_ptr<const problem::Problem> problemOf(const std::string& network,
                                                  const CodesignSettings& settings, InnerMethod method,
                                                  std::uint64_t seed)
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

namespace {

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
void printAttribution(const std::string& network, const CodesignSettings& settings, const OuterRun& run)
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

} // namespace

void benchNested(const CodesignSettings& settings)
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

} // namespace paretoscope::bench
