// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/mapping_space.h"

#include "core/base/rng.h"

namespace paretoscope::codesign {

bool fitsArray(const TiledMapping& mapping, const Machine& machine)
{
    return mapping.usedColumns() <= machine.columns && mapping.usedRows() <= machine.rows;
}

bool keepsDataflow(const TiledMapping& mapping, const LayerShape& layer, const Machine& machine)
{
    return (!machine.filterWidthInside || mapping.factor[kR][kLocal] == layer.size[kR])
           && (!machine.filterHeightAcross || mapping.factor[kS][kAcrossY] == layer.size[kS]);
}

bool fitsScratchpads(const TiledMapping& mapping, const LayerShape& layer, const Machine& machine)
{
    const Sizes tile = mapping.localTile();
    return weightWords(tile) <= machine.weightWords && outputWords(tile) <= machine.outputWords
           && inputWords(tile, layer.stride) <= machine.inputWords;
}

bool fitsBuffer(const TiledMapping& mapping, const LayerShape& layer)
{
    const Sizes tile = mapping.bufferTile();
    return inputWords(tile, layer.stride) + outputWords(tile) <= kBufferWords;
}

Sizes TiledMapping::localTile() const
{
    Sizes tile{};
    for (std::size_t d = 0; d < kDims; ++d)
        tile[d] = factor[d][kLocal];
    return tile;
}

Sizes TiledMapping::spatialTile() const
{
    Sizes tile{};
    for (std::size_t d = 0; d < kDims; ++d)
        tile[d] = factor[d][kLocal] * factor[d][kAcrossX] * factor[d][kAcrossY];
    return tile;
}

Sizes TiledMapping::bufferTile() const
{
    Sizes tile = spatialTile();
    for (std::size_t d = 0; d < kDims; ++d)
        tile[d] *= factor[d][kBuffer];
    return tile;
}

std::int64_t TiledMapping::usedColumns() const
{
    std::int64_t used = 1;
    for (const auto& factors : factor)
        used *= factors[kAcrossX];
    return used;
}

std::int64_t TiledMapping::usedRows() const
{
    std::int64_t used = 1;
    for (const auto& factors : factor)
        used *= factors[kAcrossY];
    return used;
}

std::uint64_t fingerprint(const TiledMapping& mapping)
{
    std::uint64_t hash = 0;
    for (const auto& factors : mapping.factor)
        for (const std::int32_t factor : factors)
            hash = scatter(hash ^ static_cast<std::uint64_t>(factor));
    for (const auto& order : mapping.order)
        for (const std::uint8_t dim : order)
            hash = scatter(hash ^ dim);
    return hash;
}

const char* ruleName(Rule rule)
{
    switch (rule) {
    case Rule::None:
        return "valid";
    case Rule::Array:
        return "does not fit the array";
    case Rule::Dataflow:
        return "breaks the dataflow";
    case Rule::Scratchpads:
        return "does not fit a scratchpad";
    case Rule::GlobalBuffer:
        return "does not fit the global buffer";
    }
    return "";
}

Rule brokenRule(const TiledMapping& mapping, const LayerShape& layer, const Machine& machine)
{
    if (!fitsArray(mapping, machine))
        return Rule::Array;
    if (!keepsDataflow(mapping, layer, machine))
        return Rule::Dataflow;
    if (!fitsScratchpads(mapping, layer, machine))
        return Rule::Scratchpads;
    return fitsBuffer(mapping, layer) ? Rule::None : Rule::GlobalBuffer;
}

} // namespace paretoscope::codesign
