// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what a session of 50,000 trials costs to run, to open, to read and to resume. Judges nothing.
#include "core/study/runner.h"
#include "tests/core/study/fake_problem.h"

#include <chrono>
#include <cstdio>
#include <filesystem>

using namespace paretoscope::study;

namespace {

/// Does `work` and prints how long it took.
template <class Work> auto timed(const char* what, Work work)
{
    const auto began = std::chrono::steady_clock::now();
    auto result = work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%-48s %8.3f s\n", what, took.count());
    if (!result) {
        std::printf("%s\n", result.error().text().c_str());
        std::exit(4);
    }
    return result;
}

} // namespace

int main()
{
    const auto file = std::filesystem::temp_directory_path() / "bench_journal.pscope";
    std::filesystem::remove(file);
    {
        auto session = timed("create", [&] { return Session::create(file, fake::study("plain", 50'000)); });
        auto runner = Runner::make(*session.value(), {});
        (void)timed("run and journal 50,000 instant evaluations", [&]() -> paretoscope::Status {
            runner.value()->start();
            runner.value()->waitUntilQuiet(600);
            return paretoscope::success();
        });
    }
    auto session = timed("open", [&] { return Session::open(file); });
    (void)timed("read every trial", [&] { return session.value()->trials(); });
    auto runner = timed("make a runner (read, replay, front, hypervolume)",
                        [&] { return Runner::make(*session.value(), {}); });
    std::printf("%zu trials, front of %zu, %ju bytes\n", runner.value()->snapshot()->trials.size(),
                runner.value()->snapshot()->front.size(), std::filesystem::file_size(file));
    runner.value().reset();
    session.value().reset();
    std::filesystem::remove(file);
}
