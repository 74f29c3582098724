// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/cost/spatial/map_space.h"
#include "core/cost/spatial/mapper.h"
#include "core/cost/spatial/reference_cases.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

/// How fast mappings are evaluated and how good those found are, on the layers and machines for which the
/// reference simulator's own search was run. Needs its file: PARETOSCOPE_SHARED names the folder that holds
/// it.

using namespace paretoscope;
using namespace paretoscope::cost::spatial;

namespace {

std::filesystem::path searchFile()
{
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "../shared") / "reference" / "timeloop"
           / "mapper.json";
}

const SearchReference* find(const std::vector<SearchReference>& all, const std::string& layer,
                            const std::string& architecture)
{
    for (const SearchReference& each : all)
        if (each.layer == layer && each.architecture.name == architecture)
            return &each;
    return nullptr;
}

/// Legal mappings as the mapper would construct them.
std::vector<Nest> legalNests(const SearchReference& reference, Evaluator& evaluator, std::size_t count,
                             std::uint64_t seed = 1)
{
    const MapSpace space(reference.operation, reference.architecture, Dataflow{}, evaluator.shape());
    Rng rng(seed);
    std::vector<Nest> nests;
    while (nests.size() < count) {
        const Nest nest = space.nest(space.construct(rng, evaluator));
        if (!evaluator.fits(nest))
            nests.push_back(nest);
    }
    return nests;
}

/// Mappings of the layer with some of its dimensions padded, where they are legal for the layer itself.
std::vector<Nest> raggedNests(const SearchReference& reference, Evaluator& evaluator, std::size_t count)
{
    SearchReference padded = reference;
    for (std::size_t d = 0; d < padded.operation.dimensions.size(); d += 2)
        padded.operation.dimensions[d].size += padded.operation.dimensions[d].size > 8 ? 4 : 0;
    Result<Evaluator> paddedEvaluator = Evaluator::compile(padded.operation, padded.architecture);
    std::vector<Nest> nests;
    for (std::uint64_t seed = 1; nests.size() < count; ++seed)
        for (const Nest& nest : legalNests(padded, paddedEvaluator.value(), count, seed))
            if (nests.size() < count && !evaluator.fits(nest))
                nests.push_back(nest);
    return nests;
}

void evaluateMappings(benchmark::State& state, const SearchReference& reference, bool forwarding, bool ragged)
{
    Result<Evaluator> evaluator = Evaluator::compile(reference.operation, reference.architecture);
    const std::vector<Nest> nests = ragged ? raggedNests(reference, evaluator.value(), 512)
                                           : legalNests(reference, evaluator.value(), 512);
    Counts counts;
    std::size_t i = 0;
    for (auto step : state) {
        (void)step;
        benchmark::DoNotOptimize(
            evaluator.value().evaluate(nests[i++ % nests.size()], {.peerForwarding = forwarding}, counts));
    }
    state.SetItemsProcessed(state.iterations());
}

void searchDefault(benchmark::State& state, const SearchReference& reference)
{
    MapperOptions options;
    std::int64_t evaluated = 0;
    for (auto step : state) {
        (void)step;
        const MapperResult result = searchMapping(reference.operation, reference.architecture, options);
        evaluated += result.evaluated;
        ++options.seed;
    }
    state.SetItemsProcessed(evaluated);
}

/// One row per layer and machine: energy-delay product over the best the reference's search found, mean over
/// seeds.
void printQuality(const std::vector<SearchReference>& references, std::int64_t evaluations)
{
    constexpr int kSeeds = 8;
    std::printf("\n%lld evaluations, %d seeds: EDP / reference's best\n", static_cast<long long>(evaluations),
                kSeeds);
    std::printf("%-14s %-20s %8s %8s %8s %9s\n", "machine", "layer", "mean", "best", "worst", "ms");
    double logSum = 0.0;
    for (const SearchReference& reference : references) {
        double sum = 0.0;
        double best = INFINITY;
        double worst = 0.0;
        const auto start = std::chrono::steady_clock::now();
        for (int seed = 1; seed <= kSeeds; ++seed) {
            MapperOptions options;
            options.evaluations = evaluations;
            options.seed = static_cast<std::uint64_t>(seed);
            const MapperResult result = searchMapping(reference.operation, reference.architecture, options);
            const double edp = result.best
                                   ? result.report.energy_J * static_cast<double>(result.report.cycles)
                                   : INFINITY;
            const double ratio = edp / reference.bestEdp_JCycles;
            sum += std::log(ratio) / kSeeds;
            best = std::min(best, ratio);
            worst = std::max(worst, ratio);
        }
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
        std::printf("%-14s %-20s %8.4f %8.4f %8.4f %9.2f\n", reference.architecture.name.c_str(),
                    reference.layer.c_str(), std::exp(sum), best, worst, taken.count() / kSeeds);
        logSum += sum;
    }
    std::printf("geometric mean %.4f, %.2f times better\n",
                std::exp(logSum / static_cast<double>(references.size())),
                std::exp(-logSum / static_cast<double>(references.size())));
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    const auto references = readSearchReference(searchFile());
    if (!references) {
        std::printf("%s\n", references.error().text().c_str());
        return 0;
    }
    const SearchReference* conv2 = find(*references, "resnet18_conv2", "eyeriss_168");
    if (conv2 != nullptr) {
        benchmark::RegisterBenchmark("evaluate/forwarding", evaluateMappings, *conv2, true, false);
        benchmark::RegisterBenchmark("evaluate/plain", evaluateMappings, *conv2, false, false);
        benchmark::RegisterBenchmark("evaluate/ragged", evaluateMappings, *conv2, true, true);
        benchmark::RegisterBenchmark("search/default", searchDefault, *conv2)->Unit(benchmark::kMillisecond);
    }
    benchmark::RunSpecifiedBenchmarks();
    for (const std::int64_t evaluations : {500, 2'000, 20'000})
        printQuality(*references, evaluations);
    return 0;
}
