// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include <cstdint>

namespace paretoscope::optimizer {

/// Where `index` goes when [0, count) is shuffled by `key`, without a table of the others: four rounds of a
/// Feistel network (Luby, Rackoff 1988) shuffle the next power of 4; walking its cycles until they are back
/// inside, at most four steps on average, shuffles [0, count) itself (Black, Rogaway 2002).
/// \param index below count; count >= 1
[[nodiscard]] std::uint64_t shuffled(std::uint64_t index, std::uint64_t count, std::uint64_t key);

} // namespace paretoscope::optimizer
