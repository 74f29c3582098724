// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/mapper.h"
#include "core/cost/validation/chip_cases.h"
#include "tests/bench/silicon/agreement.h"
#include "tests/bench/silicon/gemmini.h"
#include "tests/bench/silicon/simba.h"

#include <algorithm>
#include <array>
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
    std::printf("\n%s\n  %-28s %7s %9s %9s %9s\n", title, "layer or network", "points", "Spearman", "median",
                "worst");
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
    std::printf("  Spearman >= 0.95 on %zu of %zu rows that vary, least %.4f\n", reached, ranked, least);
}

/// The chip's measured layers. Times and energies of VGG-16 are ones that the model bounds, not predicts.
void reportEyeriss(const Result<std::vector<cost::validation::ChipCase>>& cases)
{
    using cost::validation::ChipFigures;
    if (!cases) {
        std::printf("\nEyeriss: %s\n", cases.error().text().c_str());
        return;
    }
    struct Figure
    {
        const char* key;
        double (*ours)(const ChipFigures&);
    };
    const Figure figures[] = {
        {"energy_mj", [](const ChipFigures& f) { return f.energy_J * 1e3; }},
        {"processing_latency_ms", [](const ChipFigures& f) { return f.processing_s * 1e3; }},
        {"total_latency_ms", [](const ChipFigures& f) { return f.total_s * 1e3; }},
        {"dram_mb", [](const ChipFigures& f) { return f.dram_bytes * 1e-6; }},
        {"global_buffer_mb", [](const ChipFigures& f) { return f.buffer_bytes * 1e-6; }},
    };
    for (const Figure& figure : figures) {
        ByLayer networks;
        for (const auto& item : *cases) {
            const auto theirs = item.expected.find(figure.key);
            const auto ours = cost::validation::predictLayer(item);
            if (ours && theirs != item.expected.end())
                networks[item.network].add(figure.ours(*ours), theirs->second.front());
        }
        printTable((std::string("Eyeriss, measured chip, ") + figure.key).c_str(), networks);
    }
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

/// What their own figures, fitted by one effect a size, would reach: their search is heuristic, and this is
/// what is left of the machine in its results.
void printFitted(const char* title, const SimbaGrid& grid, bool energy)
{
    std::vector<std::vector<double>> factors(5);
    for (const SimbaSizes& m : grid.machines) {
        const std::array<std::int64_t, 5> sizes{m.macs, m.accumulator_words, m.weight_words, m.input_words,
                                                m.global_words};
        for (std::size_t f = 0; f < factors.size(); ++f)
            factors[f].push_back(static_cast<double>(sizes[f]));
    }
    std::size_t reached = 0, ranked = 0;
    double sum = 0.0;
    for (const SimbaGrid::Layer& layer : grid.layers) {
        const std::vector<double>& theirs = energy ? layer.energy_J : layer.cycles;
        const double rho = spearman(additiveFit(factors, theirs), theirs);
        if (std::isnan(rho))
            continue;
        ++ranked;
        sum += rho;
        reached += rho >= 0.95 ? 1U : 0U;
    }
    std::printf(
        "  %s fitted to themselves, one effect a size: Spearman >= 0.95 on %zu of %zu layers, mean %.3f\n",
        title, reached, ranked, sum / static_cast<double>(ranked));
}

/// Our own search against theirs (CoSA), on the same machines: cycles of the fastest mapping found, energy of
/// the most frugal one.
void reportSimba(const Result<SimbaGrid>& grid, const Result<hardware::Technology>& technology)
{
    constexpr std::size_t kMachines = 48;
    if (!grid || !technology) {
        std::printf("\nSimba-like: %s\n", (grid ? technology.error() : grid.error()).text().c_str());
        return;
    }
    cost::spatial::MapperOptions options;
    options.evaluation.peerForwarding = false;
    const std::vector<std::size_t> chosen = sample(grid->machines.size(), kMachines);
    ByLayer cycles, energies;
    std::size_t unmapped = 0;
    for (const SimbaGrid::Layer& layer : grid->layers)
        for (const std::size_t m : chosen) {
            const auto machine = simba(grid->machines[m], *technology);
            options.objective = cost::spatial::MappingObjective::Delay;
            const auto fastest = cost::spatial::searchMapping(layer.operation, machine, options);
            options.objective = cost::spatial::MappingObjective::Energy;
            const auto frugal = cost::spatial::searchMapping(layer.operation, machine, options);
            if (!fastest.best || !frugal.best) {
                ++unmapped;
                continue;
            }
            cycles[layer.name].add(static_cast<double>(fastest.report.cycles), layer.cycles[m]);
            energies[layer.name].add(frugal.report.energy_J, layer.energy_J[m]);
        }
    std::printf(
        "\nSimba-like grid: %zu of its %zu machines (seed 1), our search with %lld evaluations a layer, "
        "%zu without a mapping\n",
        chosen.size(), grid->machines.size(), static_cast<long long>(options.evaluations), unmapped);
    printTable("Simba-like, cycles", cycles);
    printFitted("Their cycles", *grid, false);
    printTable("Simba-like, energy", energies);
    printFitted("Their energies", *grid, true);
}

} // namespace

int main()
{
    reportEyeriss(cost::validation::readChipCases(shared() / "reference" / "eyeriss.json"));
    const std::filesystem::path gemminiFolder = shared() / "data" / "dosa_gemmini";
    reportGemmini("Gemmini, loop-nest simulator", readGemminiModel(gemminiFolder));
    reportGemmini("Gemmini, RTL", readGemminiRtl(gemminiFolder));
    reportSimba(readSimbaGrid(shared() / "data" / "vaesa_simba"),
                hardware::readTechnology(std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "technology"
                                         / "45nm.json"));
    return 0;
}
