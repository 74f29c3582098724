// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_space.h"

/// Layers of the four networks, and a mapping small enough to count by hand.
namespace paretoscope::codesign::sample {

inline constexpr LayerShape kResNet2{{3, 3, 28, 28, 128, 128}, 1};
inline constexpr LayerShape kDqn1{{8, 8, 20, 20, 4, 16}, 4};
inline constexpr LayerShape kDqn2{{4, 4, 9, 9, 16, 32}, 2};
inline constexpr LayerShape kTransformer2{{1, 1, 32, 1, 64, 32}, 1};

/// Everything at DRAM, orders R S P Q C K.
inline TiledMapping plain(const LayerShape& layer)
{
    TiledMapping mapping;
    for (std::size_t d = 0; d < kDims; ++d) {
        mapping.factor[d] = {1, 1, 1, 1, layer.size[d]};
        for (auto& order : mapping.order)
            order[d] = static_cast<std::uint8_t>(d);
    }
    return mapping;
}

} // namespace paretoscope::codesign::sample
