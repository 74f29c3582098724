// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/glyph_explanation.h"

#include "core/base/counts.h"
#include "core/base/quantity_words.h"
#include "core/cost/crossbar/precision.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::problem {

using cost::crossbar::LiteCost;
using cost::crossbar::LiteLayer;

namespace {

constexpr double kRangeShare =
    0.5; ///< of the largest sum that the converters span, see accuracy::CrossbarFormat

std::vector<EnergyPart> energyParts(const LiteCost& cost)
{
    return {{"Crossbars", "analog sums", cost.array_J},
            {"Converters", "analog to digital", cost.adc_J},
            {"Memory", "inputs, outputs and control", cost.memory_J}};
}

/// Cells that hold weights over all cells of the arrays.
double usedShare(const GlyphDesign& design, const LiteLayer& layer, const LiteCost& cost)
{
    const auto side = static_cast<double>(design.format.rows);
    const double weights = 2.0 * design.format.slices() * static_cast<double>(layer.rows * layer.columns);
    return weights / (static_cast<double>(cost.crossbars) * side * side);
}

CrossbarLayerDetail detailOf(const GlyphDesign& design, const LiteLayer& layer, const LiteCost& cost,
                             const std::string& name)
{
    const accuracy::CrossbarFormat& format = design.format;
    CrossbarLayerDetail detail;
    detail.name = name;
    detail.rowTiles = ceilDivide(layer.rows, format.rows);
    detail.columnTiles = ceilDivide(layer.columns, format.rows);
    detail.usedRows = std::min<std::int64_t>(layer.rows, format.rows);
    detail.usedColumns = std::min<std::int64_t>(layer.columns, format.rows);
    detail.arrays = cost.crossbars;
    detail.utilization = usedShare(design, layer, cost);
    detail.wastedArrays = static_cast<double>(cost.crossbars) * (1.0 - detail.utilization);
    detail.vector_s = cost.latency_s;
    detail.conversions = static_cast<double>(cost.conversions);
    cost::crossbar::PrecisionSetup setup;
    setup.rows = detail.usedRows;
    setup.reduction = layer.rows;
    setup.weightBits = format.weightBits;
    setup.cellBits = format.cellBits;
    setup.inputBits = format.activationBits;
    setup.dacBits = 1;
    setup.adcBits = format.adcBits;
    setup.sigma_relative = format.cellNoise;
    const auto precision = cost::crossbar::precisionOf(setup);
    detail.adcBitsNeeded = precision.adcBitsNeeded;
    detail.adcBitsLost = precision.adcBitsLost;
    detail.sqnr_dB = precision.sqnr_dB;
    return detail;
}

CrossbarDetail machineOf(const GlyphDesign& design, const LiteCost& whole)
{
    const accuracy::CrossbarFormat& format = design.format;
    CrossbarDetail detail;
    detail.layout = "separate_arrays";
    detail.rows = format.rows;
    detail.columns = format.rows;
    detail.cellBits = format.cellBits;
    detail.weightBits = format.weightBits;
    detail.inputBits = format.activationBits;
    detail.adcBits = format.adcBits;
    detail.weightSlices = format.slices();
    detail.inputSlices = format.activationBits;
    detail.differential = true;
    detail.dacsPerArray = format.rows;
    detail.arrays = whole.crossbars;
    detail.builtArrays = whole.crossbars;
    detail.interval_s = whole.latency_s;
    detail.area = {{"Crossbars with converters and registers", whole.area_mm2}};
    return detail;
}

std::vector<std::string> notesOf(const GlyphDesign& design)
{
    const double noise = design.format.cellNoise;
    return {
        "Constants of one array, one converter and one register: the PUMA simulator's constants file, read "
        "first-hand. Scaling with the array's size and the memory terms: our choice.",
        noise > 0.0 ? "Every cell is off by a normally distributed share of "
                          + quantityWords(100.0 * noise, "%") + " (our choice). No drift and no wires."
                    : "No device effects: no drift, no wires, no noise.",
        "Networks are trained once each and results are kept by design, so searches share evaluations."};
}

} // namespace

std::vector<LiteLayer> glyphLayers(const GlyphDesign& design)
{
    std::vector<LiteLayer> layers;
    std::int64_t inputs = accuracy::kGlyphPixels;
    for (const int width : {design.hidden1, design.hidden2, accuracy::kGlyphClasses}) {
        if (width == 0)
            continue;
        layers.push_back({inputs, width});
        inputs = width;
    }
    return layers;
}

cost::crossbar::LiteCrossbar glyphCrossbar(const GlyphDesign& design)
{
    const accuracy::CrossbarFormat& format = design.format;
    return {format.rows, format.weightBits, format.activationBits, format.cellBits, format.adcBits};
}

Explanation explainGlyphs(const GlyphDesign& design)
{
    const auto crossbar = glyphCrossbar(design);
    const auto layers = glyphLayers(design);
    const auto whole = cost::crossbar::liteCost(layers, crossbar);
    Explanation explanation;
    CrossbarDetail machine = machineOf(design, whole);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto cost = cost::crossbar::liteCost(layers[i], crossbar);
        const std::string name = i + 1 < layers.size() ? "hidden " + std::to_string(i + 1) : "output";
        LayerExplanation layer;
        layer.name = name;
        layer.shape = "dense, " + std::to_string(layers[i].rows) + " → " + std::to_string(layers[i].columns);
        layer.macs = layers[i].rows * layers[i].columns;
        layer.latency_s = cost.latency_s;
        layer.energy_J = cost.energy_J();
        layer.utilization = usedShare(design, layers[i], cost);
        layer.bound = "converters";
        layer.energy = energyParts(cost);
        machine.layers.push_back(detailOf(design, layers[i], cost, name));
        machine.utilization += layer.utilization * static_cast<double>(cost.crossbars)
                               / static_cast<double>(whole.crossbars);
        explanation.layers.push_back(std::move(layer));
    }
    explanation.energy = energyParts(whole);
    explanation.energy_J = whole.energy_J();
    explanation.latency_s = whole.latency_s;
    explanation.area_mm2 = whole.area_mm2;
    explanation.notes = notesOf(design);
    explanation.crossbar = std::move(machine);
    return explanation;
}

std::vector<CrossbarLayerView> glyphViews(const GlyphDesign& design,
                                          const std::vector<accuracy::LayerSums>& sums)
{
    std::vector<CrossbarLayerView> views;
    const std::vector<LiteLayer> layers = glyphLayers(design);
    for (std::size_t i = 0; i < layers.size() && i < sums.size(); ++i) {
        CrossbarLayerView view;
        view.matrixRows = layers[i].rows;
        view.matrixColumns = layers[i].columns;
        SumSetup setup;
        setup.rows = std::min<std::int64_t>(layers[i].rows, design.format.rows);
        setup.cellBits = design.format.cellBits;
        setup.adcBits = design.format.adcBits;
        setup.differential = true;
        setup.rangeShare = kRangeShare;
        view.sums = countedSums(sums[i].counts, setup);
        view.measuredSqnr_dB = 10.0 * std::log10(sums[i].signalOverNoise);
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace paretoscope::problem
