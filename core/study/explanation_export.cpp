// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/explanation_export.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>
#include <vector>

namespace paretoscope::study {

namespace {

using nlohmann::json;
using problem::EnergyPart;
using problem::Explanation;
using problem::LayerExplanation;

std::string shortNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100.0 * share);
    return text;
}

/// Sums over operands, largest first.
std::vector<std::pair<std::string, double>> byComponent(const std::vector<EnergyPart>& parts)
{
    std::map<std::string, double> sums;
    for (const EnergyPart& part : parts)
        sums[part.component] += part.energy_J;
    std::vector<std::pair<std::string, double>> sorted(sums.begin(), sums.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

std::string layerToText(const LayerExplanation& layer)
{
    std::string text = layer.name + ": " + layer.shape;
    if (layer.repeats > 1)
        text += ", " + std::to_string(layer.repeats) + " times";
    text += "\n  latency " + shortNumber(layer.latency_s) + " s, energy " + shortNumber(layer.energy_J)
            + " J, utilization " + percent(layer.utilization) + ", limited by " + layer.bound + ", "
            + std::to_string(layer.macs) + " MACs, off-chip " + shortNumber(layer.offChip_bytes) + " B\n";
    const std::string nest = problem::printNest(layer.nest);
    for (std::size_t begin = 0; begin < nest.size();) {
        const std::size_t end = std::min(nest.find('\n', begin), nest.size());
        text += "    " + nest.substr(begin, end - begin) + '\n';
        begin = end + 1;
    }
    return text;
}

json energyToJson(const std::vector<EnergyPart>& parts)
{
    json list = json::array();
    for (const EnergyPart& part : parts)
        list.push_back(
            {{"component", part.component}, {"operand", part.operand}, {"energy_J", part.energy_J}});
    return list;
}

json nestToJson(const std::vector<problem::NestLevel>& nest)
{
    static constexpr const char* kKinds[] = {"temporal", "spatial_x", "spatial_y"};
    json levels = json::array();
    for (const problem::NestLevel& level : nest) {
        json residents = json::array();
        for (const auto& resident : level.residents)
            residents.push_back({{"tensor", resident.tensor}, {"tile_bytes", resident.tile_bytes}});
        json loops = json::array();
        for (const problem::NestLoop& loop : level.loops)
            loops.push_back({{"kind", kKinds[static_cast<std::size_t>(loop.kind)]},
                             {"dimension", loop.dimension},
                             {"meaning", loop.meaning},
                             {"bound", loop.bound}});
        levels.push_back({{"memory", level.memory},
                          {"capacity_bytes", level.capacity_bytes},
                          {"residents", std::move(residents)},
                          {"loops", std::move(loops)}});
    }
    return levels;
}

json layerToJson(const LayerExplanation& layer)
{
    return {{"name", layer.name},
            {"shape", layer.shape},
            {"repeats", layer.repeats},
            {"macs", layer.macs},
            {"latency_s", layer.latency_s},
            {"energy_J", layer.energy_J},
            {"utilization", layer.utilization},
            {"bound", layer.bound},
            {"off_chip_bytes", layer.offChip_bytes},
            {"energy", energyToJson(layer.energy)},
            {"nest", nestToJson(layer.nest)}};
}

/// Arrays used and wasted, and what the ADCs lose, by layer.
json crossbarToJson(const problem::CrossbarDetail& detail)
{
    json area = json::object();
    for (const problem::CrossbarArea& part : detail.area)
        area[part.component] = part.area_mm2;
    json layers = json::array();
    for (const problem::CrossbarLayerDetail& layer : detail.layers)
        layers.push_back({{"name", layer.name},
                          {"repeats", layer.repeats},
                          {"copies", layer.copies},
                          {"arrays", layer.arrays},
                          {"wasted_arrays", layer.wastedArrays},
                          {"utilization", layer.utilization},
                          {"adc_bits_needed", layer.adcBitsNeeded},
                          {"adc_bits_lost", layer.adcBitsLost},
                          {"sqnr_db", layer.sqnr_dB}});
    return {{"layout", detail.layout},           {"tiles", detail.tiles},
            {"arrays", detail.arrays},           {"built_arrays", detail.builtArrays},
            {"utilization", detail.utilization}, {"interval_s", detail.interval_s},
            {"area_mm2", std::move(area)},       {"layers", std::move(layers)}};
}

} // namespace

std::string explanationToText(const Explanation& explanation)
{
    std::string text;
    if (!explanation.infeasible.empty())
        text += "infeasible: " + explanation.infeasible + "\n\n";
    if (!explanation.layers.empty()) {
        text += "latency " + shortNumber(explanation.latency_s) + " s, energy "
                + shortNumber(explanation.energy_J) + " J, area " + shortNumber(explanation.area_mm2)
                + " mm²\n\nenergy by component\n";
        for (const auto& [component, energy_J] : byComponent(explanation.energy))
            text += "  " + component + "  " + shortNumber(energy_J) + " J  "
                    + (explanation.energy_J > 0.0 ? percent(energy_J / explanation.energy_J) : "") + '\n';
        text += "\nlayers\n";
        for (const LayerExplanation& layer : explanation.layers)
            text += layerToText(layer) + '\n';
    }
    for (const std::string& note : explanation.notes)
        text += "note: " + note + '\n';
    return text;
}

json explanationToJson(const Explanation& explanation)
{
    json layers = json::array();
    for (const LayerExplanation& layer : explanation.layers)
        layers.push_back(layerToJson(layer));
    json ceilings = json::array();
    for (const auto& ceiling : explanation.roofline.ceilings)
        ceilings.push_back(
            {{"name", ceiling.name}, {"bandwidth_bytes_per_second", ceiling.bandwidth_bytesPerSecond}});
    json blocks = json::array();
    for (const problem::Block& block : explanation.blocks)
        blocks.push_back({{"name", block.name},
                          {"parent", block.parent},
                          {"columns", block.columns},
                          {"rows", block.rows},
                          {"size_bytes", block.size_bytes},
                          {"area_mm2", block.area_mm2},
                          {"energy_J", block.energy_J},
                          {"utilization", block.utilization},
                          {"holds", block.holds}});
    json all{{"latency_s", explanation.latency_s},
             {"energy_J", explanation.energy_J},
             {"area_mm2", explanation.area_mm2},
             {"infeasible", explanation.infeasible},
             {"energy", energyToJson(explanation.energy)},
             {"blocks", std::move(blocks)},
             {"layers", std::move(layers)},
             {"roofline",
              {{"peak_macs_per_second", explanation.roofline.peak_macsPerSecond},
               {"ceilings", std::move(ceilings)}}},
             {"notes", explanation.notes}};
    if (explanation.crossbar)
        all["crossbar"] = crossbarToJson(*explanation.crossbar);
    return all;
}

} // namespace paretoscope::study
