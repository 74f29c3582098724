// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_accelerator.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::bench {

namespace {

struct Layer
{
    double m, n, k, repetitions;
};

enum Dataflow { kWeights, kOutputs, kInputs, kRows };
enum Order { kMnk, kNkm, kKmn };

struct Machine
{
    double rows, columns, lanes, registers_bytes, buffer_KiB, bandwidth_GBps;
    double tileM, tileN, tileK;
    Dataflow dataflow;
    Order order;
    double clock_MHz, supply_V, partial_bits;
};

Machine machineOf(const space::Design& design)
{
    const auto x = design.row();
    return {x[0],
            x[1],
            x[2],
            x[3],
            x[4],
            x[5],
            x[6],
            x[7],
            x[8],
            static_cast<Dataflow>(static_cast<int>(x[9])),
            static_cast<Order>(static_cast<int>(x[10])),
            x[11],
            x[12],
            x[13]};
}

struct LayerCost
{
    double time_s, dynamic_pJ, traffic;
};

double cyclesOf(const Machine& machine, const Layer& layer, double tm, double tn, double tk)
{
    double row = tk, column = tn, rest = tm;
    if (machine.dataflow == kOutputs)
        row = tm, column = tn, rest = tk;
    else if (machine.dataflow == kInputs)
        row = tk, column = tm, rest = tn;
    else if (machine.dataflow == kRows)
        row = tm, column = tk, rest = tn;
    const double perTile = std::ceil(row / machine.rows) * std::ceil(column / machine.columns)
                               * std::ceil(rest / machine.lanes)
                           + machine.rows + machine.columns;
    const double spill = std::max(0.0, 13.0 + std::log2(tk) - machine.partial_bits) / 4.0;
    return std::ceil(layer.m / tm) * std::ceil(layer.n / tn) * std::ceil(layer.k / tk) * perTile
           * (1.0 + spill);
}

double reuseOf(const Machine& machine, double tm, double tn, double tk)
{
    const double half = machine.registers_bytes / 2.0;
    switch (machine.dataflow) {
    case kWeights:
        return 1.0 + std::min(48.0, std::min(half, tm));
    case kOutputs:
        return 1.0 + std::min(40.0, std::min(half, tk));
    case kInputs:
        return 1.0 + std::min(44.0, std::min(half, tn));
    case kRows:
        break;
    }
    return 1.0 + std::min(64.0, std::min(machine.registers_bytes / 3.0, std::sqrt(tm * tn)));
}

double offChipBytes(const Machine& machine, const Layer& layer, double tm, double tn, double tk)
{
    const double a = layer.m * layer.k;
    const double w = layer.k * layer.n;
    const double o = layer.m * layer.n * machine.partial_bits / 8.0;
    const double nm = std::ceil(layer.m / tm);
    const double nn = std::ceil(layer.n / tn);
    const double nk = std::ceil(layer.k / tk);
    double bytes = a * nn + w * nm + o;
    if (machine.order == kNkm)
        bytes = a + w * nm + o * (2.0 * nk - 1.0);
    else if (machine.order == kKmn)
        bytes = a * nn + w + o * (2.0 * nk - 1.0);
    if (1024.0 * machine.buffer_KiB > 1.5 * std::min(a, w))
        bytes = 0.45 * bytes + 0.55 * (a + w + o);
    return bytes;
}

LayerCost costOf(const Machine& machine, const Layer& layer)
{
    const double tm = std::min(machine.tileM, layer.m);
    const double tn = std::min(machine.tileN, layer.n);
    const double tk = std::min(machine.tileK, layer.k);
    const double macs = layer.m * layer.n * layer.k;
    const double cycles = cyclesOf(machine, layer, tm, tn, tk);
    const double accesses = macs
                            * (1.0 / reuseOf(machine, tm, tn, tk) + 0.5 / std::max(machine.rows, 4.0)
                               + 0.5 / std::max(machine.columns, 4.0));
    const double bytes = offChipBytes(machine, layer, tm, tn, tk);
    const double perimeter = machine.rows + machine.columns;
    const double register_pJ = 0.05 * std::pow(machine.registers_bytes / 64.0, 0.3);
    const double buffer_pJ = 0.9 * std::pow(machine.buffer_KiB / 128.0, 0.4);
    const double voltage = machine.supply_V / 0.9;
    return {std::max(std::max(cycles, accesses / (8.0 * perimeter)) / (machine.clock_MHz * 1e6),
                     bytes / (machine.bandwidth_GBps * 1e9))
                + 2e-6,
            (macs * (0.08 + 3.0 * register_pJ) + accesses * buffer_pJ) * voltage * voltage + 45.0 * bytes,
            accesses / std::max(cycles, 1.0) / (4.0 * perimeter)};
}

double areaOf(const Machine& machine)
{
    return machine.rows * machine.columns
               * (0.0009 * machine.lanes + 0.000012 * machine.registers_bytes + 0.0006)
           + 0.0075 * machine.buffer_KiB * (machine.buffer_KiB < 64.0 ? 1.15 : 1.0)
           + 0.35 * std::sqrt(machine.bandwidth_GBps) + 0.8;
}

/// Double-buffered tiles fit the buffer; the supply allows the clock.
std::vector<double> knownConstraints(const space::Design& design)
{
    const Machine machine = machineOf(design);
    const double tiles = machine.tileM * machine.tileK + machine.tileK * machine.tileN
                         + machine.tileM * machine.tileN * machine.partial_bits / 8.0;
    const double fastest_MHz = 1400.0 * std::pow((machine.supply_V - 0.35) / 0.75, 1.3)
                               * (1.0 - 0.05 * std::log2(machine.lanes));
    return {2.0 * tiles / (1024.0 * machine.buffer_KiB) - 1.0, machine.clock_MHz / fastest_MHz - 1.0};
}

Evaluation evaluated(const space::Design& design, bool small)
{
    static const std::vector<Layer> kDense{
        {3136, 64, 576, 4}, {784, 128, 1152, 6}, {196, 256, 2304, 8}, {49, 512, 4608, 4}, {1, 1000, 512, 1}};
    static const std::vector<Layer> kSmall{
        {12544, 32, 27, 1}, {3136, 96, 24, 4}, {784, 192, 32, 8}, {196, 576, 96, 10}, {49, 1280, 320, 2}};
    const Machine machine = machineOf(design);
    double latency_s = 0.0;
    double dynamic_J = 0.0;
    double traffic = 0.0;
    for (const Layer& layer : small ? kSmall : kDense) {
        const LayerCost cost = costOf(machine, layer);
        latency_s += layer.repetitions * cost.time_s;
        dynamic_J += layer.repetitions * cost.dynamic_pJ * 1e-12;
        traffic = std::max(traffic, cost.traffic);
    }
    const double area_mm2 = areaOf(machine);
    const double leak_W = 0.0012 * area_mm2 * std::exp(2.2 * (machine.supply_V - 0.9))
                          + 0.0035 * machine.bandwidth_GBps;
    const double energy_J = dynamic_J + leak_W * latency_s;
    const double skew = machine.dataflow == kRows
                            ? 0.0
                            : 0.35 * std::abs(std::log2(machine.rows / machine.columns));
    Evaluation result;
    result.objectives = {std::log10(latency_s * 1e3), std::log10(energy_J * 1e3)};
    if (small)
        result.objectives.push_back(area_mm2);
    result.constraints = knownConstraints(design);
    result.constraints.push_back(area_mm2 / (small ? 12.0 : 24.0) - 1.0);
    result.constraints.push_back(energy_J / latency_s / (small ? 1.0 : 4.0) - 1.0);
    result.constraints.push_back(traffic * (1.0 + skew) / 0.55 - 1.0);
    return result;
}

space::ParameterPtr ordinal(const std::string& name, std::vector<double> values)
{
    return space::makeOrdinal({name, "", "", {}}, std::move(values)).value();
}

std::vector<double> powers(int from, int to)
{
    std::vector<double> values;
    for (int exponent = from; exponent <= to; ++exponent)
        values.push_back(std::ldexp(1.0, exponent));
    return values;
}

} // namespace

BenchProblem acceleratorToy(bool small)
{
    const std::vector<double> sides{4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64};
    space::Space space =
        space::Space::make(
            {ordinal("rows", sides), ordinal("columns", sides), ordinal("lanes", powers(0, 3)),
             ordinal("registers", powers(4, 10)), ordinal("buffer", powers(4, 12)),
             ordinal("bandwidth", {3.2, 6.4, 12.8, 25.6, 51.2}), ordinal("tile_m", powers(2, 10)),
             ordinal("tile_n", powers(2, 10)), ordinal("tile_k", powers(2, 10)),
             space::makeCategorical({"dataflow", "", "", {}}, {"ws", "os", "is", "rs"}).value(),
             space::makeCategorical({"order", "", "", {}}, {"mnk", "nkm", "kmn"}).value(),
             space::makeReal({"clock", "", "", {}}, 200.0, 1200.0, false).value(),
             space::makeReal({"supply", "", "", {}}, 0.55, 1.10, false).value(),
             ordinal("partial_bits", {16, 20, 24, 32})})
            .value();
    BenchProblem problem{small ? "accel_b" : "accel_a", {space, small ? 3U : 2U}, {}, {}, {}};
    problem.search.constraints = {{"tiles fit", true}, {"clock", true}, {"area"}, {"power"}, {"traffic"}};
    problem.search.known = knownConstraints;
    problem.ideal = small ? std::vector{-0.22, -0.24, 1.58} : std::vector{-0.10, 0.34};
    problem.nadir = small ? std::vector{1.20, 0.40, 10.0} : std::vector{1.50, 1.00};
    problem.evaluate = [small](const space::Design& design) { return evaluated(design, small); };
    return problem;
}

} // namespace paretoscope::bench
