// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_codesign.h"

#include <cstdio>
#include <ctime>
#include <filesystem>

namespace paretoscope::bench {

using namespace codesign;

namespace {

/// Linear interpolation between order statistics.
double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    const double beyond = place - static_cast<double>(below);
    if (beyond == 0.0 || values[below] == values[above]) // also of infinities
        return values[below];
    return values[below] + beyond * (values[above] - values[below]);
}

} // namespace

double processor_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double median(const std::vector<double>& values)
{
    return quantile(values, 0.5);
}

std::string spread(const std::vector<double>& values)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.3f [%.3f, %.3f]", median(values), quantile(values, 0.25),
                  quantile(values, 0.75));
    return text;
}

void criterion(const char* name, const std::string& what, double measured, double threshold,
               const char* calibration)
{
    std::printf("%-4s %-62s %7.3f  <= %.2f  %-4s  calibration %s\n", name, what.c_str(), measured, threshold,
                measured <= threshold ? "met" : "MISS", calibration);
    std::fflush(stdout);
}

std::vector<CodesignLayer> layersOf(const std::string& network)
{
    const std::string file = network == "resnet" ? "resnet_codesign" : network;
    const auto read = workload::readNetwork(std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "networks"
                                            / (file + ".json"));
    return codesignLayers(*read).value();
}

} // namespace paretoscope::bench
