// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_codesign.h"

#include <cstdio>

namespace paretoscope::bench {

using namespace codesign;

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

namespace {

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

} // namespace

void benchInner(const CodesignSettings& settings)
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

} // namespace paretoscope::bench
