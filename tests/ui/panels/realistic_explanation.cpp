// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/realistic_explanation.h"

#include <algorithm>

namespace paretoscope::test {

namespace {

using namespace problem;

constexpr double kClock_Hz = 200e6;
constexpr double kBandwidth_bytesPerSecond = 3.2e9;

struct Convolution
{
    std::string name;
    int kernel, channelsIn, channelsOut, side;
};

/// The layers of ResNet-18: a stem, four stages of two blocks with a projection each from the second stage
/// on, and the classifier.
std::vector<Convolution> network()
{
    std::vector<Convolution> layers{{"conv1", 7, 3, 64, 112}};
    for (int stage = 1, channels = 64, side = 56; stage <= 4; ++stage, channels *= 2, side /= 2) {
        const std::string name = "layer" + std::to_string(stage);
        const int before = stage == 1 ? channels : channels / 2;
        layers.push_back({name + ".0.conv1", 3, before, channels, side});
        for (const char* place : {".0.conv2", ".1.conv1", ".1.conv2"})
            layers.push_back({name + place, 3, channels, channels, side});
        if (stage > 1)
            layers.push_back({name + ".0.downsample", 1, before, channels, side});
    }
    layers.push_back({"fc", 1, 512, 1000, 1});
    return layers;
}

std::string shapeOf(const Convolution& layer)
{
    const std::string k = std::to_string(layer.kernel), s = std::to_string(layer.side);
    return k + "x" + k + " conv, " + std::to_string(layer.channelsIn) + " → "
           + std::to_string(layer.channelsOut) + ", " + s + "x" + s;
}

std::vector<NestLevel> nestOf(const Convolution& layer, int columns, int rows)
{
    using Kind = NestLoop::Kind;
    NestLevel dram{"DRAM", 0.0, {{"weights", 73728.0}, {"inputs", 401408.0}, {"outputs", 401408.0}}, {}};
    dram.loops = {{Kind::Temporal, "K", "output channels", layer.channelsOut / 16 + 1},
                  {Kind::Temporal, "C", "input channels", layer.channelsIn / 4 + 1}};
    NestLevel buffer{"global_buffer", 131072.0, {{"inputs", 57344.0}, {"outputs", 28672.0}}, {}};
    buffer.loops = {{Kind::Temporal, "P", "output rows", layer.side},
                    {Kind::SpatialX, "Q", "output columns", columns},
                    {Kind::SpatialY, "R", "kernel rows", rows}};
    NestLevel inputs{"ifmap_spad", 24.0, {{"inputs", 6.0}}, {{Kind::Temporal, "C", "input channels", 4}}};
    NestLevel weights{
        "weights_spad", 448.0, {{"weights", 384.0}}, {{Kind::Temporal, "S", "kernel columns", layer.kernel}}};
    NestLevel sums{"psum_spad", 48.0, {{"outputs", 32.0}}, {{Kind::Temporal, "K", "output channels", 16}}};
    return {dram, buffer, inputs, weights, sums};
}

LayerExplanation explained(const Convolution& layer, std::size_t position, int columns, int rows)
{
    LayerExplanation explanation;
    explanation.name = layer.name;
    explanation.shape = shapeOf(layer);
    explanation.macs = std::int64_t{layer.kernel} * layer.kernel * layer.channelsIn * layer.channelsOut
                       * layer.side * layer.side;
    const auto macs = static_cast<double>(explanation.macs);
    explanation.offChip_bytes = 2.0 * layer.kernel * layer.kernel * layer.channelsIn * layer.channelsOut
                                + 4.0 * layer.channelsOut * layer.side * layer.side;
    const double wanted = 0.55 + 0.4 * static_cast<double>(position % 5) / 5.0;
    const double peak = columns * rows * kClock_Hz;
    const double computing_s = macs / (peak * wanted);
    const double moving_s = explanation.offChip_bytes / kBandwidth_bytesPerSecond;
    explanation.latency_s = std::max(computing_s, moving_s);
    explanation.bound = computing_s >= moving_s ? "compute" : "DRAM";
    explanation.utilization = macs / (peak * explanation.latency_s);
    explanation.energy = {{"DRAM", "weights", explanation.offChip_bytes * 60e-12},
                          {"DRAM", "outputs", explanation.offChip_bytes * 20e-12},
                          {"global_buffer", "inputs", macs * 0.21e-12},
                          {"global_buffer", "outputs", macs * 0.12e-12},
                          {"ifmap_spad", "inputs", macs * 0.07e-12},
                          {"weights_spad", "weights", macs * 0.35e-12},
                          {"psum_spad", "outputs", macs * 0.14e-12},
                          {"global_buffer", "leakage", explanation.latency_s * 1e-3},
                          {"MAC", "arithmetic", macs * 0.6e-12}};
    for (const EnergyPart& part : explanation.energy)
        explanation.energy_J += part.energy_J;
    explanation.nest = nestOf(layer, columns, rows);
    return explanation;
}

std::vector<EnergyPart> summed(const std::vector<LayerExplanation>& layers)
{
    std::vector<EnergyPart> sum = layers.front().energy;
    for (std::size_t i = 1; i < layers.size(); ++i)
        for (std::size_t part = 0; part < sum.size(); ++part)
            sum[part].energy_J += layers[i].energy[part].energy_J;
    return sum;
}

std::vector<Block> blocksOf(const std::vector<EnergyPart>& energy, int columns, int rows)
{
    using Kind = Block::Kind;
    const double elements = static_cast<double>(columns) * rows;
    std::vector<Block> blocks{
        {Kind::OffChip, "DRAM", -1, 1, 1, 0.0, 0.0, 0.0, 0.0, "weights, inputs, outputs"},
        {Kind::Buffer, "global_buffer", -1, 1, 1, 131072.0, 1.1, 0.0, 0.66, "inputs, outputs"},
        {Kind::Array, "PE array", -1, columns, rows, 0.0, elements * 0.012, 0.0, 0.74, ""},
        {Kind::RegisterFile, "ifmap_spad", 2, columns, rows, 24.0, elements * 0.0015, 0.0, 0.25, "inputs"},
        {Kind::RegisterFile, "weights_spad", 2, columns, rows, 448.0, elements * 0.0061, 0.0, 0.86,
         "weights"},
        {Kind::RegisterFile, "psum_spad", 2, columns, rows, 48.0, elements * 0.0018, 0.0, 0.67, "outputs"},
        {Kind::Compute, "MAC", 2, columns, rows, 0.0, elements * 0.0026, 0.0, 0.74, ""}};
    for (Block& block : blocks)
        for (const EnergyPart& part : energy)
            block.energy_J += part.component == block.name ? part.energy_J : 0.0;
    for (const Block& block : blocks)
        blocks[2].energy_J += block.parent == 2 ? block.energy_J : 0.0;
    return blocks;
}

} // namespace

Explanation realisticExplanation(int columns, int rows)
{
    Explanation explanation;
    for (const Convolution& layer : network())
        explanation.layers.push_back(explained(layer, explanation.layers.size(), columns, rows));
    explanation.energy = summed(explanation.layers);
    explanation.blocks = blocksOf(explanation.energy, columns, rows);
    explanation.roofline = {columns * rows * kClock_Hz, {{"DRAM", kBandwidth_bytesPerSecond}}};
    for (const LayerExplanation& layer : explanation.layers) {
        explanation.latency_s += layer.latency_s;
        explanation.energy_J += layer.energy_J;
    }
    for (const Block& block : explanation.blocks)
        explanation.area_mm2 += block.parent < 0 ? block.area_mm2 : 0.0;
    explanation.notes = {
        "Layers run one after the other and share nothing through the buffers (our choice).",
        "Area counts memories and multiply-accumulate units; control, network and I/O are left "
        "out (our choice)."};
    return explanation;
}

} // namespace paretoscope::test
