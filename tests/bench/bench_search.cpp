// SPDX-License-Identifier: GPL-3.0-or-later
// How many whole-network hardware designs a second a study evaluates, mapping search and journal included:
//     build/release/tests/bin/bench_search [STUDY.json] [SECONDS]
// Runs the study with one worker and with two, in turn, and prints both, so that the ratio is of one machine
// at one time.
#include "core/problem/spatial_problem.h"
#include "core/study/runner.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace paretoscope;

double designsPerSecond(const std::filesystem::path& studyFile, unsigned workers, double seconds)
{
    auto loaded = study::readStudy(studyFile);
    if (!loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
        std::exit(2);
    }
    loaded.value().evaluations = 1'000'000;
    const auto file = std::filesystem::temp_directory_path() / "bench_search.pscope";
    std::filesystem::remove(file);
    auto session = study::Session::create(file, *loaded);
    if (!session) {
        std::fprintf(stderr, "%s\n", session.error().text().c_str());
        std::exit(4);
    }
    double rate = 0.0;
    {
        study::Runner::Options options;
        options.workers = workers;
        auto runner = study::Runner::make(**session, options);
        if (!runner)
            std::exit(4);
        const auto began = std::chrono::steady_clock::now();
        (*runner)->start();
        (*runner)->waitUntilQuiet(seconds);
        const auto done = (*runner)->snapshot()->trials.size();
        rate = static_cast<double>(done)
               / std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }
    if (const auto use = problem::mappingCacheUse(*session.value()->study().problem))
        std::printf("%u workers: %lld mappings asked for, %.1f %% known already\n", workers,
                    static_cast<long long>(use->lookups),
                    100.0 * static_cast<double>(use->hits)
                        / static_cast<double>(std::max<std::int64_t>(use->lookups, 1)));
    session.value().reset();
    std::filesystem::remove(file);
    return rate;
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path study = argc > 1 ? argv[1]
                                                 : PARETOSCOPE_RESOURCE_DIR "/studies/eyeriss-resnet18.json";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 10.0;
    const double one = designsPerSecond(study, 1, seconds);
    const double two = designsPerSecond(study, 2, seconds);
    std::printf("designs/s, 1 worker   %8.1f\ndesigns/s, 2 workers  %8.1f\nratio                 %8.2f\n",
                one, two, two / one);
    return 0;
}
