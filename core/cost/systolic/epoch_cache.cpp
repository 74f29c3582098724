// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/epoch_cache.h"

namespace paretoscope::cost::systolic {

void EpochCounter::stream(std::int64_t words, std::int64_t passes)
{
    if (m_epoch_words < 1) { // too small to hold anything
        m_reads += words * passes;
        return;
    }
    const bool wholePresent = m_present + words < m_epoch_words;
    m_reads += words;
    m_present = (m_present + words) % m_epoch_words;
    if (passes == 1 || wholePresent)
        return;
    if (words < m_epoch_words) {
        // An epoch ended within the first pass. The second brings the words from before that point in again;
        // then all are there, and no epoch can end any more.
        m_reads += words - m_present;
        m_present = words;
        return;
    }
    // Between two uses of a word an epoch always ends.
    m_reads += words * (passes - 1);
    m_present = (m_present + words % m_epoch_words * ((passes - 1) % m_epoch_words)) % m_epoch_words;
}

} // namespace paretoscope::cost::systolic
