// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_space.h"

#include <array>

namespace paretoscope::codesign {

/// What a model of mappings goes by, all from the mapping itself: shares of the array and of the memories in
/// use, words moved, reuse, sizes of tiles; logarithms to base 2 but for shares of memories. The paper's list
/// could not be read; this one is our choice.
inline constexpr std::size_t kMappingFeatures = 26;
[[nodiscard]] std::array<double, kMappingFeatures>
mappingFeatures(const LayerShape& layer, const Machine& machine, const TiledMapping& mapping);
/// For people: "words of weights from DRAM".
[[nodiscard]] const std::array<const char*, kMappingFeatures>& mappingFeatureNames();

/// The mapping as it is written down: log2 of its 30 factors, and the place of each dimension in the three
/// orders.
inline constexpr std::size_t kRawParameters = kDims * kSlots + kDims * kOrders;
[[nodiscard]] std::array<double, kRawParameters> rawParameters(const TiledMapping& mapping);

} // namespace paretoscope::codesign
