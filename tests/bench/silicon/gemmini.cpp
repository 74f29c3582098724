// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/silicon/gemmini.h"

#include "tests/bench/silicon/table.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

namespace paretoscope::silicon {

namespace {

using cost::spatial::Mapping;
using workload::Operation;

constexpr double kPicojoule_J = 1e-12;
constexpr double kMicrojoule_J = 1e-6;
constexpr double kKilobyte_bytes = 1024.0;
constexpr std::size_t kLevels = 4;
const std::vector<std::string> kShape{"R", "S", "P", "Q", "C", "K", "N", "stride"};
const std::vector<std::string> kSizes{"pe", "mesh", "accum_entries", "spad_entries"};

hardware::MemoryLevel level(const char* name, hardware::MemoryKind kind, double access_pJ)
{
    hardware::MemoryLevel memory;
    memory.name = name;
    memory.kind = kind;
    memory.word_bits = 8;
    const double access_J = access_pJ * kPicojoule_J;
    memory.energy = {access_J, access_J, access_J, 0.0};
    return memory;
}

std::size_t dimension(const Operation& operation, char name)
{
    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
        if (operation.dimensions[d].name == std::string(1, name))
            return d;
    return operation.dimensions.size();
}

Error malformed(std::string_view part, const char* expected)
{
    return {ErrorCode::InvalidInput,
            "the mapping holds \"" + std::string(part) + "\"; " + expected + " is expected.",
            {},
            {}};
}

/// "K4" or "K4X".
Status readLoop(std::string_view word, const Operation& operation, std::size_t level, Mapping& mapping)
{
    const std::size_t d = word.empty() ? operation.dimensions.size() : dimension(operation, word.front());
    std::int64_t factor = 0;
    const char* last = word.data() + word.size();
    const auto [end, problem] = std::from_chars(word.data() + (word.empty() ? 0 : 1), last, factor);
    const bool spatial = end != last && *end == 'X' && end + 1 == last;
    if (d == operation.dimensions.size() || problem != std::errc() || factor < 1 || (end != last && !spatial))
        return malformed(word, "a dimension and a factor such as K4 or K4X");
    cost::spatial::LevelMapping& at = mapping.levels[level];
    // Columns fan out below the scratchpad, rows below the accumulators.
    auto& loops = !spatial ? at.temporal : level == 1 ? at.spatialX : at.spatialY;
    loops.push_back({d, factor});
    return success();
}

Operation operationOf(const std::vector<double>& shape)
{
    const auto at = [&](std::size_t i) { return static_cast<std::int64_t>(shape[i]); };
    workload::Convolution layer;
    layer.filterWidth = at(0);
    layer.filterHeight = at(1);
    layer.outputWidth = at(2);
    layer.outputHeight = at(3);
    layer.inputChannels = at(4);
    layer.outputChannels = at(5);
    layer.batch = at(6);
    layer.strideX = layer.strideY = at(7);
    return workload::toOperation(layer);
}

std::string join(const std::vector<double>& shape)
{
    std::ostringstream text;
    for (std::size_t i = 0; i < shape.size(); ++i)
        text << (i == 0 ? "" : "_") << shape[i];
    return text.str();
}

Result<GemminiPoint> readPoint(const Table& table, std::size_t row, const char* cycles,
                               const std::vector<double>& shape)
{
    const Result<std::size_t> mapping = table.column("mapping");
    if (!mapping)
        return mapping.error();
    std::vector<std::string> columns = kSizes;
    columns.insert(columns.end(), {cycles, "energy_uj"});
    const Result<std::vector<double>> figures = table.numbers(row, columns);
    if (!figures)
        return figures.error();
    GemminiPoint point;
    point.layer = join(shape);
    const auto at = [&](std::size_t i) { return static_cast<std::int64_t>((*figures)[i]); };
    point.sizes = {at(1), at(2), at(3)};
    if (at(1) < 1 || at(0) != at(1) * at(1))
        return Error{ErrorCode::InvalidInput, "the PEs are no square of the mesh.", {}, {}};
    point.operation = operationOf(shape);
    if (const Status valid = point.operation.validate(); !valid)
        return valid.error();
    Result<Mapping> read = gemminiMapping(table.text(row, *mapping), point.operation);
    if (!read)
        return read.error();
    point.mapping = std::move(read).value();
    point.cycles = (*figures)[4];
    point.energy_J = (*figures)[5] * kMicrojoule_J;
    return point;
}

Error at(Error error, const std::filesystem::path& file, std::size_t row)
{
    if (error.where.empty())
        error.where = file.string() + ":" + std::to_string(row + 2);
    return error;
}

} // namespace

hardware::SpatialArchitecture gemmini(const GemminiSizes& sizes)
{
    using hardware::MemoryKind;
    const auto side = static_cast<double>(sizes.side);
    const double accumulator_KB = static_cast<double>(sizes.accumulator_rows) * 4.0 / kKilobyte_bytes;
    const double scratchpad_KB = static_cast<double>(sizes.scratchpad_words) / kKilobyte_bytes;
    hardware::SpatialArchitecture machine;
    machine.name = "Gemmini";
    machine.mac_bits = 8;
    machine.macEnergy_J = 0.5608 * kPicojoule_J;
    machine.macMeshX = machine.macMeshY = sizes.side;
    machine.levels = {level("DRAM", MemoryKind::Dram, 100.0),
                      level("scratchpad", MemoryKind::Sram, 0.02513 * scratchpad_KB + 0.49),
                      level("accumulator", MemoryKind::Sram, 0.1005 * accumulator_KB + 1.94),
                      level("register", MemoryKind::RegisterFile, 0.48746172)};
    machine.levels[0].shared_wordsPerCycle = 8.0;
    machine.levels[1].shared_wordsPerCycle = 2.0 * side;
    machine.levels[1].capacity_words = sizes.scratchpad_words;
    machine.levels[2].meshX = sizes.side;
    machine.levels[2].shared_wordsPerCycle = 2.0;
    machine.levels[2].capacity_words = sizes.accumulator_rows;
    machine.levels[2].word_bits = 32;
    machine.levels[3].meshX = machine.levels[3].meshY = sizes.side;
    machine.levels[3].capacity_words = 1;
    return machine;
}

Result<Mapping> gemminiMapping(std::string_view text, const Operation& operation)
{
    Mapping mapping;
    mapping.levels.resize(kLevels);
    std::istringstream words{std::string(text)};
    std::string word;
    for (std::size_t l = 0; l < kLevels; ++l) {
        const std::string name = "L" + std::to_string(kLevels - 1 - l) + '[';
        if (!(words >> word) || word.rfind(name, 0) != 0 || word.back() != ']')
            return malformed(word, "a level such as L3[WIO]");
        const std::string kept = word.substr(name.size());
        for (const char role : {'W', 'I', 'O'}) // the order of toOperation()
            mapping.levels[l].keeps.push_back(kept.find(role) != std::string::npos);
        while (words >> word && word != "-")
            if (const Status read = readLoop(word, operation, l, mapping); !read)
                return read.error();
    }
    if (words >> word)
        return malformed(word, "an end after level L0");
    return mapping;
}

Result<std::vector<GemminiPoint>> readGemminiModel(const std::filesystem::path& folder)
{
    const Result<Table> layers = Table::read(folder / "layers.csv");
    if (!layers)
        return layers.error();
    std::map<std::string, std::vector<double>> shapes;
    const Result<std::size_t> key = layers->column("layer");
    for (std::size_t row = 0; key && row < layers->rows(); ++row) {
        Result<std::vector<double>> shape = layers->numbers(row, kShape);
        if (!shape)
            return shape.error();
        shapes[layers->text(row, *key)] = std::move(shape).value();
    }
    const std::filesystem::path file = folder / "timeloop.csv.gz";
    const Result<Table> table = Table::read(file);
    if (!table)
        return table.error();
    const Result<std::size_t> layer = table->column("layer");
    if (!layer || !key)
        return (layer ? key : layer).error();
    std::vector<GemminiPoint> points;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const auto shape = shapes.find(table->text(row, *layer));
        if (shape == shapes.end())
            return at({ErrorCode::InvalidInput, "names a layer that layers.csv does not have.", {}, {}}, file,
                      row);
        Result<GemminiPoint> point = readPoint(*table, row, "cycles", shape->second);
        if (!point)
            return at(point.error(), file, row);
        points.push_back(std::move(point).value());
    }
    return points;
}

Result<std::vector<GemminiPoint>> readGemminiRtl(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / "firesim_rtl.csv";
    const Result<Table> table = Table::read(file);
    if (!table)
        return table.error();
    std::vector<GemminiPoint> points;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const Result<std::vector<double>> shape = table->numbers(row, kShape);
        if (!shape)
            return shape.error();
        Result<GemminiPoint> point = readPoint(*table, row, "rtl_cycles", *shape);
        if (!point)
            return at(point.error(), file, row);
        points.push_back(std::move(point).value());
    }
    return points;
}

} // namespace paretoscope::silicon
