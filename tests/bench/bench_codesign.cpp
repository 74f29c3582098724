// SPDX-License-Identifier: GPL-3.0-or-later
// Learned co-design against its acceptance criteria C1 to C10, beside what a throw-away prototype of the
// light evaluator measured ("calibration"). All ratios are of medians over seeds, on the same evaluator, at
// equal numbers of evaluations.
#include "bench_codesign.h"

#include <CLI/CLI.hpp>

#include <cstdio>

using namespace paretoscope;
using namespace paretoscope::bench;
using namespace paretoscope::codesign;

namespace {

/// How long thinking takes, in processor time.
void proposals(const CodesignSettings& settings)
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
    CodesignSettings brief = settings;
    brief.inner = 30;
    brief.pool = 20;
    const auto problem = problemOf("dqn", brief, InnerMethod::ConstrainedBo, 1);
    const OuterRun run = outerRun(*problem, "cbo", 1, 100);
    criterion("-", "slowest of 100 outer proposals, s", run.slowest_s, 0.2, "-");
}

} // namespace

int main(int argc, char** argv)
{
    CodesignSettings settings;
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
        benchInner(settings);
    if (what == "nested" || what == "outer" || what == "all")
        benchNested(settings);
    if (what == "proposals" || what == "all")
        proposals(settings);
    return 0;
}
