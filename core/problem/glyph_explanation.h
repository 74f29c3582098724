// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/lite.h"
#include "core/problem/crossbar_layers.h"
#include "core/problem/explanation.h"
#include "core/problem/glyph_networks.h"

namespace paretoscope::problem {

/// What the lite model is asked about: the layers that a design has, and its crossbars.
[[nodiscard]] std::vector<cost::crossbar::LiteLayer> glyphLayers(const GlyphDesign& design);
[[nodiscard]] cost::crossbar::LiteCrossbar glyphCrossbar(const GlyphDesign& design);

/// Where the energy, time and silicon of a design of the glyph problem go, layer by layer, and how it stands
/// on its crossbars.
[[nodiscard]] Explanation explainGlyphs(const GlyphDesign& design);

/// Its layers with the column sums that were counted. One per layer.
[[nodiscard]] std::vector<CrossbarLayerView> glyphViews(const GlyphDesign& design,
                                                        const std::vector<accuracy::LayerSums>& sums);

} // namespace paretoscope::problem
