// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace paretoscope::bench {

constexpr std::size_t kTrainings = 60; ///< evaluations of the error, of every search
constexpr std::size_t kInitial = 10;   ///< of these, random ones that all searches from a seed share

/// One search from one seed.
struct PaboRun
{
    std::vector<double> hypervolume; ///< after each training, in [0, 1]
    std::vector<double> errors;      ///< in order
    std::size_t front = 0;           ///< designs on it at the end
    double cpu_s = 0.0;              ///< of the method alone, all proposals
    optimizer::Effort effort;
    std::uint64_t updatesMade = 0, updatesSkipped = 0, vetoes = 0;
    bool frontIsRight = false; ///< mutually non-dominated, and what the plain filter of all results leaves
};

struct PaboEntry
{
    std::string key;   ///< "anchored"
    std::string label; ///< for the table
    optimizer::MethodChoice choice;
    std::vector<PaboRun> runs; ///< one per seed
};

/// The table of some methods.
void printTable(const std::vector<PaboEntry>& entries);
/// The table of all methods, then criteria P1 to P8 against what was measured.
/// \returns whether all of them hold
bool report(const std::vector<PaboEntry>& entries);

} // namespace paretoscope::bench
