// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/technology.h"

#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::hardware {

namespace {

constexpr double kJoulePerPicojoule = 1e-12;
constexpr double kWattPerMilliwatt = 1e-3;

/// The straight line through two neighbouring rows on log-log paper: the pair around x, or the first or last
/// pair outside the table. At a row it returns the row's own value, not one that went through logarithms.
template <class Row>
double logLog(const std::vector<Row>& rows, double Row::*abscissa, double Row::*ordinate, double x)
{
    const auto above = std::lower_bound(rows.begin(), rows.end(), x,
                                        [&](const Row& row, double value) { return row.*abscissa < value; });
    if (above != rows.end() && (*above).*abscissa == x)
        return (*above).*ordinate;
    const auto right = std::clamp(above, rows.begin() + 1, rows.end() - 1);
    const Row& a = *(right - 1);
    const Row& b = *right;
    const double slope = std::log(b.*ordinate / a.*ordinate) / std::log(b.*abscissa / a.*abscissa);
    return a.*ordinate * std::pow(x / a.*abscissa, slope);
}

/// Every row says where it comes from; the program does not use it, the reader of the file does.
void requireOrigin(JsonReader& row)
{
    (void)row.string("source");
    (void)row.choice("confidence", {"A", "B", "C"});
}

Technology::SramRow readSramRow(JsonReader& reader)
{
    Technology::SramRow row;
    row.size_bytes = reader.number("size_bytes", {1.0, 1e12});
    row.read_J = reader.number("read_pj", kPositive) * kJoulePerPicojoule;
    row.write_J = reader.number("write_pj", kPositive) * kJoulePerPicojoule;
    row.area_mm2 = reader.number("area_mm2", kPositive);
    row.leakage_W = reader.number("leakage_mw", kPositive) * kWattPerMilliwatt;
    requireOrigin(reader);
    return row;
}

Technology::MacRow readMacRow(JsonReader& reader)
{
    Technology::MacRow row;
    row.bits = reader.number("bits", {1.0, 128.0});
    row.energy_J = reader.number("energy_pj", kPositive) * kJoulePerPicojoule;
    row.area_mm2 = reader.number("area_mm2", kPositive);
    requireOrigin(reader);
    return row;
}

template <class Row>
std::vector<Row> readRows(JsonReader& reader, const char* key, Row (*readRow)(JsonReader&),
                          double Row::*abscissa)
{
    std::vector<Row> rows;
    for (JsonReader& item : reader.objects(key)) {
        rows.push_back(readRow(item));
        if (rows.size() > 1 && rows.back().*abscissa <= rows[rows.size() - 2].*abscissa)
            item.fail({}, "is not above the row before it; rows stand in increasing order.");
    }
    if (rows.size() < 2)
        reader.fail(key, "has " + std::to_string(rows.size()) + " rows; a line needs at least two.");
    return rows;
}

} // namespace

MemoryFigures Technology::memory(double size_bytes, double access_bits) const
{
    const double size = std::max(size_bytes, kSmallestMemory_bytes);
    const double ports = access_bits / sramPort_bits;
    return {ports * logLog(sram, &SramRow::size_bytes, &SramRow::read_J, size),
            ports * logLog(sram, &SramRow::size_bytes, &SramRow::write_J, size),
            logLog(sram, &SramRow::size_bytes, &SramRow::area_mm2, size),
            logLog(sram, &SramRow::size_bytes, &SramRow::leakage_W, size)};
}

double Technology::macEnergy_J(double bits) const
{
    return logLog(macs, &MacRow::bits, &MacRow::energy_J, bits);
}

double Technology::macArea_mm2(double bits) const
{
    return logLog(macs, &MacRow::bits, &MacRow::area_mm2, bits);
}

Technology Technology::scaledTo(double newNode_nm, double newVoltage_V) const
{
    const double shrink = newNode_nm / node_nm;
    const double energy = shrink * std::pow(newVoltage_V / voltage_V, 2.0);
    const double sramArea = std::pow(shrink, 1.8);
    const double logicArea = std::pow(shrink, 2.0);
    Technology scaled = *this;
    for (SramRow& row : scaled.sram)
        row = {row.size_bytes, row.read_J * energy, row.write_J * energy, row.area_mm2 * sramArea,
               row.leakage_W * energy};
    for (MacRow& row : scaled.macs)
        row = {row.bits, row.energy_J * energy, row.area_mm2 * logicArea};
    scaled.node_nm = newNode_nm;
    scaled.voltage_V = newVoltage_V;
    return scaled;
}

Result<Technology> technologyFromJson(const nlohmann::json& json, const std::string& file)
{
    JsonReader reader(json, file);
    reader.format("paretoscope-technology", 1);
    Technology technology;
    technology.name = reader.string("name");
    technology.source = reader.string("source");
    technology.node_nm = reader.number("node_nm", {kSmallestNode_nm, 1000.0});
    technology.voltage_V = reader.number("voltage_v", {0.1, 10.0});
    technology.leakageCounts = reader.boolean("leakage_counts", false);
    JsonReader sram = reader.object("sram");
    technology.sramPort_bits = sram.number("port_bits", {1.0, 4096.0});
    technology.sram = readRows(sram, "rows", readSramRow, &Technology::SramRow::size_bytes);
    JsonReader mac = reader.object("mac");
    technology.macs = readRows(mac, "rows", readMacRow, &Technology::MacRow::bits);
    JsonReader dram = reader.object("dram");
    technology.dramEnergy_JPerBit = dram.number("energy_pj_per_bit", kPositive) * kJoulePerPicojoule;
    requireOrigin(dram);
    if (Status status = reader.finish(); !status)
        return status.error();
    return technology;
}

Result<Technology> readTechnology(const std::filesystem::path& file)
{
    const auto json = readJsonFile(file);
    if (!json)
        return json.error();
    return technologyFromJson(json.value(), file.string());
}

} // namespace paretoscope::hardware
