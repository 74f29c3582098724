// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_mapping_text.h"

#include "core/problem/spatial_explanation.h"
#include "core/study/export.h"

#include <algorithm>
#include <cstdio>

namespace paretoscope::cli {

namespace {

std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", 100.0 * share);
    return text;
}

std::string energyText(double energy_J, bool known)
{
    return known ? study::exactNumber(energy_J) + " J" : std::string("unknown");
}

/// What clipped tiles of a ragged mapping leave out.
std::string shortfallText(const cost::Shortfall& shortfall)
{
    if (shortfall.reads == 0 && shortfall.fills == 0 && shortfall.updates == 0)
        return {};
    return ", together less " + std::to_string(shortfall.reads) + " reads, " + std::to_string(shortfall.fills)
           + " fills, " + std::to_string(shortfall.updates) + " updates";
}

std::string raggedText(const cost::LayerReport& report)
{
    std::string text;
    for (const cost::RaggedDimension& each : report.ragged)
        text += (text.empty() ? "ragged: " : ", ") + each.dimension + " " + std::to_string(each.size)
                + " padded to " + std::to_string(each.padded);
    return text.empty() ? text
                        : text + "; " + percent(report.raggedIdle) + " of the used MACs' cycles idle\n";
}

/// Instances in use, words of each of them, energy of all.
std::string accessText(const cost::TensorAccesses& tensor, bool energyKnown)
{
    return "    " + tensor.tensor + ": " + std::to_string(tensor.instances) + " x ("
           + std::to_string(tensor.reads) + " reads, " + std::to_string(tensor.fills) + " fills, "
           + std::to_string(tensor.updates) + " updates), tile " + std::to_string(tensor.tile_words)
           + " words, energy " + energyText(tensor.energy_J, energyKnown) + shortfallText(tensor.shortfall)
           + '\n';
}

std::string indented(const std::string& text)
{
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        out += "  " + text.substr(begin, end - begin) + '\n';
        begin = end + 1;
    }
    return out;
}

} // namespace

std::string reportText(const cost::LayerReport& report, bool energyKnown)
{
    const auto energy = [&](double energy_J) { return energyText(energy_J, energyKnown); };
    std::string text = "cycles " + std::to_string(report.cycles) + " (" + std::to_string(report.computeCycles)
                       + " of compute, bound by " + report.bound + ")\nutilization "
                       + percent(report.utilization) + " of the MACs\n" + raggedText(report) + "energy "
                       + energy(report.energy_J) + "\n  MACs: " + std::to_string(report.macs) + ", energy "
                       + energy(report.macEnergy_J) + '\n';
    for (const cost::LevelReport& level : report.levels) {
        text += "  " + level.level + ": energy " + energy(level.energy_J) + ", "
                + std::to_string(level.cycles) + " cycles\n";
        for (const cost::TensorAccesses& tensor : level.tensors)
            text += accessText(tensor, energyKnown);
        if (level.leakage_J > 0.0)
            text += "    leakage: energy " + energy(level.leakage_J) + '\n';
    }
    return text;
}

std::string nestText(const workload::Operation& operation, const hardware::SpatialArchitecture& machine,
                     const cost::spatial::Mapping& mapping, const cost::LayerReport& report)
{
    return "mapping\n" + indented(problem::printNest(problem::nestOf(operation, machine, mapping, report)));
}

std::string frontText(const cost::spatial::MappingFrontResult& result)
{
    std::string text = "front of " + std::to_string(result.front.size()) + " mappings\n"
                       + "        cycles       energy J      EDP J*cycles  utilization  bound by\n";
    for (const auto& [mapping, report] : result.front) {
        char line[160];
        std::snprintf(line, sizeof line, "%14lld  %13.6g  %16.6g  %9.2f %%  %s\n",
                      static_cast<long long>(report.cycles), report.energy_J,
                      report.energy_J * static_cast<double>(report.cycles), 100.0 * report.utilization,
                      report.bound.c_str());
        text += line;
    }
    return text;
}

} // namespace paretoscope::cli
