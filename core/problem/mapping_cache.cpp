// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/mapping_cache.h"

#include "core/cost/spatial/map_constraints_json.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace paretoscope::problem {

namespace {

/// Appends values so that no two different lists of them give the same bytes: texts and lists carry their
/// length.
class KeyWriter
{
public:
    template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void add(T value)
    {
        char bytes[sizeof(T)];
        std::memcpy(bytes, &value, sizeof(T));
        m_key.append(bytes, sizeof(T));
    }
    void add(const std::string& text)
    {
        add(text.size());
        m_key += text;
    }
    template <class T> void add(const std::optional<T>& value)
    {
        add(value.has_value());
        add(value.value_or(T{}));
    }
    template <class... T> void addAll(const T&... values) { (add(values), ...); }

    [[nodiscard]] std::string take() { return std::move(m_key); }

private:
    std::string m_key;
};

// Structures are taken apart by name, so that a field added to one of them does not compile here until
// somebody has decided whether a mapping depends on it.

void addOperation(KeyWriter& key, const workload::Operation& operation)
{
    const auto& [dimensions, tensors] = operation;
    key.add(dimensions.size());
    for (const auto& [name, size] : dimensions)
        key.addAll(name, size);
    key.add(tensors.size());
    for (const auto& [name, role, axes] : tensors) {
        key.addAll(name, role, axes.size());
        for (const workload::Axis& axis : axes) {
            key.add(axis.size());
            for (const auto& [dimension, coefficient] : axis)
                key.addAll(dimension, coefficient);
        }
    }
}

void addLevel(KeyWriter& key, const hardware::MemoryLevel& level)
{
    const auto& [name, kind, meshX, meshY, capacity_words, word_bits, block_words, multipleBuffering,
                 read_wordsPerCycle, write_wordsPerCycle, shared_wordsPerCycle, energy, area_mm2,
                 residency] = level;
    (void)area_mm2;
    const auto& [read_J, fill_J, update_J, leakage_JPerCycle] = energy;
    key.addAll(name, kind, meshX, meshY, capacity_words, word_bits, block_words, multipleBuffering,
               read_wordsPerCycle, write_wordsPerCycle, shared_wordsPerCycle, read_J, fill_J, update_J,
               leakage_JPerCycle, residency.size());
    for (const auto& [tensor, rule] : residency)
        key.addAll(tensor, rule);
}

void addMachine(KeyWriter& key, const hardware::SpatialArchitecture& machine)
{
    const auto& [name, description, levels, macMeshX, macMeshY, mac_bits, macEnergy_J, macArea_mm2, clock_Hz,
                 dataflow] = machine;
    (void)name, (void)description, (void)macArea_mm2, (void)clock_Hz;
    (void)dataflow; // goes in with the options, which may replace it
    key.add(levels.size());
    for (const hardware::MemoryLevel& level : levels)
        addLevel(key, level);
    key.addAll(macMeshX, macMeshY, mac_bits, macEnergy_J);
}

void addMapping(KeyWriter& key, const cost::spatial::Mapping& mapping)
{
    const auto& [levels] = mapping;
    key.add(levels.size());
    for (const auto& [keeps, temporal, spatialX, spatialY] : levels) {
        key.add(keeps.size());
        for (const bool kept : keeps)
            key.add(kept);
        for (const auto* loops : {&temporal, &spatialX, &spatialY}) {
            key.add(loops->size());
            for (const auto& [dimension, factor] : *loops)
                key.addAll(dimension, factor);
        }
    }
}

void addOptions(KeyWriter& key, const cost::spatial::MapperOptions& options,
                const hardware::SpatialArchitecture& machine)
{
    const auto& [objective, energyExponent, delayExponent, evaluations, seed, evaluation, dataflow,
                 constraints, models, searchesRagged] = options;
    const auto& [peerForwarding, ragged] = evaluation;
    (void)dataflow;
    key.addAll(objective, energyExponent, delayExponent, evaluations, seed, peerForwarding, ragged,
               searchesRagged, cost::spatial::dataflowFor(options, machine));
    key.add(constraints.empty() ? std::string() : cost::spatial::mapConstraintsToJson(constraints).dump());
    key.add(models.size());
    for (const cost::spatial::Mapping& model : models)
        addMapping(key, model);
}

} // namespace

std::string mappingKey(const workload::Operation& operation, const hardware::SpatialArchitecture& machine,
                       const cost::spatial::MapperOptions& options)
{
    KeyWriter key;
    addOperation(key, operation);
    addMachine(key, machine);
    addOptions(key, options, machine);
    return key.take();
}

MappingCache::MappingCache(std::size_t capacity)
    : m_perGeneration(std::max<std::size_t>(1, capacity / 2))
{ }

std::shared_ptr<const cost::spatial::MapperResult>
MappingCache::search(const workload::Operation& operation, const hardware::SpatialArchitecture& machine,
                     const cost::spatial::MapperOptions& options, const std::stop_token& stop)
{
    std::string key = mappingKey(operation, machine, options);
    if (Entry known = find(key))
        return known;
    auto result = std::make_shared<const cost::spatial::MapperResult>(
        cost::spatial::searchMapping(operation, machine, options, stop));
    if (!stop.stop_requested())
        keep(std::move(key), result);
    return result;
}

MappingCache::Entry MappingCache::find(const std::string& key)
{
    const std::scoped_lock lock(m_mutex);
    ++m_use.lookups;
    Entry entry;
    if (const auto young = m_young.find(key); young != m_young.end())
        entry = young->second;
    else if (auto old = m_old.extract(key)) {
        entry = old.mapped();
        m_young.insert(std::move(old));
    }
    m_use.hits += entry ? 1 : 0;
    return entry;
}

void MappingCache::keep(std::string key, Entry entry)
{
    const std::scoped_lock lock(m_mutex);
    if (m_young.size() >= m_perGeneration) {
        m_old = std::move(m_young);
        m_young.clear();
    }
    m_young.insert_or_assign(std::move(key), std::move(entry));
}

MappingCache::Use MappingCache::use() const
{
    const std::scoped_lock lock(m_mutex);
    Use use = m_use;
    use.kept = m_young.size() + m_old.size();
    return use;
}

} // namespace paretoscope::problem
