// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fake study in a process of its own, to be killed. Prints the number of trials of every snapshot.
#include "core/study/runner.h"
#include "tests/core/study/fake_problem.h"

#include <cstdio>
#include <filesystem>

using namespace paretoscope::study;

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const std::filesystem::path file = argv[1];
    auto session = std::filesystem::exists(file) ? Session::open(file)
                                                 : Session::create(file, fake::study("jitter", 100'000));
    if (!session) {
        std::printf("%s\n", session.error().text().c_str());
        return 2;
    }
    Runner* running = nullptr;
    Runner::Options options;
    options.workers = 2;
    options.publishPerSecond = 30;
    options.wake = [&running] {
        if (running == nullptr)
            return;
        std::printf("%zu\n", running->snapshot()->trials.size());
        std::fflush(stdout);
    };
    auto runner = Runner::make(*session.value(), options);
    if (!runner) {
        std::printf("%s\n", runner.error().text().c_str());
        return 2;
    }
    running = runner.value().get();
    running->start();
    running->waitUntilQuiet(60);
    return 0;
}
