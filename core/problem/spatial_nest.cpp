// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_nest.h"

#include "core/problem/explanation_parts.h"

namespace paretoscope::problem {

std::vector<NestLevel> nestOf(const workload::Operation& operation,
                              const hardware::SpatialArchitecture& machine,
                              const cost::spatial::Mapping& mapping,
                              const std::vector<cost::LevelReport>& levels)
{
    std::vector<NestLevel> nest;
    for (std::size_t i = 0; i < mapping.levels.size(); ++i) {
        const hardware::MemoryLevel& memory = machine.levels[i];
        NestLevel level;
        level.memory = memory.name;
        level.capacity_bytes = memory.capacity_words ? bytesOf(*memory.capacity_words, memory.word_bits)
                                                     : 0.0;
        for (const cost::TensorAccesses& tensor : levels[i].tensors)
            level.residents.push_back({tensor.tensor, bytesOf(tensor.tile_words, memory.word_bits)});
        const auto add = [&](const std::vector<cost::spatial::Loop>& loops, NestLoop::Kind kind) {
            for (const cost::spatial::Loop& loop : loops) {
                const std::string& name = operation.dimensions[loop.dimension].name;
                if (loop.factor > 1)
                    level.loops.push_back(
                        {kind, name, workload::dimensionMeaning(name, operation), loop.factor});
            }
        };
        add(mapping.levels[i].temporal, NestLoop::Kind::Temporal);
        add(mapping.levels[i].spatialY, NestLoop::Kind::SpatialY);
        add(mapping.levels[i].spatialX, NestLoop::Kind::SpatialX);
        nest.push_back(std::move(level));
    }
    return nest;
}

} // namespace paretoscope::problem
