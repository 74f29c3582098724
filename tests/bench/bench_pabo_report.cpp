// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_pabo.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

namespace paretoscope::bench {

namespace {

double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (place - static_cast<double>(low)) * (values[high] - values[low]);
}

using Figure = std::function<double(const PaboRun&)>;

double over(const PaboEntry& entry, const Figure& figure, double share = 0.5)
{
    std::vector<double> values;
    for (const PaboRun& run : entry.runs)
        values.push_back(figure(run));
    return quantile(std::move(values), share);
}

Figure hypervolumeAt(std::size_t trainings)
{
    return [trainings](const PaboRun& run) { return run.hypervolume[trainings - 1]; };
}

double proposal_ms(const PaboRun& run)
{
    return 1e3 * run.cpu_s / static_cast<double>(kTrainings - kInitial);
}

double skippedShare(const PaboRun& run)
{
    const auto all = static_cast<double>(run.updatesMade + run.updatesSkipped);
    return all > 0.0 ? static_cast<double>(run.updatesSkipped) / all : 0.0;
}

double bestOverMedianError(const PaboRun& run)
{
    return quantile(run.errors, 0.0) / quantile(run.errors, 0.5);
}

const PaboEntry& named(const std::vector<PaboEntry>& entries, const std::string& key)
{
    return *std::find_if(entries.begin(), entries.end(),
                         [&](const PaboEntry& entry) { return entry.key == key; });
}

/// One line of the list of criteria. \returns whether it holds
bool judge(const char* name, const char* what, bool least, double threshold, const char* calibrated,
           double measured)
{
    const bool holds = least ? measured >= threshold : measured <= threshold;
    std::printf("%-3s %-58s %s %.2f  %-12s %8.3f  %s\n", name, what, least ? ">=" : "<=", threshold,
                calibrated, measured, holds ? "pass" : "FAIL");
    return holds;
}

} // namespace

void printTable(const std::vector<PaboEntry>& entries)
{
    std::printf("%-38s %5s %5s %5s %14s %6s %6s %8s %8s %7s\n", "median of the hypervolume after", "20", "40",
                "60", "[quartiles]", "front", "fits", "acquis.", "ms each", "vetoes");
    for (const PaboEntry& entry : entries) {
        const bool counted = entry.runs.front().effort.counted;
        const auto fits = [](const PaboRun& run) { return static_cast<double>(run.effort.modelFits); };
        const auto acquisitions = [](const PaboRun& run) {
            return static_cast<double>(run.effort.acquisitionEvaluations);
        };
        std::printf("%-38s %5.2f %5.2f %5.2f  [%.2f, %.2f] %6.0f", entry.label.c_str(),
                    over(entry, hypervolumeAt(20)), over(entry, hypervolumeAt(40)),
                    over(entry, hypervolumeAt(60)), over(entry, hypervolumeAt(60), 0.25),
                    over(entry, hypervolumeAt(60), 0.75),
                    over(entry, [](const PaboRun& run) { return static_cast<double>(run.front); }));
        if (counted)
            std::printf(" %6.0f %8.0f", over(entry, fits), over(entry, acquisitions));
        else
            std::printf(" %6s %8s", "-", "-");
        std::printf(" %8.3f", over(entry, proposal_ms));
        const auto vetoes = [](const PaboRun& run) { return static_cast<double>(run.vetoes); };
        if (entry.key == "gate")
            std::printf("   %.0f to %.0f", over(entry, vetoes, 0.0), over(entry, vetoes, 1.0));
        std::printf("\n");
    }
}

bool report(const std::vector<PaboEntry>& entries)
{
    printTable(entries);
    const auto at60 = [&](const char* key) { return over(named(entries, key), hypervolumeAt(60)); };
    const auto ms = [&](const char* key) { return over(named(entries, key), proposal_ms); };
    const double anchored = at60("anchored");
    bool frontsAreRight = true;
    for (const PaboEntry& entry : entries)
        for (const PaboRun& run : entry.runs)
            frontsAreRight = frontsAreRight && run.frontIsRight;
    std::printf(
        "\nanchored agent: %.2f x the processor time per proposal of sampled hypervolume improvement\n",
        ms("anchored") / ms("ehvi"));
    std::printf("anchored agent: %.3f x the hypervolume at 60 of this program's own, stronger ParEGO\n",
                anchored / at60("parego"));
    std::printf("\n%-3s %-58s %-8s %-12s %8s\n", "", "criterion (medians)", "limit", "calibration",
                "measured");
    bool all = true;
    const auto line = [&](const char* name, const char* what, bool least, double threshold,
                          const char* calibrated, double measured) {
        all = judge(name, what, least, threshold, calibrated, measured) && all;
    };
    line("P1", "anchored over random, hypervolume at 60", true, 1.20, "1.39", anchored / at60("random"));
    line("P2", "anchored over NSGA-II, hypervolume at 60", true, 1.10, "1.30", anchored / at60("nsga2"));
    line("P2", "anchored over ParEGO as specified, hypervolume at 60", true, 1.00, "1.10",
         anchored / at60("parego1"));
    line("P3", "anchored over sampled hypervolume improvement at 60", true, 0.90, "0.98",
         anchored / at60("ehvi"));
    line("P4", "literal agent over sampled improvement, ms per proposal", false, 0.50, "0.27",
         ms("agent") / ms("ehvi"));
    line("P5", "literal agent, share of partner updates skipped", true, 0.30, "0.61",
         over(named(entries, "agent"), skippedShare));
    line("P6", "literal agent over random, hypervolume at 60", true, 0.95, "1.06-1.10",
         at60("agent") / at60("random"));
    line("P7", "best over median error of 60 random designs", false, 0.30, "0.09",
         over(named(entries, "random"), bestOverMedianError));
    line("P8", "fronts that equal the plain filter of all results", true, 1.00, "exact",
         frontsAreRight ? 1.0 : 0.0);
    return all;
}

} // namespace paretoscope::bench
