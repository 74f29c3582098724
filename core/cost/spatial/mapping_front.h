// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapper.h"

#include <map>
#include <vector>

namespace paretoscope::cost::spatial {

/// Mappings of which none is better than another in both energy and delay, kept as they are found: a list
/// sorted by cycles, along which energy falls.
class MappingFront
{
public:
    /// Whether a mapping of such figures belongs to the front; one that equals a member does not.
    [[nodiscard]] bool improves(double energy_J, std::int64_t cycles) const;
    /// Adds a mapping that improves() and drops what it dominates.
    void add(double energy_J, std::int64_t cycles, Mapping mapping);

    struct Entry
    {
        double energy_J = 0.0;
        Mapping mapping;
    };
    [[nodiscard]] const std::map<std::int64_t, Entry>& entries() const { return m_entries; }

private:
    std::map<std::int64_t, Entry> m_entries; ///< by cycles
};

struct MappingFrontResult
{
    struct Point
    {
        Mapping mapping;
        LayerReport report;
    };
    std::vector<Point> front; ///< fewest cycles first, so most energy first; empty if no mapping is legal
    std::int64_t evaluated = 0;
    std::array<std::int64_t, kIllegalReasons> illegal{};
    std::string example; ///< as MapperResult::example
};

/// Searches the trade-off of energy against delay on one machine: searches for energy^a * delay^b, one after
/// the other, whose exponents go through the front's directions, its ends and middle most often; every legal
/// mapping that any of them sees may enter the front. `objective` and the exponents in the options are
/// not looked at. Deterministic for a seed. Anytime: a larger budget continues where a smaller one stopped.
/// Thread-safe; returns the front so far when stopped.
[[nodiscard]] MappingFrontResult searchMappingFront(const workload::Operation& operation,
                                                    const hardware::SpatialArchitecture& architecture,
                                                    const MapperOptions& options,
                                                    const std::stop_token& stop = {});

} // namespace paretoscope::cost::spatial
