// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/counts.h"
#include "core/cost/crossbar/evaluate.h"
#include "core/cost/crossbar/reference_cases.h"
#include "core/hardware/crossbar_array.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

/// The networks of the simulators' cases through the evaluation that a study uses, on a preset set to the
/// sizes of the case, and how far its figures are from the simulator's own.
namespace paretoscope::cost::crossbar::whole {

/// Largest relative deviation by figure, over layers and cases.
struct Deviations
{
    std::map<std::string, double> worst;
    int layers = 0;

    void compare(const std::string& figure, double ours, double theirs)
    {
        double& most = worst[figure];
        most = std::max(most, cost::relativeDeviation(ours, theirs));
    }
};

using Setting = hardware::CrossbarTemplate::Setting;

inline Setting setting(const char* attribute, double value)
{
    return {attribute, value, {}};
}

/// Nothing for a chip with parts that the preset's table has under no number of bits.
inline Result<hardware::CrossbarArray> machineOf(const hardware::CrossbarTemplate& preset,
                                                 const MnsimCase& item)
{
    const MnsimChip& chip = item.chip;
    const MnsimLayer& layer = item.layers.front();
    return preset.instantiate(
        {setting("array.rows", number(chip.rows)), setting("array.columns", number(chip.columns)),
         setting("adc.bits", chip.adc.bits), setting("dac.bits", chip.dac.bits),
         setting("adc.per_array", number(chip.adcs)), setting("dac.per_array", number(chip.dacs)),
         setting("core.arrays", 2.0 * number(chip.groups)),
         setting("tile.cores", number(chip.elementsPerTile)),
         setting("tile.buffer_bytes", 2048.0 * (number(chip.elementsPerTile) + 1.0)),
         setting("weight_bits", layer.weightBits), setting("input_bits", layer.inputBits)});
}

inline LayerShape shapeOf(const MnsimLayer& layer)
{
    LayerShape shape;
    const bool map = layer.kind == MnsimLayer::Kind::Convolution;
    shape.window = map ? layer.kernel * layer.kernel : 1;
    shape.reduction = layer.inputs * shape.window;
    shape.outputs = layer.outputs;
    shape.rows = map ? layer.outputRows : 1;
    shape.columns = map ? layer.outputColumns : 1;
    shape.positions = shape.rows * shape.columns;
    shape.kernel = map ? layer.kernel : 1;
    shape.stride = map ? layer.stride : 1;
    return shape;
}

inline void compareMnsim(Deviations& deviations, const hardware::CrossbarTemplate& preset,
                         const ReferenceCase& reference)
{
    const auto* item = std::get_if<MnsimCase>(&reference.inputs);
    constexpr double kClock_Hz = 500e6;
    if (item == nullptr || item->chip.clock_Hz != kClock_Hz)
        return;
    std::vector<NetworkLayer> layers;
    std::vector<std::string> at;
    for (std::size_t i = 0; i < item->layers.size(); ++i) {
        const MnsimLayer& layer = item->layers[i];
        if (layer.replicas > 1)
            return;
        if (layer.kind == MnsimLayer::Kind::Pooling)
            continue;
        layers.push_back({shapeOf(layer), 1});
        at.push_back("layers/" + std::to_string(i) + '/');
    }
    const auto machine = machineOf(preset, *item);
    if (!machine)
        return;
    const NetworkCost cost = evaluate(layers, *machine);
    const auto theirs = [&](std::size_t i, const char* name) { return reference.expected.at(at[i] + name); };
    double tiles = 0.0;
    double area_um2 = 0.0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerCost& layer = cost.layers[i];
        const double positions = number(layers[i].shape.positions);
        const double perElement = 2.0 * number(item->chip.groups);
        deviations.compare("arrays", number(layer.mapping.arrays()), theirs(i, "PEnum") * perElement);
        deviations.compare("rows in use", number(layer.mapping.usedRows), theirs(i, "max_row"));
        deviations.compare("columns in use", number(layer.mapping.usedColumns), theirs(i, "max_column"));
        deviations.compare("array time", layer.parts.array_s * positions * 1e9, theirs(i, "xbar_latency_ns"));
        deviations.compare("ADC time", layer.parts.adc_s * positions * 1e9, theirs(i, "adc_latency_ns"));
        deviations.compare("DAC time", layer.parts.dac_s * positions * 1e9, theirs(i, "dac_latency_ns"));
        deviations.compare("digital time", layer.parts.digital_s * positions * 1e9,
                           theirs(i, "digital_latency_ns"));
        const auto energy_nJ = [&](Part part) {
            return layer.energy_J[static_cast<std::size_t>(part)] * 1e9;
        };
        deviations.compare("array energy", energy_nJ(Part::Arrays), theirs(i, "xbar_energy_nj"));
        deviations.compare("ADC energy", energy_nJ(Part::Adcs), theirs(i, "adc_energy_nj"));
        deviations.compare("DAC energy", energy_nJ(Part::Dacs), theirs(i, "dac_energy_nj"));
        tiles += theirs(i, "tilenum");
        area_um2 += theirs(i, "area_um2");
        ++deviations.layers;
    }
    deviations.compare("tiles", number(cost.tiles), tiles);
    deviations.compare("area", cost.area_mm2 * 1e6, area_um2);
    deviations.compare("pipelined latency", cost.latency_s * 1e9,
                       reference.expected.at("network_pipelined_latency_ns"));
    // The chip with buffers as fast as a machine's.
    constexpr double kLink_bitsPerSecond = 20e9;
    if (item->chip.interTile_bitsPerSecond != kLink_bitsPerSecond)
        return;
    using namespace hardware::mnsim;
    std::vector<double> buffer_s;
    for (const MnsimLayer& layer : item->layers)
        buffer_s.push_back(mnsimBusyTime(item->chip, layer).buffer_s * kBufferAccess_s / kBufferCycle_s);
    deviations.compare("pipelined latency, fast buffers", cost.latency_s,
                       mnsimPipelined_s(item->chip, item->layers, buffer_s));
}

/// Programs of one logical array for each copy of a layer.
inline void comparePuma(Deviations& deviations, const hardware::CrossbarTemplate& preset,
                        const ReferenceCase& reference)
{
    const auto* item = std::get_if<PumaProgramCase>(&reference.inputs);
    if (item == nullptr || item->program.rowTiles * item->program.columnTiles > 1)
        return;
    const PumaChip& chip = item->chip;
    const double slices = chip.weightSlices();
    const auto machine = preset.instantiate(
        {setting("array.side", number(chip.size)), setting("array.cell_bits", chip.cellBits),
         setting("adc.bits", chip.adcBits), setting("dac.bits", chip.dacBits),
         setting("weight_bits", chip.weightBits), setting("input_bits", chip.inputBits),
         setting("core.arrays", slices * number(chip.matrices)),
         setting("replication.arrays", slices * number(item->program.replicas))});
    if (!machine)
        return;
    NetworkLayer layer;
    layer.shape.reduction = layer.shape.outputs = chip.size;
    layer.shape.positions = layer.shape.rows = item->program.positions;
    const NetworkCost cost = evaluate({&layer, 1}, *machine);
    const LayerCost& one = cost.layers.front();
    const auto theirs = [&](const char* name) { return reference.expected.at(name); };
    deviations.compare("arrays", number(one.mapping.arraysPerCopy), slices);
    deviations.compare("conversions", one.conversions, theirs("adc_conversions"));
    deviations.compare("array reads", one.activations, theirs("array_activations"));
    deviations.compare("cycles", one.latency_s * 1e9, theirs("cycles_1ghz"));
    const double products_J = theirs("mvm_count") * pumaMvmEnergy_J(chip);
    const auto energy = [&](Part part) { return one.energy_J[static_cast<std::size_t>(part)]; };
    deviations.compare("energy of the products",
                       energy(Part::Arrays) + energy(Part::Adcs) + energy(Part::Dacs)
                           + energy(Part::SampleAndHold) + energy(Part::ShiftAndAdd)
                           + energy(Part::Registers),
                       products_J);
    // Inference only, an ADC for every array, and the tile's share of its router.
    PumaChip inference = chip;
    inference.trainingArrays = false;
    inference.adcsPerCore = machine->arraysPerCore;
    using namespace hardware::puma;
    deviations.compare("area of a tile", machine->tileArea_mm2(),
                       pumaTile(inference).area_mm2 + kRouter.area_mm2 / kTilesPerRouter);
    const double packets_nJ = theirs("offchip_packets") * hardware::puma::kOffChipPacket_J * 1e9;
    constexpr int kWord_bits = 16; // the simulator moves whole words, a machine the bits that it has
    deviations.compare(chip.inputBits == kWord_bits ? "dynamic energy" : "dynamic energy of narrower inputs",
                       (one.sum_J() - energy(Part::Leakage)) * 1e9, theirs("dynamic_energy_nj") - packets_nJ);
    ++deviations.layers;
}

struct Comparison
{
    Deviations mnsim, puma;
};

/// \param presets  the folder of the machines
inline Result<Comparison> compare(const std::filesystem::path& cases, const std::string& presets)
{
    const auto references = readReferenceCases(cases);
    const auto mnsim = hardware::CrossbarTemplate::read(presets + "/mnsim_crossbar.json");
    const auto puma = hardware::CrossbarTemplate::read(presets + "/puma_crossbar.json");
    if (!references)
        return references.error();
    if (!mnsim)
        return mnsim.error();
    if (!puma)
        return puma.error();
    Comparison comparison;
    for (const ReferenceCase& each : *references) {
        compareMnsim(comparison.mnsim, *mnsim, each);
        comparePuma(comparison.puma, *puma, each);
    }
    return comparison;
}

} // namespace paretoscope::cost::crossbar::whole
