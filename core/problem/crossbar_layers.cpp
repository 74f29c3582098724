// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/crossbar_layers.h"

#include "core/problem/glyph_problem.h"
#include "core/problem/training_problem.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::problem {

namespace {

/// The values of a layer's vector, from the bytes that its buffer holds.
std::int64_t valuesOf(const LayerExplanation& layer, std::size_t resident, const CrossbarDetail& machine)
{
    if (layer.nest.empty() || resident >= layer.nest.front().residents.size())
        return 1;
    return std::llround(layer.nest.front().residents[resident].tile_bytes * 8.0 / machine.inputBits);
}

CrossbarLayerView viewOf(const CrossbarLayerDetail& detail, const LayerExplanation& layer,
                         const CrossbarDetail& machine)
{
    CrossbarLayerView view;
    const std::int64_t matrices = std::max<std::int64_t>(1, detail.matrices);
    view.matrixRows = valuesOf(layer, 0, machine) / matrices;
    view.matrixColumns = valuesOf(layer, 1, machine) / matrices;
    if (machine.layout == "adjacent_columns")
        view.matrixColumns *= machine.weightSlices;
    // One bit less is needed where columns hold complements and sum at most half.
    const bool flipped = detail.adcBitsNeeded < cost::crossbar::losslessAdcBits(
                             detail.usedRows, machine.dacBits, machine.cellBits);
    view.sums = expectedSums({detail.usedRows, machine.cellBits, machine.dacBits, machine.adcBits,
                              machine.differential, flipped ? 0.5 : 1.0});
    return view;
}

} // namespace

Result<std::vector<CrossbarLayerView>> crossbarLayerViews(const Problem& problem, const space::Design& design,
                                                          const Explanation& explanation,
                                                          const std::stop_token& stop)
{
    std::vector<CrossbarLayerView> views;
    if (!explanation.crossbar)
        return views;
    if (auto glyphs = glyphLayerViews(problem, design, stop))
        return std::move(*glyphs);
    const CrossbarDetail& machine = *explanation.crossbar;
    for (std::size_t i = 0; i < machine.layers.size() && i < explanation.layers.size(); ++i)
        views.push_back(viewOf(machine.layers[i], explanation.layers[i], machine));
    if (trainingLogOf(problem) == nullptr)
        return views;
    const auto measured = measuredColumns(problem, design, stop);
    if (!measured)
        return measured.error();
    for (std::size_t i = 0; i < views.size() && i < measured->size(); ++i) {
        views[i].sums = (*measured)[i].sums;
        views[i].measuredSqnr_dB = (*measured)[i].sqnr_dB;
    }
    return views;
}

} // namespace paretoscope::problem
