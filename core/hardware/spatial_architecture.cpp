// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/spatial_architecture.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::hardware {

namespace {

Error invalid(const std::string& who, const std::string& what)
{
    return Error{ErrorCode::InvalidInput, who + " " + what, who, {}};
}

std::string mesh(std::int64_t x, std::int64_t y)
{
    return std::to_string(x) + "x" + std::to_string(y);
}

bool isCost(double value)
{
    return std::isfinite(value) && value >= 0.0;
}

bool isRate(const std::optional<double>& value)
{
    return !value || (std::isfinite(*value) && *value > 0.0);
}

Status validateLevel(const MemoryLevel& level)
{
    if (level.meshX < 1 || level.meshY < 1)
        return invalid(level.name,
                       "has a mesh of " + mesh(level.meshX, level.meshY) + "; at least 1x1 is needed.");
    if (level.word_bits < 1 || level.block_words < 1 || level.multipleBuffering < 1)
        return invalid(level.name, "has a word, a block or a number of buffers below 1.");
    if (level.capacity_words && *level.capacity_words / level.multipleBuffering < 1)
        return invalid(level.name, "holds no word of " + std::to_string(level.word_bits)
                                       + " bits in each of its " + std::to_string(level.multipleBuffering)
                                       + " buffers.");
    if (level.capacity_words && *level.capacity_words < level.block_words)
        return invalid(level.name, "holds " + std::to_string(*level.capacity_words)
                                       + " words, less than one block of " + std::to_string(level.block_words)
                                       + ".");
    if (!isRate(level.read_wordsPerCycle) || !isRate(level.write_wordsPerCycle))
        return invalid(level.name, "has a bandwidth that is not a positive number.");
    const AccessEnergy& energy = level.energy;
    if (!isCost(energy.read_J) || !isCost(energy.fill_J) || !isCost(energy.update_J)
        || !isCost(energy.leakage_JPerCycle) || !isCost(level.area_mm2))
        return invalid(level.name, "has an energy or an area that is negative or not a number.");
    return success();
}

/// Every instance feeds the same number of instances below it, on each axis.
Status validateFanOut(const MemoryLevel& outer, const std::string& inner, std::int64_t x, std::int64_t y)
{
    if (x % outer.meshX == 0 && y % outer.meshY == 0)
        return success();
    return invalid(outer.name, "has a mesh of " + mesh(outer.meshX, outer.meshY)
                                   + ", which does not divide the " + mesh(x, y) + " of " + inner
                                   + " below it.");
}

} // namespace

std::int64_t SpatialArchitecture::fanOutX(std::size_t level) const
{
    const std::int64_t inner = level + 1 == levels.size() ? macMeshX : levels[level + 1].meshX;
    return std::max<std::int64_t>(1, inner / levels[level].meshX);
}

std::int64_t SpatialArchitecture::fanOutY(std::size_t level) const
{
    const std::int64_t inner = level + 1 == levels.size() ? macMeshY : levels[level + 1].meshY;
    return std::max<std::int64_t>(1, inner / levels[level].meshY);
}

double SpatialArchitecture::area_mm2() const
{
    double area = macArea_mm2 * static_cast<double>(macs());
    for (const MemoryLevel& level : levels)
        if (level.kind != MemoryKind::Dram)
            area += level.area_mm2 * static_cast<double>(level.instances());
    return area;
}

Status SpatialArchitecture::validate() const
{
    if (levels.empty())
        return invalid(name, "has no memory level; at least the off-chip memory is needed.");
    if (macMeshX < 1 || macMeshY < 1 || mac_bits < 1)
        return invalid(name, "has " + mesh(macMeshX, macMeshY) + " MACs of " + std::to_string(mac_bits)
                                 + " bits; at least one of one bit is needed.");
    if (!isCost(macEnergy_J) || !isCost(macArea_mm2))
        return invalid(name, "has a MAC whose energy or area is negative or not a number.");
    if (!std::isfinite(clock_Hz) || clock_Hz <= 0.0)
        return invalid(name, "has a clock that is not a positive number.");
    for (const MemoryLevel& level : levels)
        if (Status status = validateLevel(level); !status)
            return status;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const MemoryLevel* inner = i + 1 < levels.size() ? &levels[i + 1] : nullptr;
        Status status = inner != nullptr ? validateFanOut(levels[i], inner->name, inner->meshX, inner->meshY)
                                         : validateFanOut(levels[i], "the MACs", macMeshX, macMeshY);
        if (!status)
            return status;
    }
    return success();
}

const std::vector<std::string>& dataflowNames()
{
    static const std::vector<std::string> kNames{"any", "row_stationary", "weight_stationary",
                                                 "output_stationary"};
    return kNames;
}

} // namespace paretoscope::hardware
