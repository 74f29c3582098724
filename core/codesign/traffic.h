// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_space.h"

namespace paretoscope::codesign {

/// How often tiles move, and how often words are used while they stay, by the light model of this folder (our
/// choice, see lite_evaluator.h). Also what the features of mappings are made of.
struct Traffic
{
    /// Tiles of the array: how often a new one is needed, and how many distinct ones of outputs there are.
    double inputVisits = 1, weightVisits = 1, outputVisits = 1, outputDistinct = 1;
    /// Tiles of the global buffer, likewise. Weights bypass it.
    double bufferInputVisits = 1, bufferOutputVisits = 1, bufferOutputDistinct = 1;
    /// Multiply-accumulates in a row that use the same word.
    double inputReuse = 1, weightReuse = 1, outputReuse = 1;
    /// Words of the tiles: of a PE, of the array, of the global buffer.
    double inputLocal = 1, weightLocal = 1, outputLocal = 1;
    double inputArray = 1, weightArray = 1, outputArray = 1;
    double inputBuffer = 1, outputBuffer = 1;
};

[[nodiscard]] Traffic trafficOf(const LayerShape& layer, const TiledMapping& mapping);

} // namespace paretoscope::codesign
