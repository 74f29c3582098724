// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/spatial_description.h"

#include "core/base/json_reader.h"
#include "core/hardware/technology_choice.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace paretoscope::hardware {

namespace {

using nlohmann::json;

constexpr double kJouleOfPicojoule = 1e-12;
constexpr std::size_t kMostLevels = 16;

const std::vector<std::string>& tensorNames()
{
    static const std::vector<std::string> kNames{"weights", "inputs", "outputs"};
    return kNames;
}

/// Level names become part of attribute names ("global_buffer.size_bytes"), so they are plain words.
bool isWord(const std::string& name)
{
    const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    return !name.empty() && name != "pe_array" && std::all_of(name.begin(), name.end(), fits);
}

void readResidency(JsonReader& reader, LevelDescription& level)
{
    const bool dram = level.kind == MemoryKind::Dram;
    const std::vector<std::string> everything = dram ? tensorNames() : std::vector<std::string>{};
    std::set<std::string> named;
    const auto add = [&](const char* key, const std::vector<std::string>& tensors, Residency residency) {
        for (const std::string& tensor : tensors) {
            if (std::find(tensorNames().begin(), tensorNames().end(), tensor) == tensorNames().end())
                reader.fail(key,
                            "names \"" + tensor + "\"; \"weights\", \"inputs\" and \"outputs\" are known.");
            else if (!named.insert(tensor).second)
                reader.fail(key, "names \"" + tensor + "\" a second time; a level keeps it or bypasses it.");
            level.residency.emplace_back(tensor, residency);
        }
    };
    add("keeps", reader.strings("keeps", everything), Residency::Keeps);
    if (dram) // What is kept nowhere else must be there, so nothing bypasses it.
        return;
    add("bypasses", reader.strings("bypasses", std::vector<std::string>{}), Residency::Bypasses);
}

void readFigures(JsonReader& reader, LevelDescription& level)
{
    if (reader.has("energy_pj")) {
        JsonReader energy = reader.object("energy_pj");
        level.energy = AccessEnergy{energy.number("read", kNotNegative) * kJouleOfPicojoule,
                                    energy.number("fill", kNotNegative) * kJouleOfPicojoule,
                                    energy.number("update", kNotNegative) * kJouleOfPicojoule, 0.0};
    }
    if (reader.has("area_mm2"))
        level.area_mm2 = reader.number("area_mm2", kNotNegative);
    if (reader.has("bandwidth_bytes_per_cycle"))
        level.bandwidth_bytesPerCycle = reader.number(
            "bandwidth_bytes_per_cycle",
            {std::numeric_limits<double>::min(), kLargestBandwidth_bytesPerCycle});
}

/// "instances_per_pe": {"columns": 2, "rows": 4}
void readPerPe(JsonReader& reader, std::int64_t& x, std::int64_t& y)
{
    JsonReader mesh = reader.object("instances_per_pe", true);
    x = mesh.integer("columns", 1, kMostPerPe, 1);
    y = mesh.integer("rows", 1, kMostPerPe, 1);
}

LevelDescription readLevel(JsonReader& reader)
{
    LevelDescription level;
    level.name = reader.string("name");
    if (!isWord(level.name))
        reader.fail("name",
                    "is \"" + level.name + "\"; letters, digits and _ are expected, and not \"pe_array\".");
    const std::string kind = reader.choice("kind", {"dram", "sram", "register_file"});
    level.kind = kind == "dram"   ? MemoryKind::Dram
                 : kind == "sram" ? MemoryKind::Sram
                                  : MemoryKind::RegisterFile;
    if (reader.has("word_bits"))
        level.word_bits = reader.integer("word_bits", 1, kWidestWord_bits);
    level.block_words = reader.integer("block_words", 1, kLargestBlock_words, 1);
    if (level.kind != MemoryKind::Dram) {
        level.size_bytes = reader.integer("size_bytes", 1, kLargestMemory_bytes);
        level.multipleBuffering = reader.integer("multiple_buffering", 1, 16, 1);
        if (reader.has("inside")) {
            const std::string inside = reader.choice("inside", {"pe_array", "pe_columns", "pe_rows"});
            level.place = inside == "pe_array"     ? Place::Array
                          : inside == "pe_columns" ? Place::Columns
                                                   : Place::Rows;
            readPerPe(reader, level.perPlaceX, level.perPlaceY);
        }
    }
    readFigures(reader, level);
    readResidency(reader, level);
    return level;
}

void readLevels(JsonReader& reader, SpatialDescription& description)
{
    std::set<std::string> names;
    for (JsonReader& item : reader.objects("levels")) {
        LevelDescription level = readLevel(item);
        if (!names.insert(level.name).second)
            item.fail("name", "is \"" + level.name + "\", as a level before it; names are needed once each.");
        if (description.levels.empty() != (level.kind == MemoryKind::Dram))
            item.fail("kind", description.levels.empty()
                                  ? "is not \"dram\"; the first level is the off-chip memory."
                                  : "is \"dram\"; only the first level is the off-chip memory.");
        description.levels.push_back(std::move(level));
    }
    if (description.levels.empty() || description.levels.size() > kMostLevels)
        reader.fail("levels", "is a list of " + std::to_string(description.levels.size()) + "; 1 to "
                                  + std::to_string(kMostLevels) + " levels are expected, DRAM first.");
}

void readMac(JsonReader& reader, SpatialDescription& description)
{
    JsonReader mac = reader.object("mac", true);
    if (mac.has("bits"))
        description.mac_bits = mac.integer("bits", 1, kWidestWord_bits);
    if (mac.has("energy_pj"))
        description.macEnergy_J = mac.number("energy_pj", kNotNegative) * kJouleOfPicojoule;
    if (mac.has("area_mm2"))
        description.macArea_mm2 = mac.number("area_mm2", kNotNegative);
    readPerPe(mac, description.macsPerPeX, description.macsPerPeY);
}

} // namespace

Result<SpatialDescription> describeSpatial(const json& document, const std::string& file)
{
    JsonReader reader(document, file);
    reader.format("paretoscope-spatial-architecture", 1);
    SpatialDescription description;
    description.name = reader.string("name");
    description.description = reader.string("description", "");
    (void)reader.string("source", "");
    description.word_bits = reader.integer("word_bits", 1, kWidestWord_bits);
    description.clock_Hz = reader.number("clock_hz", {kSlowestClock_Hz, kFastestClock_Hz});
    description.dataflow = reader.choice("dataflow", dataflowNames(), dataflowNames().front());
    JsonReader array = reader.object("pe_array");
    description.columns = array.integer("columns", 1, kWidestMesh);
    description.rows = array.integer("rows", 1, kWidestMesh);
    readLevels(reader, description);
    readMac(reader, description);
    const json& technology = reader.raw("technology");
    const double node_nm = reader.number("node_nm", {kSmallestNode_nm, 1000.0}, 0.0);
    const double voltage_V = reader.number("voltage_v", {0.1, 10.0}, 0.0);
    if (Status status = reader.finish(); !status)
        return status.error();

    auto choice = chooseTechnology(technology, node_nm, voltage_V, file, reader.where("technology"));
    if (!choice)
        return choice.error();
    description.technology = std::move(choice.value().technology);
    json whole = document;
    whole["technology"] = std::move(choice.value().document);
    description.document = std::make_shared<const json>(std::move(whole));
    return description;
}

} // namespace paretoscope::hardware
