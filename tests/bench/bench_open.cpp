// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to open a session whose front is large:
//     build/release/tests/bin/bench_open [EVALUATIONS]
// Runs NSGA-II on DTLZ2, where a third of all designs end up on the front, then opens what it left.
#include "core/study/runner.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace paretoscope;

/// Does `work` and prints how long it took.
template <class Work> auto timed(const char* what, Work work)
{
    const auto began = std::chrono::steady_clock::now();
    auto result = work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%-40s %8.3f s\n", what, took.count());
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().text().c_str());
        std::exit(4);
    }
    return result;
}

} // namespace

int main(int argc, char** argv)
{
    const auto evaluations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 50'000ULL;
    const nlohmann::json document{{"format", "paretoscope-study"},
                                  {"version", 1},
                                  {"name", "A large front"},
                                  {"problem", {{"model", "test"}, {"function", "dtlz2"}, {"variables", 10}}},
                                  {"method", {{"name", "nsga2"}}},
                                  {"evaluations", evaluations},
                                  {"seed", 1}};
    auto study = study::studyFromDocument(document, "bench_open");
    if (!study) {
        std::fprintf(stderr, "%s\n", study.error().text().c_str());
        return 2;
    }
    const auto file = std::filesystem::temp_directory_path() / "bench_open.pscope";
    std::filesystem::remove(file);
    {
        auto session = study::Session::create(file, *study);
        auto runner = study::Runner::make(**session, {});
        (void)timed("run and journal", [&]() -> Status {
            (*runner)->start();
            (*runner)->waitUntilQuiet(600);
            return success();
        });
    }
    auto session = timed("open", [&] { return study::Session::open(file); });
    (void)timed("read every trial", [&] { return (*session)->trials(); });
    auto runner = timed("make a runner (read, replay, front)",
                        [&] { return study::Runner::make(**session, {}); });
    const auto snapshot = (*runner)->snapshot();
    std::printf("%zu trials, front of %zu, hypervolume %.17g\n", snapshot->trials.size(),
                snapshot->front.size(), snapshot->trials[snapshot->trials.size() - 1].hypervolume);
    runner.value().reset();
    session.value().reset();
    std::filesystem::remove(file);
}
