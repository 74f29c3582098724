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

/// How fast mappings are evaluated, on the layers and machines for which the reference simulator's own search
/// was run. Needs its file: PARETOSCOPE_SHARED names the folder that holds it. How good the mappings found
/// are is bench_mapper's question.

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
    return 0;
}
