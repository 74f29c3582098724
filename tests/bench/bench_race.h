// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench_problems.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// One method on one problem, and what other optimizers reached there. The figure is the hypervolume of all
/// feasible designs evaluated so far, objectives normalised, reference 1.1 in each.
namespace paretoscope::bench {

struct RaceSettings
{
    std::uint64_t budget = 1'000;
    std::size_t seeds = 10;
    std::size_t initial = 0; ///< evaluations meant for an initial design
    std::size_t batch = 1;
    unsigned jobs = 1;
    bool known = true; ///< methods may ask the known constraints
};

struct Race
{
    std::vector<double> volumes; ///< one per checkpoint
    double method_s = 0.0;       ///< processor time of asking and telling, known constraints included
    std::string mistake;
};

/// Seeds 1 to RaceSettings::seeds, in that order.
[[nodiscard]] std::vector<Race> races(const BenchProblem& problem, const std::string& method,
                                      const std::vector<std::uint64_t>& checkpoints,
                                      const RaceSettings& settings);

struct Quartiles
{
    double low = 0.0, median = 0.0, high = 0.0;
};
[[nodiscard]] Quartiles quartilesOf(std::vector<double> values);
[[nodiscard]] Quartiles quartilesAt(std::span<const Race> races, std::size_t checkpoint);

struct Peer
{
    std::string name;
    std::size_t seeds = 0;
    Quartiles volume;
};
using Peers = std::map<std::pair<std::string, std::uint64_t>, std::vector<Peer>>; ///< best first
[[nodiscard]] Result<Peers> readPeers(const std::filesystem::path& file);

/// How a median stands against the best peer's: above, equal or below by less than its interquartile range,
/// or below.
struct Tally
{
    int above = 0, near = 0, below = 0;

    const char* count(double median, const Quartiles& best)
    {
        if (median > best.median + 5e-5) // the peers' figures have five digits
            return ++above, "above";
        if (median >= best.median - (best.high - best.low) - 5e-5)
            return ++near, "near";
        return ++below, "BELOW";
    }
};

} // namespace paretoscope::bench
