// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/silicon/simba.h"

#include "core/workload/layer.h"
#include "tests/bench/silicon/table.h"

#include <algorithm>
#include <optional>

namespace paretoscope::silicon {

namespace {

using hardware::MemoryKind;
using hardware::Residency;

constexpr double kPicojoule_J = 1e-12;
constexpr double kMicrojoule_J = 1e-6;
constexpr double kKilobyte_bytes = 1024.0;
constexpr double kDramWordsPerCycle = 10.0;
// The share of the global buffer that the data set's mapper gives each tensor.
constexpr std::int64_t kInputQuarters = 1, kOutputQuarters = 3, kQuarters = 4;
constexpr std::int64_t kInputBuffers = 64, kWeightBuffers = 128;
const std::vector<std::string> kSizes{"arith_ins", "mem1_ent", "mem2_ent", "mem3_ent", "mem4_ent"};
const std::vector<std::string> kShape{"R", "S",        "P",        "Q",     "C",    "K",
                                      "N", "stride_w", "stride_h", "dil_w", "dil_h"};

/// The letters of the tensors it keeps; it bypasses the others.
hardware::MemoryLevel level(const char* name, const std::string& keeps, std::int64_t instances,
                            double access_pJ)
{
    hardware::MemoryLevel memory;
    memory.name = name;
    memory.kind = MemoryKind::Sram;
    memory.meshX = instances;
    memory.word_bits = 8;
    const double access_J = access_pJ * kPicojoule_J;
    memory.energy = {access_J, access_J, access_J, 0.0};
    for (const char* tensor : {"weights", "inputs", "outputs"}) {
        const bool kept = keeps.find(*tensor) != std::string::npos;
        memory.residency.emplace_back(tensor, kept ? Residency::Keeps : Residency::Bypasses);
    }
    return memory;
}

double sram_pJ(std::int64_t words)
{
    return 0.49 + 0.02513 * static_cast<double>(words) / kKilobyte_bytes;
}

workload::Operation operationOf(const std::vector<double>& shape)
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
    layer.strideX = at(7);
    layer.strideY = at(8);
    layer.dilationX = at(9);
    layer.dilationY = at(10);
    return workload::toOperation(layer);
}

/// Rows of configs.csv to keep: those with the template's own number of columns.
Result<std::vector<std::size_t>> readMachines(const Table& table, SimbaGrid& grid)
{
    constexpr double kColumns = 16.0;
    std::vector<std::size_t> kept;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const Result<std::vector<double>> columns = table.numbers(row, {"arith_meshX"});
        const Result<std::vector<double>> sizes = table.numbers(row, kSizes);
        if (!columns || !sizes)
            return (columns ? sizes : columns).error();
        if (columns->front() != kColumns)
            continue;
        const auto at = [&](std::size_t i) { return static_cast<std::int64_t>((*sizes)[i]); };
        grid.machines.push_back({at(0), at(1), at(2), at(3), at(4)});
        kept.push_back(row);
    }
    return kept;
}

Result<std::vector<double>> readColumn(const Table& table, const std::string& name,
                                       const std::vector<std::size_t>& rows, double unit)
{
    const Result<std::size_t> column = table.column(name);
    if (!column)
        return column.error();
    std::vector<double> values;
    for (const std::size_t row : rows) {
        if (row >= table.rows())
            return Error{ErrorCode::InvalidInput, "has fewer rows than configs.csv.", name, {}};
        const Result<double> value = table.number(row, *column);
        if (!value)
            return value.error();
        values.push_back(*value * unit);
    }
    return values;
}

} // namespace

hardware::SpatialArchitecture simba(const SimbaSizes& sizes, const hardware::Technology& technology)
{
    const hardware::MemoryFigures registers = technology.memory(1.0, 8.0);
    const hardware::MemoryFigures accumulators = technology.memory(
        3.0 * static_cast<double>(sizes.accumulator_words), 24.0);
    hardware::SpatialArchitecture machine;
    machine.name = "Simba-like";
    machine.mac_bits = 8;
    machine.macEnergy_J = technology.macEnergy_J(8.0);
    machine.macMeshX = sizes.macs;
    machine.levels = {level("DRAM", "wio", 1, 100.0),
                      level("global_buffer_inputs", "i", 1, sram_pJ(sizes.global_words)),
                      level("global_buffer_outputs", "o", 1, sram_pJ(sizes.global_words)),
                      level("input_buffer", "i", kInputBuffers, sram_pJ(sizes.input_words)),
                      level("weight_buffer", "w", kWeightBuffers, sram_pJ(sizes.weight_words)),
                      level("accumulation_buffer", "o", kWeightBuffers, 0.0),
                      level("register", "w", sizes.macs, 0.0)};
    machine.levels[0].kind = MemoryKind::Dram;
    machine.levels[0].read_wordsPerCycle = machine.levels[0].write_wordsPerCycle = kDramWordsPerCycle;
    machine.levels[1].capacity_words = sizes.global_words * kInputQuarters / kQuarters;
    machine.levels[2].capacity_words = sizes.global_words * kOutputQuarters / kQuarters;
    machine.levels[3].capacity_words = sizes.input_words;
    machine.levels[4].capacity_words = sizes.weight_words;
    machine.levels[5].capacity_words = sizes.accumulator_words;
    machine.levels[5].word_bits = 24;
    machine.levels[5].energy = {accumulators.read_J, accumulators.write_J, accumulators.write_J, 0.0};
    machine.levels[6].energy = {registers.read_J, registers.write_J, registers.write_J, 0.0};
    machine.levels[6].kind = MemoryKind::RegisterFile;
    machine.levels[6].capacity_words = 1;
    return machine;
}

Result<SimbaGrid> readSimbaGrid(const std::filesystem::path& folder)
{
    std::vector<Table> tables;
    for (const char* name : {"configs.csv", "layers.csv", "grid_cycles.csv", "grid_energy_uj.csv"}) {
        Result<Table> table = Table::read(folder / name);
        if (!table)
            return table.error();
        tables.push_back(std::move(table).value());
    }
    SimbaGrid grid;
    const Result<std::vector<std::size_t>> rows = readMachines(tables[0], grid);
    if (!rows)
        return rows.error();
    const Result<std::size_t> name = tables[1].column("layer");
    if (!name)
        return name.error();
    for (std::size_t row = 0; row < tables[1].rows(); ++row) {
        const Result<std::vector<double>> shape = tables[1].numbers(row, kShape);
        if (!shape)
            return shape.error();
        SimbaGrid::Layer layer{tables[1].text(row, *name), operationOf(*shape), {}, {}};
        if (const Status valid = layer.operation.validate(); !valid)
            return valid.error();
        Result<std::vector<double>> cycles = readColumn(tables[2], 'L' + layer.name, *rows, 1.0);
        Result<std::vector<double>> energies = readColumn(tables[3], 'L' + layer.name, *rows, kMicrojoule_J);
        if (!cycles || !energies)
            return (cycles ? energies : cycles).error();
        layer.cycles = std::move(cycles).value();
        layer.energy_J = std::move(energies).value();
        grid.layers.push_back(std::move(layer));
    }
    return grid;
}

} // namespace paretoscope::silicon
