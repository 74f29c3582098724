// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"
#include "ui/plots/value_range.h"
#include "ui/session/axis.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::ui::plots {

/// Where every design stands on every axis, column by column, for pictures of many axes at once. Row = trial
/// id, column = position in the document's axes. Single precision, which is finer than any pixel; exact
/// questions (pins) are asked of the trials. Copies share immutable blocks, so that a background job takes
/// one for the price of a few pointers while the table grows.
class DesignTable
{
public:
    static constexpr std::size_t kBlock = 4096; ///< rows

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }
    /// NaN where a design has no place.
    [[nodiscard]] float at(std::size_t row, std::size_t column) const
    {
        return m_blocks[row / kBlock]->values[column * kBlock + row % kBlock];
    }
    /// A column of the block-th kBlock rows; the last one is shorter.
    [[nodiscard]] std::span<const float> column(std::size_t block, std::size_t column) const
    {
        return std::span(m_blocks[block]->values)
            .subspan(column * kBlock, std::min(kBlock, m_rows - block * kBlock));
    }
    [[nodiscard]] std::size_t blocks() const { return m_blocks.size(); }
    [[nodiscard]] bool feasible(std::size_t row) const
    {
        return m_blocks[row / kBlock]->feasible[row % kBlock] != 0;
    }
    /// From least to most among the feasible designs; absent while there are none with a value.
    [[nodiscard]] const std::optional<ValueRange>& extent(std::size_t column) const
    {
        return m_extents[column];
    }

    /// Adds the trials that are new. O(new rows x columns).
    void follow(const study::TrialLog& trials, const std::vector<session::Axis>& axes,
                const problem::Problem& problem);

private:
    struct Block
    {
        std::vector<float> values; ///< column after column, kBlock each
        std::array<std::uint8_t, kBlock> feasible{};
    };
    std::size_t m_rows = 0;
    std::size_t m_columns = 0;
    std::vector<std::shared_ptr<Block>> m_blocks;
    std::vector<std::optional<ValueRange>> m_extents;
};

} // namespace paretoscope::ui::plots
