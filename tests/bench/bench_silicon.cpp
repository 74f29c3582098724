// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/mapper.h"
#include "tests/bench/silicon/agreement.h"
#include "tests/bench/silicon/gemmini.h"
#include "tests/bench/silicon/simba.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>

/// How the cost models follow figures that others measured or simulated: reported, not tuned to. Needs their
/// files; PARETOSCOPE_SHARED names the folder that holds them.

using namespace paretoscope;
using namespace paretoscope::silicon;

namespace {

std::filesystem::path shared()
{
    const char* folder = std::getenv("PARETOSCOPE_SHARED");
    return folder != nullptr ? folder : "../shared";
}

/// Ours and theirs, layer by layer.
struct Pairs
{
    std::vector<double> ours, theirs;
    void add(double mine, double other)
    {
        ours.push_back(mine);
        theirs.push_back(other);
    }
};
using ByLayer = std::map<std::string, Pairs>;

void printRow(const std::string& name, const Pairs& pairs)
{
    const Following f = follow(pairs.ours, pairs.theirs);
    std::printf("  %-28s %7zu %9.4f %9.4f %9.4f\n", name.c_str(), f.points, f.spearman, f.medianError,
                f.worstError);
}

/// Every layer, all together, and how many layers reach a Spearman of 0.95.
void printTable(const char* title, const ByLayer& layers)
{
    std::printf("\n%s\n  %-28s %7s %9s %9s %9s\n", title, "layer", "points", "Spearman", "median", "worst");
    Pairs all;
    double least = 1.0;
    std::size_t reached = 0, ranked = 0;
    for (const auto& [name, pairs] : layers) {
        printRow(name, pairs);
        all.ours.insert(all.ours.end(), pairs.ours.begin(), pairs.ours.end());
        all.theirs.insert(all.theirs.end(), pairs.theirs.begin(), pairs.theirs.end());
        if (const double rho = spearman(pairs.ours, pairs.theirs); !std::isnan(rho)) {
            ++ranked;
            reached += rho >= 0.95 ? 1U : 0U;
            least = std::min(least, rho);
        }
    }
    printRow("all", all);
    std::printf("  Spearman >= 0.95 on %zu of %zu layers that vary, least %.4f\n", reached, ranked, least);
}

void reportGemmini(const char* title, const Result<std::vector<GemminiPoint>>& points)
{
    if (!points) {
        std::printf("\n%s: %s\n", title, points.error().text().c_str());
        return;
    }
    ByLayer cycles, energies;
    std::size_t refused = 0;
    std::string example;
    for (const GemminiPoint& point : *points) {
        const auto outcome = cost::spatial::evaluate(point.operation, gemmini(point.sizes), point.mapping);
        if (const auto* illegal = std::get_if<cost::spatial::Illegal>(&outcome)) {
            ++refused;
            example = illegal->message;
            continue;
        }
        const auto& ours = std::get<cost::LayerReport>(outcome);
        cycles[point.layer].add(static_cast<double>(ours.cycles), point.cycles);
        energies[point.layer].add(ours.energy_J, point.energy_J);
    }
    printTable((std::string(title) + ", cycles").c_str(), cycles);
    printTable((std::string(title) + ", energy").c_str(), energies);
    if (refused > 0)
        std::printf("  %zu mappings refused, such as: %s\n", refused, example.c_str());
}

/// `count` of `all` machines, in order, drawn without replacement.
std::vector<std::size_t> sample(std::size_t all, std::size_t count)
{
    constexpr std::uint64_t kSeed = 1;
    std::vector<std::size_t> indices(all);
    std::iota(indices.begin(), indices.end(), 0U);
    Rng rng(kSeed);
    for (std::size_t i = 0; i + 1 < indices.size(); ++i)
        std::swap(indices[i], indices[i + rng.below(indices.size() - i)]);
    indices.resize(std::min(count, all));
    std::sort(indices.begin(), indices.end());
    return indices;
}

/// Our own search against theirs (CoSA), on the same machines.
void reportSimba(const Result<SimbaGrid>& grid, const cost::spatial::MapperOptions& options,
                 std::size_t machines)
{
    if (!grid) {
        std::printf("\nSimba: %s\n", grid.error().text().c_str());
        return;
    }
    const std::vector<std::size_t> chosen = sample(grid->machines.size(), machines);
    ByLayer cycles, energies;
    std::size_t unmapped = 0;
    for (const SimbaGrid::Layer& layer : grid->layers)
        for (const std::size_t m : chosen) {
            const auto found = cost::spatial::searchMapping(layer.operation, simba(grid->machines[m]), options);
            if (!found.best) {
                ++unmapped;
                continue;
            }
            cycles[layer.name].add(static_cast<double>(found.report.cycles), layer.cycles[m]);
            energies[layer.name].add(found.report.energy_J, layer.energy_J[m]);
        }
    std::printf("\nSimba-like grid: %zu of its %zu machines (seed 1), our search with %lld evaluations a layer, "
                "%zu without a mapping\n",
                chosen.size(), grid->machines.size(), static_cast<long long>(options.evaluations), unmapped);
    printTable("Simba-like, cycles", cycles);
    printTable("Simba-like, energy", energies);
}

} // namespace

int main()
{
    const std::filesystem::path gemminiFolder = shared() / "data" / "dosa_gemmini";
    reportGemmini("Gemmini, loop-nest simulator", readGemminiModel(gemminiFolder));
    reportGemmini("Gemmini, RTL", readGemminiRtl(gemminiFolder));
    cost::spatial::MapperOptions options;
    if (const char* o = std::getenv("OBJ")) options.objective = static_cast<cost::spatial::MappingObjective>(std::atoi(o));
    if (const char* o = std::getenv("EV")) options.evaluations = std::atoi(o);
    options.evaluation.peerForwarding = false;
    reportSimba(readSimbaGrid(shared() / "data" / "vaesa_simba"), options, 48);
    return 0;
}
