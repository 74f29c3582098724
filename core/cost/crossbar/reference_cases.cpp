// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/reference_cases.h"

#include "core/base/counts.h"
#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <utility>

namespace paretoscope::cost::crossbar {

namespace {

constexpr std::int64_t kLargestExtent = 1 << 24U;
constexpr std::int64_t kLargestSide = 65'536;
constexpr std::int64_t kMostBits = 64;

int bitsOf(JsonReader& reader, const char* key)
{
    return static_cast<int>(reader.integer(key, 1, kMostBits));
}

PumaChip readPumaChip(JsonReader hardware, double& mappedTiles)
{
    PumaChip chip;
    chip.size = hardware.integer("xbar_size", 1, kLargestSide);
    chip.cellBits = bitsOf(hardware, "cell_bits");
    chip.weightBits = bitsOf(hardware, "weight_bits");
    chip.inputBits = bitsOf(hardware, "input_bits");
    chip.dacBits = bitsOf(hardware, "dac_bits");
    chip.adcBits = bitsOf(hardware, "adc_bits");
    chip.matrices = hardware.integer("num_matrix", 1, kLargestSide);
    const std::int64_t each = hardware.integer("adc_per_matrix", 1, kLargestSide, 2);
    chip.adcsPerCore = hardware.integer("adc_count_per_core", 1, kLargestSide, each * chip.matrices);
    chip.cores = hardware.integer("cores_per_tile", 1, kLargestSide);
    chip.edram_KiB = hardware.integer("edram_kb", 1, kLargestExtent);
    chip.dataMemory_bytes = hardware.integer("datamem_bytes", 1, kLargestExtent);
    chip.instructions = hardware.integer("core_imem_entries", 1, kLargestExtent);
    mappedTiles = hardware.number("mapped_tiles", kNotNegative, 1.0);
    return chip;
}

PumaProgram readProgram(JsonReader program, const PumaChip& chip)
{
    PumaProgram result;
    // Tiles follow from the matrix where nobody counts them.
    const std::int64_t matrixRows = program.integer("K", 1, kLargestExtent, chip.size);
    const std::int64_t matrixColumns = program.integer("N", 1, kLargestExtent, chip.size);
    result.rowTiles = program.integer("row_tiles", 1, kLargestSide, ceilDivide(matrixRows, chip.size));
    result.columnTiles = program.integer("col_tiles", 1, kLargestSide, ceilDivide(matrixColumns, chip.size));
    result.positions = program.integer("output_positions", 1, kLargestExtent, 1);
    result.replicas = program.integer("replicas", 1, kLargestSide, 1);
    const std::string word = program.choice("activation", {"none", "relu", "sigmoid", "tanh"}, "none");
    result.activation = word == "none"   ? PumaActivation::None
                        : word == "relu" ? PumaActivation::Relu
                                         : PumaActivation::Sigmoid;
    return result;
}

IsaacCase readIsaac(JsonReader& inputs)
{
    IsaacCase item;
    const auto optional = [&](const char* key, std::int64_t fallback) {
        return inputs.integer(key, 1, kLargestExtent, fallback);
    };
    IsaacChip& chip = item.chip;
    chip.size = optional("xbar", chip.size);
    chip.weightBits = static_cast<int>(inputs.integer("weight_bits", 1, kMostBits, chip.weightBits));
    chip.inputBits = static_cast<int>(inputs.integer("input_bits", 1, kMostBits, chip.inputBits));
    chip.cellBits = static_cast<int>(inputs.integer("cell_bits", 1, kMostBits, chip.cellBits));
    chip.dacBits = static_cast<int>(inputs.integer("dac_bits", 1, kMostBits, chip.dacBits));
    chip.adcBits = static_cast<int>(inputs.integer("adc_bits", 1, kMostBits, chip.adcBits));
    chip.arraysPerIma = optional("arrays_per_ima", chip.arraysPerIma);
    chip.adcsPerIma = optional("adcs_per_ima", chip.adcsPerIma);
    chip.imasPerTile = optional("imas_per_tile", chip.imasPerTile);
    chip.tiles = optional("tiles", chip.tiles);
    chip.edram_KiB = inputs.number("edram_kb", kPositive, chip.edram_KiB);
    item.link_W = inputs.number("link_power_w", kNotNegative, 0.0);
    item.link_mm2 = inputs.number("link_area_mm2", kNotNegative, 0.0);
    return item;
}

MnsimChip readMnsimChip(JsonReader hardware)
{
    MnsimChip chip;
    chip.rows = hardware.integer("xbar_rows", 1, kLargestSide);
    chip.columns = hardware.integer("xbar_cols", 1, kLargestSide);
    constexpr std::int64_t kDacOf8Bits = 6;
    const auto adc = hardware::mnsim::adc(hardware.integer("adc_choice", 1, 8));
    const std::int64_t dacChoice = hardware.integer("dac_choice", 1, 7);
    const auto dac = hardware::mnsim::dac(dacChoice);
    if (adc && dac) {
        chip.adc = *adc;
        chip.dac = *dac;
        if (dacChoice == kDacOf8Bits)
            chip.dac.power_W = hardware::mnsim::kSimulatedDac8_W;
    }
    chip.subarrayRows = hardware.integer("subarray_rows", 1, chip.rows, chip.rows);
    if (chip.rows % chip.subarrayRows != 0)
        hardware.fail("subarray_rows", "does not divide xbar_rows.");
    chip.adcs = hardware.integer("adc_num", 1, kLargestSide);
    chip.dacs = hardware.integer("dac_num", 1, kLargestSide);
    chip.groups = hardware.integer("group_num", 1, kMostBits);
    chip.differential = hardware.integer("xbar_polarity", 1, 2) == 2;
    long across = 0;
    long down = 0;
    const std::string elements = hardware.string("pe_per_tile");
    if (std::sscanf(elements.c_str(), "%ldx%ld", &across, &down) != 2 || across < 1 || down < 1
        || across > kLargestSide || down > kLargestSide)
        hardware.fail("pe_per_tile", "is not like \"2x2\".");
    chip.elementsPerTile = std::max<std::int64_t>(1, across * down);
    chip.clock_Hz = hardware.number("digital_mhz", kPositive) * 1e6;
    chip.interTile_bitsPerSecond = hardware.number("inter_tile_gbps", kPositive) * 1e9;
    chip.intraTile_bitsPerSecond = hardware.number("intra_tile_gbps", kPositive) * 1e9;
    chip.cell_um2 = hardware.number("device_area_um2", kPositive);
    chip.read_s = hardware.number("read_latency_ns", kPositive) * 1e-9;
    const std::vector<double> voltages = hardware.numbers("read_voltages_v", kNotNegative);
    const std::vector<double> resistances = hardware.numbers("resistances_ohm", kPositive);
    if (hardware.failed())
        return chip;
    if (voltages.empty() || resistances.empty()) {
        hardware.fail("read_voltages_v", "and resistances_ohm need a value each.");
        return chip;
    }
    chip.lowVoltage_V = voltages.front();
    chip.highVoltage_V = voltages.back();
    chip.offResistance_ohm = resistances.front();
    chip.onResistance_ohm = resistances.back();
    return chip;
}

/// Rows and columns of a map. \param missing  of each, where the file does not say
std::pair<std::int64_t, std::int64_t> readMap(JsonReader& item, const char* key, std::int64_t missing)
{
    constexpr double kLargestMap = 4096.0; // its positions are followed one by one
    if (!item.has(key) && missing == 0)
        return {missing, missing};
    const std::vector<double> size = item.numbers(key, {1.0, kLargestMap});
    if (size.size() == 2)
        return {std::llround(size[0]), std::llround(size[1])};
    item.fail(key, "must be two numbers.");
    return {missing, missing};
}

MnsimLayer readMnsimLayer(JsonReader& item)
{
    MnsimLayer layer;
    const std::string kind = item.choice("type", {"conv", "pooling", "fc", "element_sum"});
    layer.kind = kind == "conv"      ? MnsimLayer::Kind::Convolution
                 : kind == "pooling" ? MnsimLayer::Kind::Pooling
                 : kind == "fc"      ? MnsimLayer::Kind::FullyConnected
                                     : MnsimLayer::Kind::Sum;
    if (layer.kind == MnsimLayer::Kind::Sum)
        return layer;
    layer.weightBits = bitsOf(item, "Weightbit");
    layer.inputBits = bitsOf(item, "Inputbit");
    layer.outputBits = bitsOf(item, "outputbit");
    layer.replicas = item.integer("replicas", 1, kLargestExtent, 1);
    if (kind == "fc") {
        layer.inputs = item.integer("Infeature", 1, kLargestExtent);
        layer.outputs = item.integer("Outfeature", 1, kLargestExtent);
        return layer;
    }
    layer.inputs = item.integer("Inputchannel", 1, kLargestExtent);
    layer.outputs = item.integer("Outputchannel", 1, kLargestExtent);
    layer.kernel = item.integer("Kernelsize", 1, kLargestSide);
    layer.stride = item.integer("Stride", 1, kLargestSide);
    layer.padding = item.integer("Padding", 0, kLargestSide);
    std::tie(layer.outputRows, layer.outputColumns) = readMap(item, "Outputsize", 1);
    std::tie(layer.inputRows, layer.inputColumns) = readMap(item, "Inputsize", 0);
    return layer;
}

SenseCase readSense(JsonReader& inputs)
{
    SenseCase item;
    JsonReader hardware = inputs.object("hardware");
    SenseCircuit& circuit = item.circuit;
    circuit.node_nm = hardware.number("tech_nm", {7.0, 130.0});
    circuit.fast = hardware.choice("technology_roadmap", {"LSTP", "HP"}, "LSTP") == "HP";
    circuit.side = hardware.integer("subarray_rows", 1, kLargestSide);
    circuit.columns = hardware.integer("subarray_cols", 1, kLargestSide, circuit.side);
    circuit.columnsPerAdc = hardware.integer("columns_per_adc", 1, kLargestSide);
    circuit.adcLevels = hardware.number("adc_levels", {2.0, 1e6});
    circuit.cellBits = bitsOf(hardware, "cell_bits");
    circuit.onResistance_ohm = hardware.number("ron_ohm", kPositive);
    circuit.onOff = hardware.number("on_off", {1.0, 1e12}, circuit.onOff);
    circuit.windowsApart = hardware.choice("mapping", {"conventional", "novel"}, "conventional") == "novel";
    circuit.fastestClock_Hz = hardware.number("clock_max_ghz", kPositive, 1.0) * 1e9;
    circuit.weightBits = bitsOf(inputs, "weight_bits");
    circuit.inputBits = bitsOf(inputs, "input_bits");
    for (JsonReader& layer : inputs.objects("layers")) {
        const std::int64_t window = layer.integer("k", 1, kLargestSide);
        item.layers.push_back({layer.integer("Cin", 1, kLargestExtent), window * window,
                               layer.integer("N", 1, kLargestExtent),
                               layer.integer("positions", 1, kLargestExtent)});
    }
    return item;
}

void readInputs(JsonReader& inputs, ReferenceCase& item)
{
    const std::string model = inputs.choice("model", {"puma", "isaac", "mnsim", "neurosim"});
    if (model == "isaac") {
        item.inputs = readIsaac(inputs);
    } else if (model == "mnsim") {
        MnsimCase mnsim;
        mnsim.chip = readMnsimChip(inputs.object("hardware"));
        for (JsonReader& layer : inputs.objects("layers"))
            mnsim.layers.push_back(readMnsimLayer(layer));
        item.inputs = std::move(mnsim);
    } else if (model == "neurosim") {
        item.inputs = readSense(inputs);
    } else if (inputs.has("hardware")) {
        double mappedTiles = 1.0;
        const PumaChip chip = readPumaChip(inputs.object("hardware"), mappedTiles);
        if (inputs.has("program"))
            item.inputs = PumaProgramCase{chip, readProgram(inputs.object("program"), chip)};
        else
            item.inputs = PumaPowerCase{chip, mappedTiles};
    }
}

void readFigures(const nlohmann::json& expected, const std::string& prefix, ReferenceCase& item)
{
    for (const auto& [key, value] : expected.items()) {
        if (value.is_number())
            item.expected[prefix + key] = value.get<double>();
        else if (value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i)
                if (value[i].is_object())
                    readFigures(value[i], prefix + key + '/' + std::to_string(i) + '/', item);
    }
}

ReferenceCase readCase(JsonReader& reader)
{
    ReferenceCase item;
    item.id = reader.string("id");
    JsonReader inputs = reader.object("inputs");
    readInputs(inputs, item);
    (void)reader.object("expected");
    JsonReader tolerance = reader.object("tolerance", true);
    if (reader.failed())
        return item;
    readFigures(reader.raw("expected"), {}, item);
    if (reader.has("tolerance"))
        for (const auto& [key, value] : reader.raw("tolerance").items())
            item.tolerance[key] = tolerance.string(key);
    return item;
}

} // namespace

Result<std::vector<ReferenceCase>> readReferenceCases(const std::filesystem::path& file)
{
    return readFamily(file, "crossbar", [](JsonReader& reader) { return readCase(reader); });
}

} // namespace paretoscope::cost::crossbar
