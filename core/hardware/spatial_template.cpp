// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/hardware/setting_text.h"
#include "core/hardware/spatial_architecture.h"
#include "core/hardware/spatial_description.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::hardware {

namespace {

using Setting = SpatialTemplate::Setting;

constexpr std::int64_t kMostMacs = std::int64_t{1} << 24;

Status set(std::int64_t& field, const Setting& setting, std::int64_t maximum)
{
    const bool whole = std::isfinite(setting.number) && std::floor(setting.number) == setting.number;
    if (!setting.word.empty() || !whole || setting.number < 1.0
        || setting.number > static_cast<double>(maximum))
        return refused(setting, "a whole number from 1 to " + std::to_string(maximum));
    field = static_cast<std::int64_t>(setting.number);
    return success();
}

Status set(double& field, const Setting& setting, double minimum, double maximum)
{
    // Written so that NaN fails.
    if (!setting.word.empty()
        || !(setting.number >= minimum && setting.number <= maximum && setting.number > 0.0))
        return refused(setting, minimum > 0.0
                                    ? "a number from " + printed(minimum) + " to " + printed(maximum)
                                    : "a number above 0 and up to " + printed(maximum));
    field = setting.number;
    return success();
}

/// Figures that a file gives belong to the memory it describes; another size needs derived ones.
void forgetFigures(LevelDescription& level)
{
    level.energy.reset();
    level.area_mm2.reset();
}

Status applyToLevel(LevelDescription& level, std::string_view property, const Setting& setting)
{
    if (property == "bandwidth_bytes_per_cycle") {
        double bandwidth = 0.0;
        Status status = set(bandwidth, setting, 0.0, kLargestBandwidth_bytesPerCycle);
        if (status)
            level.bandwidth_bytesPerCycle = bandwidth;
        return status;
    }
    const bool isSize = property == "size_bytes";
    std::int64_t& field = isSize ? level.size_bytes : level.block_words;
    const std::int64_t before = field;
    Status status = set(field, setting, isSize ? kLargestMemory_bytes : kLargestBlock_words);
    if (field != before)
        forgetFigures(level);
    return status;
}

std::vector<std::string> propertiesOf(const LevelDescription& level)
{
    if (level.kind == MemoryKind::Dram)
        return {"bandwidth_bytes_per_cycle", "block_words"};
    return {"size_bytes", "bandwidth_bytes_per_cycle", "block_words"};
}

Status setWordBits(SpatialDescription& description, const Setting& setting)
{
    const std::int64_t before = description.word_bits;
    Status status = set(description.word_bits, setting, kWidestWord_bits);
    for (LevelDescription& level : description.levels)
        if (description.word_bits != before && !level.word_bits)
            forgetFigures(level);
    return status;
}

Status setDataflow(SpatialDescription& description, const Setting& setting)
{
    const auto& names = dataflowNames();
    if (std::find(names.begin(), names.end(), setting.word) == names.end()) {
        std::string known;
        for (const std::string& name : names)
            known += (known.empty() ? "" : ", ") + name;
        return refused(setting, "one of " + known);
    }
    description.dataflow = setting.word;
    return success();
}

Status apply(SpatialDescription& description, const Setting& setting)
{
    const std::string& attribute = setting.attribute;
    if (attribute == "dataflow")
        return setDataflow(description, setting);
    if (attribute == "word_bits")
        return setWordBits(description, setting);
    if (attribute == "clock_hz")
        return set(description.clock_Hz, setting, kSlowestClock_Hz, kFastestClock_Hz);
    if (attribute == "pe_array.columns")
        return set(description.columns, setting, kWidestMesh);
    if (attribute == "pe_array.rows")
        return set(description.rows, setting, kWidestMesh);
    for (LevelDescription& level : description.levels)
        for (const std::string& property : propertiesOf(level))
            if (attribute == level.name + "." + property)
                return applyToLevel(level, property, setting);
    return Error{ErrorCode::NotFound, "\"" + attribute + "\" is no attribute of " + description.name + ".",
                 attribute,
                 "Settable are the sizes and bandwidths of its levels, pe_array, clock_hz, word_bits and "
                 "dataflow."};
}

/// Energies of a block, and area, of a memory whose file gives none. A register file is read off the same
/// table as an SRAM: its smallest rows are what small register files are built from in that source.
void deriveFigures(MemoryLevel& level, const LevelDescription& given, const SpatialDescription& chip)
{
    const double block_bits = static_cast<double>(level.word_bits * level.block_words);
    if (level.kind == MemoryKind::Dram) {
        const double energy_J = chip.technology.dramEnergy_J(block_bits);
        level.energy = given.energy.value_or(AccessEnergy{energy_J, energy_J, energy_J, 0.0});
        return;
    }
    const MemoryFigures figures = chip.technology.memory(static_cast<double>(given.size_bytes), block_bits);
    level.energy = given.energy.value_or(AccessEnergy{figures.read_J, figures.write_J, figures.write_J, 0.0});
    level.area_mm2 = given.area_mm2.value_or(figures.area_mm2);
    if (chip.technology.leakageCounts)
        level.energy.leakage_JPerCycle = figures.leakage_W / chip.clock_Hz;
}

MemoryLevel build(const LevelDescription& given, const SpatialDescription& chip)
{
    MemoryLevel level;
    level.name = given.name;
    level.kind = given.kind;
    level.meshX = given.perPlaceX
                  * (given.place == Place::Array || given.place == Place::Columns ? chip.columns : 1);
    level.meshY = given.perPlaceY
                  * (given.place == Place::Array || given.place == Place::Rows ? chip.rows : 1);
    level.word_bits = given.word_bits.value_or(chip.word_bits);
    level.block_words = given.block_words;
    level.multipleBuffering = given.multipleBuffering;
    if (given.kind != MemoryKind::Dram)
        level.capacity_words = given.size_bytes * 8 / level.word_bits;
    if (given.bandwidth_bytesPerCycle)
        level.read_wordsPerCycle = level.write_wordsPerCycle = *given.bandwidth_bytesPerCycle * 8.0
                                                               / static_cast<double>(level.word_bits);
    level.residency = given.residency;
    deriveFigures(level, given, chip);
    return level;
}

Result<SpatialArchitecture> build(const SpatialDescription& description)
{
    SpatialArchitecture machine;
    machine.name = description.name;
    machine.description = description.description;
    machine.clock_Hz = description.clock_Hz;
    machine.dataflow = description.dataflow;
    machine.macMeshX = description.columns * description.macsPerPeX;
    machine.macMeshY = description.rows * description.macsPerPeY;
    if (machine.macs() > kMostMacs)
        return Error{ErrorCode::InvalidInput,
                     "The array has " + std::to_string(machine.macMeshX) + "x"
                         + std::to_string(machine.macMeshY) + " MACs; at most " + std::to_string(kMostMacs)
                         + " are modelled.",
                     "pe_array",
                     {}};
    machine.mac_bits = description.mac_bits.value_or(description.word_bits);
    const double bits = static_cast<double>(machine.mac_bits);
    if (!description.levels.empty()) {
        machine.macEnergy_J = description.macEnergy_J.value_or(description.technology.macEnergy_J(bits));
        machine.macArea_mm2 = description.macArea_mm2.value_or(description.technology.macArea_mm2(bits));
    }
    for (const LevelDescription& level : description.levels)
        machine.levels.push_back(build(level, description));
    if (Status status = machine.validate(); !status)
        return status.error();
    return machine;
}

} // namespace

SpatialTemplate::SpatialTemplate()
    : SpatialTemplate(std::make_shared<SpatialDescription>())
{ }

SpatialTemplate::SpatialTemplate(std::shared_ptr<const SpatialDescription> description)
    : m_description(std::move(description))
{ }

Result<SpatialTemplate> SpatialTemplate::read(const std::filesystem::path& file)
{
    const auto json = readJsonFile(file);
    if (!json)
        return json.error();
    return fromJson(json.value(), file.string());
}

Result<SpatialTemplate> SpatialTemplate::fromJson(const nlohmann::json& json, const std::string& file)
{
    auto description = describeSpatial(json, file);
    if (!description)
        return description.error();
    // A machine that cannot stand as it is written is a mistake in the file, not in a later design.
    if (const auto machine = build(*description); !machine)
        return Error{ErrorCode::InvalidInput, machine.error().what, file, machine.error().hint};
    return SpatialTemplate(std::make_shared<SpatialDescription>(std::move(description).value()));
}

std::vector<std::string> SpatialTemplate::attributes() const
{
    std::vector<std::string> names;
    for (const LevelDescription& level : m_description->levels)
        for (const std::string& property : propertiesOf(level))
            names.push_back(level.name + "." + property);
    for (const char* name : {"pe_array.columns", "pe_array.rows", "clock_hz", "word_bits", "dataflow"})
        names.emplace_back(name);
    return names;
}

Result<SpatialArchitecture> SpatialTemplate::instantiate(const std::vector<Setting>& settings) const
{
    SpatialDescription description = *m_description;
    for (const Setting& setting : settings)
        if (Status status = apply(description, setting); !status)
            return status.error();
    return build(description);
}

const std::string& SpatialTemplate::name() const
{
    return m_description->name;
}

nlohmann::json SpatialTemplate::toJson() const
{
    return m_description->document != nullptr ? *m_description->document : nlohmann::json();
}

} // namespace paretoscope::hardware
