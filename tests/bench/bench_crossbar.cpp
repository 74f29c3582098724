// SPDX-License-Identifier: GPL-3.0-or-later
/// How long one configuration of a crossbar machine takes on ResNet-18, instantiation included, in CPU time
/// of the thread; and how many configurations a second one and two threads get through. With a file of
/// reference cases as argument, how far whole networks are from their simulators.
#include "core/base/rng.h"
#include "core/problem/crossbar_evaluation.h"
#include "tests/core/cost/whole_networks.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <thread>
#include <vector>

using namespace paretoscope;

namespace {

double cpu_s()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Tally
{
    double cpu_s = 0.0;
    double sum = 0.0; ///< of what was computed, so that nothing is left out
};

Tally evaluateMany(const std::vector<cost::crossbar::NetworkLayer>& layers,
                   const hardware::CrossbarTemplate& machine, int count, std::uint64_t stream)
{
    Rng rng(1, stream);
    Tally tally;
    const double began = cpu_s();
    for (int i = 0; i < count; ++i) {
        const auto array = machine.instantiate(
            {{"array.side", static_cast<double>(32U << rng.below(5)), {}},
             {"array.cell_bits", 1.0 + static_cast<double>(rng.below(4)), {}},
             {"adc.bits", 4.0 + static_cast<double>(rng.below(7)), {}},
             {"replication.arrays", 2000.0 * static_cast<double>(rng.below(16)), {}}});
        if (array)
            tally.sum += cost::crossbar::evaluate(layers, *array).latency_s;
    }
    tally.cpu_s = cpu_s() - began;
    return tally;
}

int reportWholeNetworks(const char* cases)
{
    const auto comparison = cost::crossbar::whole::compare(cases, PARETOSCOPE_RESOURCE_DIR "/hardware");
    if (!comparison) {
        std::fprintf(stderr, "%s\n", comparison.error().what.c_str());
        return 1;
    }
    std::printf("Largest relative deviation over %d layers of MNSIM's networks, %d of PUMA's programs:\n",
                comparison->mnsim.layers, comparison->puma.layers);
    for (const auto& [figure, deviation] : comparison->mnsim.worst)
        std::printf("MNSIM  %-36s %.2g\n", figure.c_str(), deviation);
    for (const auto& [figure, deviation] : comparison->puma.worst)
        std::printf("PUMA   %-36s %.2g\n", figure.c_str(), deviation);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1)
        return reportWholeNetworks(argv[1]);
    constexpr int kCount = 50'000;
    const std::string resources = PARETOSCOPE_RESOURCE_DIR;
    const auto network = workload::readNetwork(resources + "/networks/resnet18.json");
    if (!network)
        return 1;
    const auto layers = problem::crossbarLayers(*network);
    if (!layers)
        return 1;
    for (const char* name : {"puma", "isaac", "mnsim"}) {
        const auto machine = hardware::CrossbarTemplate::read(resources + "/hardware/" + name
                                                              + "_crossbar.json");
        if (!machine)
            return 1;
        const Tally one = evaluateMany(*layers, *machine, kCount, 0);
        Tally halves[2];
        {
            std::vector<std::jthread> threads;
            for (std::uint64_t i = 0; i < 2; ++i)
                threads.emplace_back(
                    [&, i] { halves[i] = evaluateMany(*layers, *machine, kCount / 2, 1 + i); });
        }
        const double slowest = std::max(halves[0].cpu_s, halves[1].cpu_s);
        std::printf("%-6s %6.2f us a configuration, %8.0f a second on one thread, %8.0f on two (check %g)\n",
                    name, one.cpu_s / kCount * 1e6, kCount / one.cpu_s, kCount / slowest,
                    one.sum + halves[0].sum + halves[1].sum);
    }
    return 0;
}
