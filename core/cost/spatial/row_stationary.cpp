// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/row_stationary.h"

#include "core/base/counts.h"
#include "core/cost/spatial/evaluate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace paretoscope::cost::spatial {

namespace {

using workload::Convolution;

constexpr double kNearlyBestUse = 0.85; ///< our choice, with the published mappings in view

/// One group of the layer, its sizes rounded up to whole strips and passes.
Convolution rounded(const Convolution& layer, const RowStationary& map)
{
    Convolution group = layer;
    group.groups = 1;
    group.inputChannels = ceilDivide(layer.inputChannels / layer.groups, map.q * map.r) * map.q * map.r;
    group.outputChannels = ceilDivide(layer.outputChannels / layer.groups, map.m) * map.m;
    group.outputHeight = ceilDivide(layer.outputHeight, map.e) * map.e;
    group.batch = ceilDivide(layer.batch, map.n) * map.n;
    return group;
}

std::int64_t inputRows(const Convolution& layer, std::int64_t outputRows)
{
    return (outputRows - 1) * layer.strideY + (layer.filterHeight - 1) * layer.dilationY + 1;
}

/// Output rows whose inputs and sums stand in the buffer together.
std::int64_t bufferedRows(const Convolution& layer, const RowStationary& map)
{
    return map.wholeMaps ? ceilDivide(layer.outputHeight, map.e) * map.e : map.e;
}

std::int64_t passInput_words(const Convolution& layer, const RowStationary& map)
{
    const std::int64_t width = (layer.outputWidth - 1) * layer.strideX
                               + (layer.filterWidth - 1) * layer.dilationX + 1;
    return map.q * map.r * inputRows(layer, bufferedRows(layer, map)) * width;
}

/// Sets of `rows` x `e` PEs that fit: a set wider than the array folds into several of its width.
std::int64_t setsThatFit(const RowStationaryMachine& machine, std::int64_t filterRows, std::int64_t e)
{
    const std::int64_t down = machine.rows / filterRows;
    return e <= machine.columns ? down * (machine.columns / e) : down / ceilDivide(e, machine.columns);
}

std::optional<std::string> misfit(const Convolution& layer, const RowStationaryMachine& machine,
                                  const RowStationary& map)
{
    const auto exceeded = [](const char* what, std::int64_t needed, std::int64_t there) {
        return std::string(what) + " " + std::to_string(needed) + " where " + std::to_string(there) + " fit.";
    };
    for (const std::int64_t each : {map.m, map.n, map.e, map.p, map.q, map.r, map.t})
        if (each < 1)
            return "the mapping holds " + std::to_string(each) + "; at least 1 is allowed.";
    if (map.m % (map.p * map.t) != 0)
        return "m = " + std::to_string(map.m) + " is no multiple of p * t.";
    if (const auto fit = setsThatFit(machine, layer.filterHeight, map.e); map.r * map.t > fit)
        return exceeded("the array would hold sets", map.r * map.t, fit);
    if (map.q * layer.filterWidth > machine.input_words)
        return exceeded("a PE would hold inputs", map.q * layer.filterWidth, machine.input_words);
    if (map.p * map.q * layer.filterWidth > machine.weight_words)
        return exceeded("a PE would hold weights", map.p * map.q * layer.filterWidth, machine.weight_words);
    if (map.p > machine.sum_words)
        return exceeded("a PE would hold sums", map.p, machine.sum_words);
    // In floating point: sizes are a person's, and their product may be beyond all bounds.
    const double sums = static_cast<double>(map.m) * static_cast<double>(bufferedRows(layer, map))
                        * static_cast<double>(layer.outputWidth);
    const double buffered = static_cast<double>(map.n)
                            * (static_cast<double>(passInput_words(layer, map)) + sums);
    if (buffered > static_cast<double>(machine.buffer_words))
        return "the mapping needs more of the buffer than its " + std::to_string(machine.buffer_words)
               + " words.";
    return {};
}

hardware::MemoryLevel level(const char* name, hardware::MemoryKind kind, std::int64_t x, std::int64_t y)
{
    hardware::MemoryLevel memory;
    memory.name = name;
    memory.kind = kind;
    memory.meshX = x;
    memory.meshY = y;
    return memory;
}

/// Room is checked by misfit(), which knows the published limits; here nothing is limited but the array.
hardware::SpatialArchitecture logicalArray(std::int64_t columns, std::int64_t rows)
{
    using hardware::MemoryKind;
    hardware::SpatialArchitecture machine;
    machine.levels = {level("DRAM", MemoryKind::Dram, 1, 1), level("buffer", MemoryKind::Sram, 1, 1),
                      level("inputs", MemoryKind::RegisterFile, columns, rows),
                      level("weights", MemoryKind::RegisterFile, columns, rows),
                      level("sums", MemoryKind::RegisterFile, columns, rows)};
    machine.macMeshX = columns;
    machine.macMeshY = rows;
    return machine;
}

enum Level : std::size_t { kDram, kBuffer, kInputs, kWeights, kSums, kLevels };

/// Channel passes run innermost above the buffer, so that sums stay in it; below, weights stay in the PEs
/// while images and output columns stream by (JSSC 2017, section IV; A).
Mapping nested(const workload::Operation& operation, const Convolution& padded, const RowStationary& map)
{
    const auto loop = [&](const char* name, std::int64_t factor) {
        const auto found = std::find_if(operation.dimensions.begin(), operation.dimensions.end(),
                                        [&](const auto& d) { return d.name == name; });
        return Loop{static_cast<std::size_t>(found - operation.dimensions.begin()), factor};
    };
    const bool w = true, none = false;
    Mapping mapping;
    mapping.levels.resize(kLevels);
    const std::int64_t strips = padded.outputHeight / map.e;
    mapping.levels[kDram] = {{w, w, w},
                             {loop("K", padded.outputChannels / map.m), loop("Q", map.wholeMaps ? 1 : strips),
                              loop("N", padded.batch / map.n),
                              loop("C", padded.inputChannels / (map.q * map.r))},
                             {},
                             {}};
    mapping.levels[kBuffer] = {{none, w, w},
                               {loop("K", map.m / (map.p * map.t)), loop("N", map.n),
                                loop("Q", map.wholeMaps ? strips : 1), loop("P", padded.outputWidth)},
                               {loop("Q", map.e)},
                               {loop("S", padded.filterHeight), loop("C", map.r), loop("K", map.t)}};
    mapping.levels[kInputs].keeps = {none, w, none};
    mapping.levels[kWeights].keeps = {w, none, none};
    mapping.levels[kSums] = {
        {none, none, w}, {loop("R", padded.filterWidth), loop("C", map.q), loop("K", map.p)}, {}, {}};
    return mapping;
}

double accesses(const TensorAccesses& tensor)
{
    return static_cast<double>(tensor.reads + tensor.fills + tensor.updates)
           * static_cast<double>(tensor.instances);
}

RowStationaryCounts collect(const LayerReport& report, const Convolution& padded, const RowStationary& map)
{
    RowStationaryCounts counts;
    counts.activePes = padded.filterHeight * map.e * map.r * map.t;
    counts.cycles = static_cast<double>(report.computeCycles);
    counts.macs = static_cast<double>(report.macs);
    const auto& dram = report.levels[kDram].tensors;
    counts.dramWeights = accesses(dram[0]);
    counts.dramInputs = accesses(dram[1]);
    counts.dramOutputs = accesses(dram[2]);
    for (const TensorAccesses& tensor : report.levels[kBuffer].tensors)
        counts.bufferAccesses += accesses(tensor);
    counts.inputRegister = accesses(report.levels[kInputs].tensors.front());
    counts.otherRegisters = accesses(report.levels[kWeights].tensors.front())
                            + accesses(report.levels[kSums].tensors.front());
    // What arrives at the buffer was added up along the filter's rows and the channel sets.
    const auto updates = static_cast<double>(report.levels[kBuffer].tensors.back().updates);
    counts.interPe = updates * static_cast<double>(padded.filterHeight * map.r - 1);
    return counts;
}

void scale(RowStationaryCounts& counts, double groups)
{
    for (double* each :
         {&counts.cycles, &counts.macs, &counts.dramInputs, &counts.dramWeights, &counts.dramOutputs,
          &counts.bufferAccesses, &counts.interPe, &counts.inputRegister, &counts.otherRegisters})
        *each *= groups;
}

/// 1, 2, 4 ... and the size itself.
std::vector<std::int64_t> choices(std::int64_t size)
{
    std::vector<std::int64_t> list;
    for (std::int64_t each = 1; each < size; each *= 2)
        list.push_back(each);
    list.push_back(size);
    return list;
}

/// Walks the mappings that a person would write down: whole strips, powers of two elsewhere.
class RowSearch
{
public:
    RowSearch(const Convolution& layer, const RowStationaryMachine& machine)
        : m_layer(layer)
        , m_machine(machine)
    { }

    std::optional<RowStationary> run()
    {
        forEachArray([&](const RowStationary& map) { m_bestUse = std::max(m_bestUse, use(map)); });
        std::int64_t tallest = 0; // strips come tallest first
        forEachArray([&](RowStationary map) {
            if (use(map) < kNearlyBestUse * m_bestUse || 4 * map.e < 3 * tallest)
                return;
            tallest = std::max(tallest, map.e);
            tryPasses(map);
            map.wholeMaps = true;
            if (m_machine.mayHoldMaps)
                tryPasses(map);
        });
        return m_best;
    }

private:
    /// Share of the array that works, counting what the last strip and pass leave idle.
    [[nodiscard]] double use(const RowStationary& map) const
    {
        const auto filled = [](std::int64_t size, std::int64_t by) {
            return static_cast<double>(size) / static_cast<double>(ceilDivide(size, by) * by);
        };
        return static_cast<double>(m_layer.filterHeight * map.e * map.r * map.t)
               * filled(m_layer.outputHeight, map.e) * filled(m_layer.inputChannels / m_layer.groups, map.r)
               * filled(m_layer.outputChannels / m_layer.groups, map.t);
    }

    template <class Visit> void forEachArray(Visit visit) const
    {
        std::int64_t before = 0;
        for (std::int64_t strips = 1; strips <= m_layer.outputHeight; ++strips) {
            const std::int64_t e = ceilDivide(m_layer.outputHeight, strips);
            if (e == before
                || e > m_machine.columns) // folding a set saves nothing that a shorter one would not
                continue;
            before = e;
            const std::int64_t fit = setsThatFit(m_machine, m_layer.filterHeight, e);
            for (std::int64_t r = 1; r <= std::min(fit, m_layer.inputChannels / m_layer.groups); r *= 2)
                for (std::int64_t t = 1; t <= std::min(fit / r, m_layer.outputChannels / m_layer.groups); ++t)
                    visit(RowStationary{.e = e, .r = r, .t = t});
        }
    }

    void tryPasses(RowStationary map)
    {
        const std::int64_t channels = m_layer.inputChannels / m_layer.groups;
        const std::int64_t filters = m_layer.outputChannels / m_layer.groups;
        for (map.q = 1; map.q <= std::min(channels, m_machine.input_words / m_layer.filterWidth); ++map.q) {
            const bool least = map.q == 1 && map.r == 1; // a single channel cannot be cut further
            if (!least && m_machine.bank_words > 0 && passInput_words(m_layer, map) > m_machine.bank_words)
                continue;
            for (const std::int64_t p : choices(std::min(filters, m_machine.sum_words))) {
                map.p = p;
                for (const std::int64_t passes : choices(ceilDivide(filters, p * map.t))) {
                    map.m = p * map.t * passes;
                    for (const std::int64_t n : choices(m_layer.batch)) {
                        map.n = n;
                        judge(map);
                    }
                }
            }
        }
    }

    void judge(const RowStationary& map)
    {
        if (misfit(m_layer, m_machine, map))
            return;
        const Result<RowStationaryCounts> counts = countRowStationary(m_layer, m_machine, map);
        if (!counts)
            return;
        if (const double energy = counts->energy({}); energy < m_leastEnergy) {
            m_leastEnergy = energy;
            m_best = map;
        }
    }

    const Convolution& m_layer;
    const RowStationaryMachine& m_machine;
    double m_bestUse = 0.0;
    double m_leastEnergy = std::numeric_limits<double>::infinity();
    std::optional<RowStationary> m_best;
};

} // namespace

double RowStationaryCounts::energy(const MovementCost& cost) const
{
    return macs * cost.mac + registers() * cost.registerFile + interPe * cost.interPe
           + bufferAccesses * cost.globalBuffer + dram() * cost.dram;
}

Result<RowStationaryCounts> countRowStationary(const Convolution& layer, const RowStationaryMachine& machine,
                                               const RowStationary& mapping)
{
    if (const auto problem = misfit(layer, machine, mapping))
        return Error{ErrorCode::InvalidInput, *problem, {}, {}};
    const Convolution padded = rounded(layer, mapping);
    const workload::Operation operation = workload::toOperation(padded);
    const auto outcome = evaluate(operation,
                                  logicalArray(mapping.e, padded.filterHeight * mapping.r * mapping.t),
                                  nested(operation, padded, mapping), {.peerForwarding = false});
    if (const auto* illegal = std::get_if<Illegal>(&outcome))
        return Error{ErrorCode::InvalidInput, illegal->message, {}, {}};
    RowStationaryCounts counts = collect(std::get<LayerReport>(outcome), padded, mapping);
    // PEs idle through what is rounded up: it takes time, but moves no words inside the array.
    const double work = static_cast<double>(workload::toOperation(layer).macs())
                        / (counts.macs * static_cast<double>(layer.groups));
    for (double* each : {&counts.macs, &counts.interPe, &counts.inputRegister, &counts.otherRegisters})
        *each *= work;
    scale(counts, static_cast<double>(layer.groups));
    return counts;
}

std::optional<RowStationary> searchRowStationary(const Convolution& layer,
                                                 const RowStationaryMachine& machine)
{
    return RowSearch(layer, machine).run();
}

} // namespace paretoscope::cost::spatial
