// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapper.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <unordered_map>

namespace paretoscope::problem {

/// Remembers the best mapping found of a layer shape on a machine, across the designs of a study: designs
/// that differ only in what a mapping does not see (clock, area), the same design asked about again, the
/// explanation of a design that was scored.
///
/// A search is a function of what it is given, so a hit is what a miss would have found, and results do not
/// depend on how many workers share the cache. A search that was stopped is not kept. Thread-safe: two
/// workers that miss the same shape both search it.
class MappingCache
{
public:
    /// \param capacity results kept at most; a result of a five-level machine takes some 4 KB.
    explicit MappingCache(std::size_t capacity = 16'384);

    [[nodiscard]] std::shared_ptr<const cost::spatial::MapperResult>
    search(const workload::Operation& operation, const hardware::SpatialArchitecture& machine,
           const cost::spatial::MapperOptions& options, const std::stop_token& stop);

    struct Use
    {
        std::int64_t lookups = 0;
        std::int64_t hits = 0;
        std::size_t kept = 0;
    };
    [[nodiscard]] Use use() const;

private:
    using Entry = std::shared_ptr<const cost::spatial::MapperResult>;
    using Generation = std::unordered_map<std::string, Entry>;
    [[nodiscard]] Entry find(const std::string& key);
    void keep(std::string key, Entry entry);

    const std::size_t m_perGeneration;
    mutable std::mutex m_mutex;
    // The young generation fills up and becomes the old one; what is found in the old one is young again. So
    // what is forgotten was not asked for in a long time.
    Generation m_young, m_old;
    Use m_use;
};

/// Everything that a mapping search depends on, as bytes: equal for two searches exactly if they are given
/// the same. Names count, because dataflows and constraints go by them and reports quote them; a machine's
/// name, description, clock and areas do not.
[[nodiscard]] std::string mappingKey(const workload::Operation& operation,
                                     const hardware::SpatialArchitecture& machine,
                                     const cost::spatial::MapperOptions& options);

} // namespace paretoscope::problem
