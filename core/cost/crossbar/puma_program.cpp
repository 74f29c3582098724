// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/counts.h"
#include "core/cost/crossbar/puma_chip.h"
#include "core/hardware/crossbar_components.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

using namespace hardware::puma;
using hardware::ComponentFigures;

constexpr double kReplicaCycles = 15.0; ///< each further copy starts that much later
constexpr double kSleepCycles =
    26.0; ///< from a core's end to the end of what it sent (C: solved from the runs)

/// Values a program moves between the memories and the register file of its cores, per column of tiles.
struct Traffic
{
    double loads = 0.0;  ///< vectors from the tile's memory
    double stores = 0.0; ///< vectors to it
    double registerFile = 0.0;
    double vectorAdds = 0.0; ///< of one vector each
};

/// One column of `rowTiles` MVMUs, for one position. A vector that the arithmetic unit made lies in the
/// register file: written there, read by the store; a load or store itself reads two words.
Traffic columnTraffic(std::int64_t rowTiles, const PumaChip& chip, PumaActivation activation)
{
    const double vector = number(chip.size);
    const std::int64_t cores = ceilDivide(rowTiles, chip.matrices);
    Traffic traffic;
    for (std::int64_t core = 0; core < cores; ++core) {
        const std::int64_t tiles = std::min(chip.matrices, rowTiles - core * chip.matrices);
        const bool first = core == 0;
        const double partials = first ? number(cores - 1) : 0.0;
        const bool active = first && activation != PumaActivation::None;
        traffic.loads += number(tiles) + partials;
        traffic.stores += 1.0;
        // Sums inside the core write one vector; each sum with a partial one reads two and writes one.
        const double sums = number(tiles - 1);
        traffic.vectorAdds += sums + partials;
        traffic.registerFile += vector * (sums + partials * 4.0);
        const bool inRegisterFile = sums + partials > 0.0;
        if (active)
            traffic.registerFile += inRegisterFile ? 2.0 * vector : vector;
        if (inRegisterFile || active)
            traffic.registerFile += vector;
    }
    traffic.registerFile += 2.0 * (traffic.loads + traffic.stores);
    return traffic;
}

double edramAccesses(const PumaChip& chip, const PumaProgram& program, const Traffic& column)
{
    constexpr double kFixed = 15.0;
    const double vectors = number(chip.size) / kWordsPerAccess;
    const double columns = number(program.columnTiles);
    const double partials = std::max(0.0, column.stores - 1.0);
    // In: received, loaded. Out: stored (read and write of a counted word), sent.
    return kFixed
           + number(program.positions) * vectors
                 * (number(program.rowTiles) + columns * (column.loads + 2.0 * (1.0 + partials) + 1.0));
}

/// How a layer's row and column tiles are dealt to cores: short columns share one.
struct Cores
{
    std::int64_t ofColumn = 1;
    std::int64_t columnsOfCore = 1;
    std::int64_t groups = 1; ///< of columns that share cores
    std::int64_t count = 1;
};

Cores coresOf(const PumaChip& chip, const PumaProgram& program)
{
    Cores cores;
    cores.ofColumn = ceilDivide(program.rowTiles, chip.matrices);
    cores.columnsOfCore = std::min(program.columnTiles,
                                   std::max<std::int64_t>(1, chip.matrices / program.rowTiles));
    cores.groups = ceilDivide(program.columnTiles, cores.columnsOfCore);
    cores.count = cores.ofColumn * cores.groups;
    return cores;
}

/// When the last core is done, and the cycles of all cores until each is done.
struct CoreCycles
{
    double last = 0.0;
    double sum = 0.0;

    void add(double done)
    {
        last = std::max(last, done);
        sum += done;
    }
};

/// One position on the cores of one tile, `columns` groups of them. All ask the tile's memory for their
/// inputs at once and get them one core after the other.
CoreCycles tileCycles(const PumaChip& chip, const PumaProgram& program, const Cores& cores,
                      std::int64_t columns)
{
    const double transfer = transferPeriods(number(chip.size));
    const double vfu = std::floor(number(chip.size) / (2.0 * number(chip.matrices)));
    const double active = program.activation == PumaActivation::None ? 0.0 : vfu;
    const double perCore = number(std::min(chip.matrices, program.rowTiles));
    const double ofCore = number(cores.columnsOfCore);
    const double loads = perCore * ofCore * transfer;
    const double work = pumaMvmCycles(chip) + (perCore - 1.0) * ofCore * vfu;
    CoreCycles cycles;
    for (std::int64_t column = 0; column < columns; ++column) {
        const double before = number(column * cores.ofColumn) * loads;
        double first = before + loads + work;
        for (std::int64_t core = 1; core < cores.ofColumn; ++core) {
            const double stored = before + number(core + 1) * loads + work + transfer;
            cycles.add(stored);
            first = std::max(first, stored) + transfer + vfu;
        }
        cycles.add(first + ofCore * (active + transfer));
    }
    return cycles;
}

CoreCycles programCycles(const PumaChip& chip, const PumaProgram& program)
{
    const Cores cores = coresOf(chip, program);
    const double positions = number(program.positions);
    // Inputs arrive packet by packet before the first load ends.
    const double start = kStartPeriods - kSleepCycles;
    CoreCycles cycles;
    if (program.replicas > 1) {
        const double turns = std::ceil(positions / number(program.replicas));
        const double busy = number(std::min(program.replicas, program.positions));
        const CoreCycles one = tileCycles(chip, program, cores, cores.groups);
        const double own = turns * (one.last + kVectorPeriods) + start;
        const double late = kReplicaCycles * number(program.replicas - 1);
        return {own + late, busy * number(cores.count) * (own + late / 2.0)};
    }
    // A column's sums meet in one tile.
    const std::int64_t perTile = std::max<std::int64_t>(1, chip.cores / cores.ofColumn);
    for (std::int64_t group = 0; group < cores.groups; group += perTile) {
        const std::int64_t here = std::min(perTile, cores.groups - group);
        const CoreCycles tile = tileCycles(chip, program, cores, here);
        const double rest = positions * kVectorPeriods + start;
        cycles.last = std::max(cycles.last, positions * tile.last + rest);
        cycles.sum += positions * tile.sum + number(here * cores.ofColumn) * rest;
    }
    return cycles;
}

double nocCycles(const PumaChip& chip, const PumaProgram& program)
{
    // Packets of the vectors in and out, those of copies partly at the same time; closed forms of the
    // simulator's programs (C: fitted to eight of them).
    constexpr double kOverlap = 0.45;
    const double share = number(chip.size) / 128.0;
    return 30.0 + number(program.positions) * kNetworkCycles / std::pow(number(program.replicas), kOverlap)
           + share * (16.0 * number(program.rowTiles - 1) + 23.0 * number(program.columnTiles - 1));
}

} // namespace

PumaRun pumaRun(const PumaChip& chip, const PumaProgram& program)
{
    const Traffic column = columnTraffic(program.rowTiles, chip, program.activation);
    const double columns = number(program.columnTiles) * number(program.positions);
    const double vectors = number(chip.size) / kWordsPerAccess;
    PumaRun run;
    run.mvms = columns * number(program.rowTiles);
    const CoreCycles coreCycles = programCycles(chip, program);
    run.cycles = coreCycles.last + kSleepCycles;
    run.registerFileAccesses = columns * column.registerFile;
    run.edramAccesses = edramAccesses(chip, program, column);
    run.nocCycles = nocCycles(chip, program);
    run.receiveBufferAccesses = kReceiveAccesses * vectors * number(program.rowTiles)
                                * number(program.positions);
    const ComponentFigures memory = edram(number(chip.edram_KiB));
    const double perAccess_W = memory.dynamic_W + kEdramBus.dynamic_W + kEdramController.dynamic_W
                               + kCounterBuffer.dynamic_W;
    const double words = number(chip.size);
    const double active = program.activation == PumaActivation::None ? 0.0 : columns * words;
    // The simulator charges core control per cycle of the tile and tile control per cycle of a core.
    const std::int64_t copy = coresOf(chip, program).count;
    const double cores = number(std::min(copy * program.replicas, std::max(program.positions, copy)));
    // The tile that takes the results in is awake as long as the others.
    const double tiles = std::ceil(cores / number(chip.cores)) + 1.0;
    run.dynamic_J = run.mvms * pumaMvmEnergy_J(chip)
                    + kCycle_s
                          * (run.edramAccesses * perAccess_W + run.nocCycles * kRouter.dynamic_W
                             + run.receiveBufferAccesses * kReceiveBuffer.dynamic_W
                             + run.registerFileAccesses
                                   * registerFile(number(chip.dataMemory_bytes)).dynamic_W
                             + columns * column.vectorAdds * words * kAluAdd_W
                             + active * kActivation.dynamic_W + run.cycles * tiles * kCoreControl.dynamic_W
                             + coreCycles.sum * kTileControl_W);
    run.leakage_J = kCycle_s
                    * (run.nocCycles * kRouter.leakage_W
                       + run.cycles * tiles * pumaTileLeakageWithoutCores_W(chip)
                       + coreCycles.sum * pumaCore(chip).leakage_W);
    return run;
}

} // namespace paretoscope::cost::crossbar
