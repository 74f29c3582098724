// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/design_table.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

void DesignTable::follow(const study::TrialLog& trials, const std::vector<session::Axis>& axes,
                         const problem::Problem& problem)
{
    if (m_columns != axes.size() || trials.size() < m_rows) {
        *this = DesignTable();
        m_columns = axes.size();
        m_extents.resize(m_columns);
    }
    if (trials.size() > m_rows && m_rows % kBlock != 0) // others may read the last block
        m_blocks.back() = std::make_shared<Block>(*m_blocks.back());
    for (; m_rows < trials.size(); ++m_rows) {
        const std::size_t at = m_rows % kBlock;
        if (at == 0) {
            m_blocks.push_back(std::make_shared<Block>());
            m_blocks.back()->values.resize(m_columns * kBlock);
        }
        Block& block = *m_blocks.back();
        const study::Trial& trial = trials[m_rows];
        const bool feasible = trial.outcome.verdict == problem::Verdict::Feasible;
        block.feasible[at] = feasible ? 1 : 0;
        for (std::size_t c = 0; c < m_columns; ++c) {
            const double value = axes[c].value(trial, problem);
            block.values[c * kBlock + at] = static_cast<float>(value);
            if (!feasible || !std::isfinite(value))
                continue;
            std::optional<ValueRange>& extent = m_extents[c];
            extent = extent ? ValueRange{std::min(extent->low, value), std::max(extent->high, value)}
                            : ValueRange{value, value};
        }
    }
}

} // namespace paretoscope::ui::plots
