// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluate.h"
#include "tests/bench/silicon/agreement.h"
#include "tests/bench/silicon/gemmini.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
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

} // namespace

int main()
{
    const std::filesystem::path gemminiFolder = shared() / "data" / "dosa_gemmini";
    reportGemmini("Gemmini, loop-nest simulator", readGemminiModel(gemminiFolder));
    reportGemmini("Gemmini, RTL", readGemminiRtl(gemminiFolder));
    return 0;
}
