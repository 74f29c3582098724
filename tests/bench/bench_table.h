// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench_race.h"

#include <filesystem>

namespace paretoscope::bench {

struct TableSettings
{
    std::size_t seeds = 10;
    unsigned jobs = 1;
    std::vector<std::string> problems; ///< empty: all that other optimizers were raced on
    std::vector<std::string> others;   ///< of our methods, to hold the automatic choice against
};

/// Prints, for 100, 1,000, 2,000 and 10,000 evaluations, what the method recommended for that budget, the
/// automatic choice and the best of our other methods reach beside the best of other optimizers; problems
/// with known constraints once with and once without asking them.
/// \returns 0, or what the program ends with
[[nodiscard]] int printTable(const TableSettings& settings, const std::filesystem::path& shared);

} // namespace paretoscope::bench
