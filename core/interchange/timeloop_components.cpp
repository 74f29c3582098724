// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_components.h"

#include "core/interchange/decimal.h"
#include "core/interchange/timeloop_directives.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace paretoscope::interchange {

namespace {

constexpr std::int64_t kWidestWord_bits = 1 << 20;
constexpr std::int64_t kDefaultWord_bits = 16; // Specs::kDefaultWordBits of the C++ program
constexpr double kSlowestClock_Hz = 1.0;
constexpr double kFastestClock_Hz = 1e12;

template <std::size_t n> bool containsAny(const std::string& text, const std::array<const char*, n>& words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
}

hardware::MemoryKind memoryKind(const std::string& className)
{
    if (containsAny(className, std::array{"DRAM"}))
        return hardware::MemoryKind::Dram;
    // "smartbuffer_RF" is the register file of the examples' compound components.
    if (containsAny(className, std::array{"regfile", "RF", "register"}))
        return hardware::MemoryKind::RegisterFile;
    return hardware::MemoryKind::Sram;
}

/// Reads the value under the first of several names for the same thing.
template <std::size_t n>
std::optional<std::int64_t> count(YamlReader& attributes, const std::array<const char*, n>& names,
                                  std::int64_t maximum)
{
    for (const char* name : names)
        if (auto value = attributes.find(name))
            return value->integer(1, maximum);
    return {};
}

std::optional<double> rate(YamlReader& attributes, const char* key)
{
    if (auto value = attributes.find(key))
        return value->number(std::numeric_limits<double>::min());
    return {};
}

/// Words of one access, as BufferLevel::ParseSpecs finds them: the block size, or the width over the word.
/// Clusters are several blocks beside each other that are switched on one by one, which our model has not.
std::int64_t readBlock(YamlReader& attributes, std::int64_t word_bits)
{
    if (auto cluster = attributes.find("cluster_size"))
        if (cluster->integer(1, kLargestFactor) != 1)
            cluster->fail("is not 1; memories of several clusters are not understood.",
                          ErrorCode::Unsupported);
    const auto block = count(attributes, std::array{"block_size", "n_words"}, kLargestFactor);
    auto width = attributes.find("width");
    if (!width)
        width = attributes.find("memory_width");
    if (!width)
        return block.value_or(1);
    const std::int64_t width_bits = width->integer(1, std::int64_t{1} << 40);
    if (width_bits % word_bits != 0 || (block && *block != width_bits / word_bits))
        width->fail("is " + std::to_string(width_bits) + " bits; it must be the datawidth, "
                    + std::to_string(word_bits) + " bits, times the words of a block.");
    return std::max<std::int64_t>(width_bits / word_bits, 1);
}

/// Words of one instance. Depth counts blocks, entries count words.
std::optional<std::int64_t> readCapacity(YamlReader& attributes, const hardware::MemoryLevel& level)
{
    constexpr std::int64_t kBitsPerKibibyte = 8 * 1024;
    auto entries = attributes.find("entries");
    auto depth = attributes.find("depth");
    if (!depth)
        depth = attributes.find("memory_depth");
    auto size_KiB = attributes.find("sizeKB");
    if ((entries ? 1 : 0) + (depth ? 1 : 0) + (size_KiB ? 1 : 0) > 1) {
        attributes.fail("gives the size twice; one of depth, entries and sizeKB is expected.");
        return {};
    }
    if (entries)
        return entries->integer(1, kLargestFactor);
    if (depth)
        return depth->integer(1, kLargestFactor / level.block_words) * level.block_words;
    if (size_KiB)
        return size_KiB->integer(1, kLargestFactor / kBitsPerKibibyte) * kBitsPerKibibyte / level.word_bits;
    return {};
}

/// Features that are switched off by default; only switched off they are understood.
void refuseUnlessOff(YamlReader& attributes)
{
    for (const char* key :
         {"allow_overbooking", "compression_supported", "decompression_supported", "tile_partition_supported",
          "concordant_compressed_tile_traversal", "has_power_gating"})
        if (auto value = attributes.find(key))
            if (value->boolean())
                value->fail("is switched on, which is not understood.", ErrorCode::Unsupported);
    if (auto reduction = attributes.find("reduction_supported"))
        if (!reduction->boolean() && !reduction->failed())
            reduction->fail("is switched off, which is not understood.", ErrorCode::Unsupported);
    if (auto utilization = attributes.find("min_utilization"))
        if (utilization->number(0.0) > 0.0)
            utilization->fail("asks for a least utilization, which is not understood.",
                              ErrorCode::Unsupported);
}

} // namespace

ComponentKind componentKind(const std::string& className)
{
    if (containsAny(className, std::array{"DRAM", "SRAM", "regfile", "smartbuffer", "storage"}))
        return ComponentKind::Storage;
    if (containsAny(className, std::array{"mac", "compute"}))
        return ComponentKind::Compute;
    return ComponentKind::Unknown;
}

hardware::MemoryLevel readStorage(YamlReader attributes, const std::string& name,
                                  const std::string& className)
{
    hardware::MemoryLevel level;
    level.name = name;
    level.kind = memoryKind(className);
    level.word_bits = count(attributes, std::array{"datawidth", "word_bits", "word_width"}, kWidestWord_bits)
                          .value_or(kDefaultWord_bits);
    level.block_words = readBlock(attributes, level.word_bits);
    level.capacity_words = readCapacity(attributes, level);
    level.multipleBuffering = count(attributes, std::array{"multiple_buffering"}, kLargestFactor).value_or(1);
    level.read_wordsPerCycle = rate(attributes, "read_bandwidth");
    level.write_wordsPerCycle = rate(attributes, "write_bandwidth");
    refuseUnlessOff(attributes);
    passEstimatorAttributes(attributes);
    return level;
}

std::int64_t readMacBits(YamlReader attributes)
{
    const auto bits = count(attributes, std::array{"datawidth", "word_bits", "multiplier_width"},
                            kWidestWord_bits);
    refuseUnlessOff(attributes);
    passEstimatorAttributes(attributes);
    return bits.value_or(kDefaultWord_bits);
}

void passEstimatorAttributes(YamlReader& attributes)
{
    for (const char* key : {"technology",
                            "type",
                            "n_banks",
                            "n_ports",
                            "n_rdwr_ports",
                            "n_rd_ports",
                            "n_wr_ports",
                            "update_fifo_depth",
                            "multiplier_width",
                            "adder_width",
                            "exponent",
                            "mantissa",
                            "num_pipeline_stages",
                            "voltage",
                            "temperature",
                            "latency",
                            "cycle_time",
                            "global_cycle_seconds",
                            "power_gated_at",
                            "version"})
        attributes.pass(key);
}

/// 1/x and back again does not return where it began. Of the frequencies that have this cycle time, the one
/// with the fewest digits is meant: "1e-9" is 1 GHz.
void readClock(YamlReader& attributes, double& clock_Hz)
{
    constexpr int kMostDigits = 17;
    auto value = attributes.find("global_cycle_seconds");
    if (!value)
        return;
    const double cycle_s = value->number(1.0 / kFastestClock_Hz);
    if (cycle_s > 1.0 / kSlowestClock_Hz)
        value->fail("is " + shiftedText(cycle_s) + "; at most 1 s is expected.");
    clock_Hz = 1.0 / cycle_s;
    for (int digits = 1; digits < kMostDigits; ++digits) {
        std::array<char, 40> text{};
        std::snprintf(text.data(), text.size(), "%.*e", digits - 1, 1.0 / cycle_s);
        const double rounder = std::strtod(text.data(), nullptr);
        if (1.0 / rounder == cycle_s) {
            clock_Hz = rounder;
            return;
        }
    }
}

} // namespace paretoscope::interchange
