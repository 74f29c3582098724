// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/cost/spatial/evaluate.h"

#include <algorithm>

/// Small layers and machines whose figures can be worked out by hand, shared by the tests of this folder.
namespace examples {

using namespace paretoscope;
using namespace paretoscope::cost::spatial;
using workload::Operation;
using workload::TensorRole;

/// Dimensions R, S, P, Q, C, K, G.
inline Operation convolution(const std::vector<std::int64_t>& sizes, std::int64_t stride = 1,
                             std::int64_t dilation = 1)
{
    Operation o;
    const char* names[] = {"R", "S", "P", "Q", "C", "K", "G"};
    for (std::size_t d = 0; d < 7; ++d)
        o.dimensions.push_back({names[d], sizes[d]});
    o.tensors.push_back({"weights", TensorRole::Input, {{{6, 1}}, {{5, 1}}, {{4, 1}}, {{0, 1}}, {{1, 1}}}});
    o.tensors.push_back({"inputs",
                         TensorRole::Input,
                         {{{6, 1}}, {{4, 1}}, {{2, stride}, {0, dilation}}, {{3, stride}, {1, dilation}}}});
    o.tensors.push_back({"outputs", TensorRole::Output, {{{6, 1}}, {{5, 1}}, {{2, 1}}, {{3, 1}}}});
    return o;
}

/// Dimensions M, N, K, B.
inline Operation product(std::int64_t m, std::int64_t n, std::int64_t k, std::int64_t b = 1)
{
    Operation o;
    o.dimensions = {{"M", m}, {"N", n}, {"K", k}, {"B", b}};
    o.tensors.push_back({"inputs", TensorRole::Input, {{{3, 1}}, {{0, 1}}, {{2, 1}}}});
    o.tensors.push_back({"weights", TensorRole::Input, {{{3, 1}}, {{2, 1}}, {{1, 1}}}});
    o.tensors.push_back({"outputs", TensorRole::Output, {{{3, 1}}, {{0, 1}}, {{1, 1}}}});
    return o;
}

inline hardware::MemoryLevel memory(const std::string& name, std::int64_t x, std::int64_t y, double read_J)
{
    hardware::MemoryLevel level;
    level.name = name;
    level.meshX = x;
    level.meshY = y;
    level.energy = {read_J, 1.5 * read_J, 2.0 * read_J, 0.0};
    return level;
}

/// Meshes from the outermost memory to the MACs.
inline hardware::SpatialArchitecture machine(const std::vector<std::pair<std::int64_t, std::int64_t>>& meshes)
{
    hardware::SpatialArchitecture a;
    a.name = "example";
    double read_J = 128e-12;
    for (std::size_t l = 0; l + 1 < meshes.size(); ++l, read_J /= 8)
        a.levels.push_back(memory("L" + std::to_string(l), meshes[l].first, meshes[l].second, read_J));
    a.macMeshX = meshes.back().first;
    a.macMeshY = meshes.back().second;
    a.macEnergy_J = 1e-12;
    return a;
}

/// A mapping of `levels` levels that stores everything everywhere and runs nothing yet.
inline Mapping blank(std::size_t levels, std::size_t tensors = 3)
{
    Mapping m;
    for (std::size_t l = 0; l < levels; ++l)
        m.levels.push_back({std::vector<bool>(tensors, true), {}, {}, {}});
    return m;
}

/// A random mapping within the machine's meshes: factors thrown on random lists in random order, now and then
/// a level that passes a tensor on.
inline Mapping randomMapping(const Operation& operation, const hardware::SpatialArchitecture& machine,
                             Rng& rng)
{
    const std::size_t levels = machine.levels.size();
    Mapping mapping = blank(levels, operation.tensors.size());
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
        for (std::int64_t rest = operation.dimensions[d].size; rest > 1;) {
            std::int64_t p = 2;
            while (rest % p != 0)
                ++p;
            rest /= p;
            LevelMapping& level = mapping.levels[rng.below(levels)];
            const auto l = static_cast<std::size_t>(&level - mapping.levels.data());
            const bool last = l + 1 == levels;
            const auto used = [](const std::vector<Loop>& loops) {
                std::int64_t n = 1;
                for (const Loop& loop : loops)
                    n *= loop.factor;
                return n;
            };
            const std::int64_t x = (last ? machine.macMeshX : machine.levels[l + 1].meshX)
                                   / machine.levels[l].meshX;
            const std::int64_t y = (last ? machine.macMeshY : machine.levels[l + 1].meshY)
                                   / machine.levels[l].meshY;
            std::vector<Loop>* list = &level.temporal;
            if (rng.chance(0.5) && used(level.spatialX) * p <= x)
                list = &level.spatialX;
            else if (rng.chance(0.5) && used(level.spatialY) * p <= y)
                list = &level.spatialY;
            list->insert(list->begin() + static_cast<std::ptrdiff_t>(rng.below(list->size() + 1)), {d, p});
        }
    for (std::size_t l = 1; l < levels; ++l)
        for (std::size_t t = 0; t < operation.tensors.size(); ++t)
            mapping.levels[l].keeps[t] = rng.chance(0.75);
    return mapping;
}

/// A random mapping, mostly ragged: small factors until they cover each dimension, on random lists, now and
/// then a level that passes a tensor on.
inline Mapping randomRaggedMapping(const Operation& operation, const hardware::SpatialArchitecture& machine,
                                   Rng& rng)
{
    const std::size_t levels = machine.levels.size();
    Mapping mapping = blank(levels, operation.tensors.size());
    const auto room = [&](std::size_t l, bool x) {
        const bool last = l + 1 == levels;
        return x ? (last ? machine.macMeshX : machine.levels[l + 1].meshX) / machine.levels[l].meshX
                 : (last ? machine.macMeshY : machine.levels[l + 1].meshY) / machine.levels[l].meshY;
    };
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d) {
        // Places from the innermost on, three a level: columns, rows, time.
        std::size_t place = 0;
        for (std::int64_t tile = 1; tile < operation.dimensions[d].size;) {
            const std::int64_t enough = (operation.dimensions[d].size - 1) / tile + 1;
            std::int64_t factor = std::min<std::int64_t>(enough, 2 + static_cast<std::int64_t>(rng.below(3)));
            place = std::min(place + rng.below(2 * levels), 3 * levels - 1);
            const std::size_t l = levels - 1 - place / 3;
            LevelMapping& level = mapping.levels[l];
            std::vector<Loop>* list = &level.temporal;
            if (place % 3 < 2) {
                const bool x = place % 3 == 0;
                std::vector<Loop>& side = x ? level.spatialX : level.spatialY;
                std::int64_t used = 1;
                for (const Loop& loop : side)
                    used *= loop.factor;
                if (used * factor <= room(l, x))
                    list = &side;
                else
                    place += 2 - place % 3;
            }
            // Inside nothing of the same dimension: this factor is the outermost so far.
            const auto same = std::find_if(list->begin(), list->end(),
                                           [d](const Loop& loop) { return loop.dimension == d; });
            const auto before = static_cast<std::uint64_t>(same - list->begin());
            list->insert(list->begin() + static_cast<std::ptrdiff_t>(rng.below(before + 1)), {d, factor});
            tile *= factor;
        }
    }
    for (std::size_t l = 1; l < levels; ++l)
        for (std::size_t t = 0; t < operation.tensors.size(); ++t)
            mapping.levels[l].keeps[t] = rng.chance(0.75);
    return mapping;
}

} // namespace examples
