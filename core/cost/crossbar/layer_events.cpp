// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/layer_events.h"

#include "core/base/counts.h"
#include "core/cost/crossbar/bit_group.h"
#include "core/cost/crossbar/mvm.h"

#include <algorithm>

namespace paretoscope::cost::crossbar {

namespace {

using hardware::CrossbarArray;
using hardware::CrossbarFigures;
using hardware::CrossbarLayout;

/// Columns an ADC converts one after the other.
double turnsOfAdc(const CrossbarArray& machine, std::int64_t columns)
{
    return number(ceilDivide(columns, machine.adcsPerArray));
}

/// Groups of rows that a DAC drives one after the other.
double turnsOfDac(const CrossbarArray& machine, std::int64_t rows)
{
    return number(ceilDivide(rows, machine.dacs()));
}

BitGroupArray bitGroupArray(const CrossbarArray& machine)
{
    BitGroupArray array;
    array.rows = machine.rows;
    array.columns = machine.columns;
    array.dacs = machine.dacs();
    array.adcs = machine.adcsPerArray;
    array.groups = machine.groupsPerCore();
    array.differential = machine.differential;
    array.elementsPerTile = machine.coresPerTile;
    array.period_s = machine.figures.period_s;
    array.dac_s = machine.figures.dac_s;
    array.array_s = machine.figures.arrayRead_s;
    array.adc_s = machine.figures.conversion_s;
    return array;
}

/// One copy of a layer.
BitGroupLayer bitGroupLayer(const CrossbarArray& machine, const LayerMapping& mapping)
{
    return {mapping.matrices
                * bitGroupElements(machine.weightSlices(), machine.groupsPerCore(), mapping.rowTiles,
                                   mapping.columnTiles),
            machine.weightSlices(), machine.inputSlices(), mapping.usedRows, mapping.usedColumns};
}

VectorTime bitGroupVectorTime(const LayerShape& shape, const LayerMapping& mapping,
                              const CrossbarArray& machine, TileDistance distance)
{
    const CrossbarFigures& figures = machine.figures;
    const BitGroupArray array = bitGroupArray(machine);
    const BitGroupLayer layer = bitGroupLayer(machine, mapping);
    const std::int64_t elements = layer.elements * mapping.copies;
    const BitGroupTime each = bitGroupTime(array, layer, elements);
    VectorTime time{each.dac_s, each.array_s, each.adc_s, each.digital_s};
    const std::int64_t padding = shape.kernel / 2;
    const LineBuffer line{shape.kernel, shape.stride,
                          padding,      (shape.columns - 1) * shape.stride + shape.kernel - 2 * padding,
                          shape.rows,   shape.columns};
    time.buffer_s = figures.bufferAccess_s
                    * bufferAccesses(array, layer, elements, line, machine.inputBits, machine.adcBits)
                    / number(shape.rows * shape.columns);
    const double result_bits = number(shape.groups * shape.outputs) * machine.inputBits;
    time.transfer_s = mergedBits(array, elements, mapping.usedColumns, machine.adcBits)
                          * figures.coreLink_sPerBit
                      + tileTransfer_s(distance, figures.tileLink_sPerBit > 0.0 ? figures.period_s : 0.0,
                                       gatheredBits(array, elements, mapping.usedColumns, machine.inputBits),
                                       result_bits, figures.tileLink_sPerBit);
    time.sum_s = each.sum_s() + time.buffer_s + time.transfer_s;
    return time;
}

} // namespace

VectorTime vectorTime(const LayerShape& shape, const LayerMapping& mapping, const CrossbarArray& machine,
                      TileDistance distance)
{
    const CrossbarFigures& figures = machine.figures;
    if (machine.layout == CrossbarLayout::BitGroups)
        return bitGroupVectorTime(shape, mapping, machine, distance);
    // A read, and the conversion of all columns, in use or not, of the read before, at the same time.
    const double rowTurns = turnsOfDac(machine, mapping.usedRows);
    const double conversion_s = turnsOfAdc(machine, machine.columns) * figures.conversion_s;
    const double stage_s = rowTurns * std::max(figures.arrayRead_s, conversion_s);
    const double slices = machine.inputSlices();
    VectorTime time;
    time.array_s = slices * rowTurns * figures.arrayRead_s;
    time.adc_s = slices * rowTurns * conversion_s;
    if (machine.layout == CrossbarLayout::AdjacentColumns) {
        time.sum_s = slices * stage_s;
        return time;
    }
    time.digital_s = (transferPeriods(number(machine.rows)) + transferPeriods(number(machine.columns))
                      + kVectorPeriods)
                     * figures.period_s;
    time.sum_s = mvmTime(stage_s, machine.inputSlices(), static_cast<int>(machine.weightSlices()),
                         machine.cellBits)
                 + time.digital_s;
    return time;
}

/// From the last vector's end to its output.
double fillTime_s(const CrossbarArray& machine, double vector_s)
{
    constexpr double kIsaacCyclesAfterReads = 6.0; // 22 in all, 16 of them reads
    switch (machine.layout) {
    case CrossbarLayout::AdjacentColumns:
        return kIsaacCyclesAfterReads * vector_s / machine.inputSlices();
    case CrossbarLayout::SeparateArrays:
        return kStartPeriods * machine.figures.period_s;
    case CrossbarLayout::BitGroups:
        break;
    }
    return 0.0;
}

LayerEvents eventsOf(const LayerShape& shape, const LayerMapping& mapping, const CrossbarArray& machine)
{
    const double vectors = number(shape.positions);
    const double pair = machine.differential ? 2.0 : 1.0;
    const double logical = number(machine.arraysPerLogical());
    const double products = vectors * number(mapping.arraysPerCopy) / logical;
    const MvmCounts counts = mvmCounts(logical / pair, machine.inputSlices(), number(machine.rows),
                                       number(machine.columns));
    LayerEvents events;
    events.activations = products * counts.arrayActivations * pair;
    events.arrayReads = events.activations;
    events.conversions = products * counts.conversions;
    events.dacs = products * counts.dacEvents;
    events.shiftAdds = events.conversions;
    if (machine.layout == CrossbarLayout::SeparateArrays)
        events.shiftAdds = products * counts.shiftAdds;
    if (machine.layout == CrossbarLayout::BitGroups) {
        const BitGroupEvents each = bitGroupEvents(bitGroupArray(machine), bitGroupLayer(machine, mapping));
        events.arrayReads = vectors * each.cellReads / (number(machine.rows) * number(machine.columns));
        events.conversions = events.shiftAdds = vectors * each.conversions;
        events.dacs = vectors * each.dacs;
    }
    events.inputReads = products * counts.inputReads;
    events.inputWrites = products * counts.inputWrites;
    events.outputAccesses = products * counts.outputAccesses;
    events.partialSums = vectors * number(mapping.matrices) * number(mapping.rowTiles - 1)
                         * number(shape.outputs);
    return events;
}

std::int64_t bitGroupTiles(const CrossbarArray& machine, const LayerMapping& mapping)
{
    return ceilDivide(bitGroupLayer(machine, mapping).elements * mapping.copies, machine.coresPerTile);
}

} // namespace paretoscope::cost::crossbar
