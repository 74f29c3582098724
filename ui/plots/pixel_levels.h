// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/design_table.h"
#include "ui/plots/value_range.h"

#include <cstdint>
#include <vector>

namespace paretoscope::ui::plots {

/// From an axis' values to its height.
struct AxisScale
{
    std::size_t column = 0; ///< of the table
    ValueRange range;
    bool logarithmic = false;
    bool flipped = false; ///< low values at the top

    /// 0 at the bottom, 1 at the top.
    [[nodiscard]] double height(double value) const
    {
        const double share = shareOf(range, value, logarithmic);
        return flipped ? 1.0 - share : share;
    }
    [[nodiscard]] double value(double height) const
    {
        return valueAt(range, flipped ? 1.0 - height : height, logarithmic);
    }
    friend bool operator==(const AxisScale&, const AxisScale&) = default;
};

/// Of designs that are infeasible or have no place on the axis.
inline constexpr std::uint16_t kNoLevel = 0xffff;

/// Finds on which pixel of an axis each design stands, 0 at the bottom, `highest` at the top, for the rows
/// from, from + stride, ... of the table; the levels of the others stay.
void extendLevels(std::vector<std::uint16_t>& levels, const DesignTable& table, const AxisScale& scale,
                  int highest, std::size_t from, std::size_t stride = 1);

} // namespace paretoscope::ui::plots
