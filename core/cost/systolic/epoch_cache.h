// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace paretoscope::cost::systolic {

/// The reference simulator's on-chip memory as its bookkeeping amounts to (SCALE-Sim v2.0.2 in stall-free
/// mode; replayed against 500 of its runs, A): a word that is not present costs one read from DRAM and is
/// kept; when as many distinct words as the epoch holds have come in, everything is forgotten.

/// Words of one epoch: 50 sets of a hundredth of the memory each.
[[nodiscard]] constexpr std::int64_t epochWords(std::int64_t size_bytes, std::int64_t word_bits)
{
    return 50 * (size_bytes * 8 / word_bits / 100);
}

/// Counts reads of streams in which no word occurs twice in one pass, in closed form.
class EpochCounter
{
public:
    explicit EpochCounter(std::int64_t epoch_words)
        : m_epoch_words(epoch_words)
    { }

    /// `words` words that were never asked for before, `passes` times in the same order.
    void stream(std::int64_t words, std::int64_t passes);

    [[nodiscard]] std::int64_t reads() const { return m_reads; }

private:
    std::int64_t m_epoch_words;
    std::int64_t m_present = 0; ///< distinct words since the epoch began
    std::int64_t m_reads = 0;
};

/// Counts reads of any stream by walking through it. An address stands for a segment of `segment_words`
/// consecutive words that always travel together.
class EpochReplay
{
public:
    EpochReplay(std::size_t addresses, std::int64_t epoch_words, std::int64_t segment_words)
        : m_epochOf(addresses, 0)
        , m_epoch_words(std::max<std::int64_t>(epoch_words, 1))
        , m_segment_words(segment_words)
    { }

    void touch(std::size_t address)
    {
        if (m_epochOf[address] == m_epoch)
            return;
        m_epochOf[address] = m_epoch;
        m_reads += m_segment_words;
        m_present += m_segment_words;
        if (m_present >= m_epoch_words) {
            m_present %= m_epoch_words;
            ++m_epoch;
        }
    }

    [[nodiscard]] std::int64_t reads() const { return m_reads; }

private:
    std::vector<std::uint32_t> m_epochOf; ///< the epoch in which an address last came in
    std::uint32_t m_epoch = 1;
    std::int64_t m_epoch_words;
    std::int64_t m_segment_words;
    std::int64_t m_present = 0;
    std::int64_t m_reads = 0;
};

} // namespace paretoscope::cost::systolic
