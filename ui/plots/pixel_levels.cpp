// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/pixel_levels.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

void extendLevels(std::vector<std::uint16_t>& levels, const DesignTable& table, const AxisScale& scale,
                  int highest, std::size_t from, std::size_t stride)
{
    levels.resize(table.rows(), kNoLevel);
    for (std::size_t row = from; row < table.rows(); row += stride) {
        if (!table.feasible(row))
            continue;
        const double height = scale.height(static_cast<double>(table.at(row, scale.column)));
        if (std::isfinite(height))
            levels[row] = static_cast<std::uint16_t>(std::clamp(height, 0.0, 1.0) * highest + 0.5);
    }
}

} // namespace paretoscope::ui::plots
