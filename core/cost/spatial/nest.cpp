// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/nest.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

namespace {

Illegal wrongFactors(std::string message)
{
    return {IllegalReason::FactorProduct, {}, std::move(message)};
}

/// No dimension is larger, and a ragged product stays below twice the size.
constexpr std::int64_t kLargestProduct = std::int64_t{1} << 54U;

/// Appends the loops of one list and multiplies their factors up, stopping hostile ones before they overflow.
std::optional<Illegal> append(const std::vector<Loop>& list, const workload::Operation& operation,
                              std::array<std::int64_t, kMaxDimensions>& product, Nest& nest,
                              std::uint8_t& end)
{
    for (const Loop& loop : list) {
        if (loop.dimension >= operation.dimensions.size())
            return wrongFactors("a loop runs over dimension " + std::to_string(loop.dimension)
                                + ", but the layer has only " + std::to_string(operation.dimensions.size())
                                + ".");
        const workload::Dimension& dimension = operation.dimensions[loop.dimension];
        if (loop.factor < 1 || loop.factor > kLargestProduct / product[loop.dimension])
            return wrongFactors("the factors of dimension " + dimension.name + " include "
                                + std::to_string(loop.factor) + "; they must multiply to its size "
                                + std::to_string(dimension.size) + ".");
        if (loop.factor == 1)
            continue;
        if (end >= kMaxLoops)
            return wrongFactors("the mapping has more than " + std::to_string(kMaxLoops)
                                + " loops of two or more iterations.");
        product[loop.dimension] *= loop.factor;
        nest.loops[end++] = {loop.factor, static_cast<std::uint8_t>(loop.dimension)};
    }
    return {};
}

/// A product that is not the size is ragged where the last iteration of the outermost loop still begins
/// inside the dimension. Loops inside that one then run in full at least once.
std::optional<Illegal> wrongProduct(const workload::Dimension& dimension, std::int64_t product,
                                    std::int64_t outermost, bool ragged)
{
    if (product == dimension.size)
        return {};
    std::string found = "the factors of dimension " + dimension.name + " multiply to "
                        + std::to_string(product) + "; its size is " + std::to_string(dimension.size);
    if (!ragged)
        return wrongFactors(found + ".");
    if (product < dimension.size)
        return wrongFactors(found + ", so they leave a part of it out.");
    const std::int64_t tile = product / outermost;
    if (tile * (outermost - 1) < dimension.size)
        return {};
    const std::int64_t enough = (dimension.size - 1) / tile + 1;
    return wrongFactors(found + ", so of the " + std::to_string(outermost)
                        + " iterations of its outermost loop " + "only the first " + std::to_string(enough)
                        + " would ever run.");
}

/// Of the outermost loop over a dimension; 1 if there is none.
std::int64_t outermostFactor(const Nest& nest, std::size_t loops, std::size_t dimension)
{
    for (std::size_t i = 0; i < loops; ++i)
        if (nest.loops[i].dimension == dimension)
            return nest.loops[i].factor;
    return 1;
}

std::optional<Illegal> wrongShape(const Mapping& mapping, const workload::Operation& operation,
                                  const hardware::SpatialArchitecture& architecture)
{
    if (operation.dimensions.size() > kMaxDimensions || operation.tensors.size() > kMaxTensors
        || architecture.levels.size() > kMaxLevels || architecture.levels.empty())
        return wrongFactors("the layer or the machine is larger than this model holds: at most "
                            + std::to_string(kMaxDimensions) + " dimensions, " + std::to_string(kMaxTensors)
                            + " tensors and " + std::to_string(kMaxLevels) + " memory levels.");
    if (mapping.levels.size() != architecture.levels.size())
        return wrongFactors("the mapping has " + std::to_string(mapping.levels.size())
                            + " levels, the machine has " + std::to_string(architecture.levels.size()) + ".");
    for (std::size_t l = 0; l < mapping.levels.size(); ++l)
        if (mapping.levels[l].keeps.size() != operation.tensors.size())
            return Illegal{IllegalReason::NoStorage, architecture.levels[l].name,
                           "the mapping says for " + std::to_string(mapping.levels[l].keeps.size())
                               + " tensors whether they are stored; the layer has "
                               + std::to_string(operation.tensors.size()) + "."};
    return {};
}

/// Reads which tensors are stored where, against what the machine allows.
std::optional<Illegal> store(const Mapping& mapping, const workload::Operation& operation,
                             const hardware::SpatialArchitecture& architecture, Nest& nest)
{
    for (std::size_t t = 0; t < operation.tensors.size(); ++t) {
        const std::string& tensor = operation.tensors[t].name;
        bool stored = false;
        for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
            const bool keeps = mapping.levels[l].keeps[t];
            const hardware::MemoryLevel& level = architecture.levels[l];
            const hardware::Residency rule = residency(level, tensor);
            if ((keeps && rule == hardware::Residency::Bypasses)
                || (!keeps && rule == hardware::Residency::Keeps))
                return Illegal{IllegalReason::NoStorage, level.name,
                               "the machine lets " + level.name + (keeps ? " not store " : " not bypass ")
                                   + tensor + "."};
            stored = stored || keeps;
            nest.levels[l].keeps = static_cast<std::uint8_t>(nest.levels[l].keeps | (keeps ? 1U << t : 0U));
        }
        if (!stored)
            return Illegal{IllegalReason::NoStorage, {}, "no memory level stores " + tensor + "."};
    }
    return {};
}

} // namespace

hardware::Residency residency(const hardware::MemoryLevel& level, const std::string& tensor)
{
    const auto rule = std::find_if(level.residency.begin(), level.residency.end(),
                                   [&](const auto& entry) { return entry.first == tensor; });
    return rule == level.residency.end() ? hardware::Residency::Free : rule->second;
}

std::variant<Nest, Illegal> flatten(const Mapping& mapping, const workload::Operation& operation,
                                    const hardware::SpatialArchitecture& architecture, bool ragged)
{
    if (auto illegal = wrongShape(mapping, operation, architecture))
        return *std::move(illegal);
    Nest nest{};
    std::array<std::int64_t, kMaxDimensions> product{};
    product.fill(1);

    std::uint8_t end = 0;
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const LevelMapping& level = mapping.levels[l];
        NestLevel& flat = nest.levels[l];
        flat.temporal = end;
        auto illegal = append(level.temporal, operation, product, nest, end);
        flat.spatialY = end;
        if (!illegal)
            illegal = append(level.spatialY, operation, product, nest, end);
        flat.spatialX = end;
        if (!illegal)
            illegal = append(level.spatialX, operation, product, nest, end);
        flat.end = end;
        if (illegal)
            return *std::move(illegal);
    }
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
        if (auto illegal = wrongProduct(operation.dimensions[d], product[d], outermostFactor(nest, end, d),
                                        ragged))
            return *std::move(illegal);
    if (auto illegal = store(mapping, operation, architecture, nest))
        return *std::move(illegal);
    return nest;
}

} // namespace paretoscope::cost::spatial
