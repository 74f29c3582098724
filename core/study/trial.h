// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/space/design.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace paretoscope::study {

enum class Origin : std::uint8_t { Search, Manual };

/// One evaluated design. Ids count from 0 without gaps, in the order of proposal.
struct Trial
{
    std::uint64_t id = 0;
    space::Design design;
    problem::Outcome outcome;
    Origin origin = Origin::Search;
    double at_s = 0.0;        ///< seconds of running (pauses not counted) when it was finished
    double hypervolume = 0.0; ///< of the front up to and including this trial; NaN before a reference exists
};

/// All trials so far, growing at the end. Copies share immutable blocks of 1,024, so a snapshot of 100,000
/// trials costs a hundred pointers and at most one block of copying.
class TrialLog
{
public:
    static constexpr std::size_t kBlock = 1024;

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] const Trial& operator[](std::size_t index) const
    {
        return (*m_blocks[index / kBlock])[index % kBlock];
    }
    /// Copies the unfinished last block if it is shared, so that other logs stay as they are.
    void append(Trial trial);

private:
    using Block = std::vector<Trial>;
    std::vector<std::shared_ptr<Block>> m_blocks;
    std::size_t m_size = 0;
};

} // namespace paretoscope::study
