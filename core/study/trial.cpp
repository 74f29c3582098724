// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial.h"

#include <utility>

namespace paretoscope::study {

namespace {

using Block = std::vector<Trial>;

/// A block never grows beyond the room it is given here, so its trials never move and other logs may read
/// them while this one appends behind them.
std::shared_ptr<Block> roomyBlock()
{
    auto block = std::make_shared<Block>();
    block->reserve(TrialLog::kBlock);
    return block;
}

} // namespace

void TrialLog::append(Trial trial)
{
    const std::size_t used = m_size % kBlock;
    if (used == 0) {
        m_blocks.push_back(roomyBlock());
    } else if (m_blocks.back().use_count() > 1) {
        auto copy = roomyBlock();
        const auto begin = m_blocks.back()->begin();
        copy->assign(begin, begin + static_cast<std::ptrdiff_t>(used));
        m_blocks.back() = std::move(copy);
    }
    m_blocks.back()->push_back(std::move(trial));
    ++m_size;
}

} // namespace paretoscope::study
