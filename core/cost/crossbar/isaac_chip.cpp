// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/isaac_chip.h"

#include "core/base/counts.h"
#include "core/cost/crossbar/column_sum.h"
#include "core/hardware/crossbar_components.h"

#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

using namespace hardware::isaac;

/// How many of the printed groups of eight a part makes, per row or column where it has some.
double groups(std::int64_t count, double perItem = 1.0)
{
    return number(count) / kPerIma * perItem;
}

/// ADC cost doubles with every bit (C: the table has one resolution).
double adcScale(int bits)
{
    return std::exp2(bits - kAdcBits);
}

} // namespace

double IsaacChip::imaPower_W() const
{
    const double side = number(size) / kRows;
    return groups(adcsPerIma) * adcScale(adcBits) * kAdcs.dynamic_W
           + groups(arraysPerIma)
                 * (side * (kDacs.dynamic_W * std::exp2(dacBits - 1) + kSampleAndHolds.dynamic_W)
                    + side * side * kArrays.dynamic_W + kShiftAndAdds.dynamic_W + kInputRegister.dynamic_W
                    + kOutputRegister.dynamic_W);
}

double IsaacChip::imaArea_mm2() const
{
    const double side = number(size) / kRows;
    return groups(adcsPerIma) * adcScale(adcBits) * kAdcs.area_mm2
           + groups(arraysPerIma)
                 * (side * (kDacs.area_mm2 * std::exp2(dacBits - 1) + kSampleAndHolds.area_mm2)
                    + side * side * kArrays.area_mm2 + kShiftAndAdds.area_mm2 + kInputRegister.area_mm2
                    + kOutputRegister.area_mm2);
}

double IsaacChip::adcPowerOfTile_W() const
{
    return number(imasPerTile) * groups(adcsPerIma) * adcScale(adcBits) * kAdcs.dynamic_W;
}

double IsaacChip::adcAreaOfTile_mm2() const
{
    return number(imasPerTile) * groups(adcsPerIma) * adcScale(adcBits) * kAdcs.area_mm2;
}

double IsaacChip::bufferAndBusArea_mm2() const
{
    return kEdram.area_mm2 * edram_KiB / kEdram_KiB + kBus.area_mm2;
}

double IsaacChip::tilePower_W() const
{
    return number(imasPerTile) * imaPower_W() + kEdram.dynamic_W * edram_KiB / kEdram_KiB + kBus.dynamic_W
           + kTileArithmetic.dynamic_W + kRouter.dynamic_W / kTilesPerRouter;
}

double IsaacChip::tileArea_mm2() const
{
    return number(imasPerTile) * imaArea_mm2() + bufferAndBusArea_mm2() + kTileArithmetic.area_mm2
           + kRouter.area_mm2 / kTilesPerRouter;
}

std::int64_t IsaacChip::arrays() const
{
    return tiles * imasPerTile * arraysPerIma;
}

std::int64_t IsaacChip::adcs() const
{
    return tiles * imasPerTile * adcsPerIma;
}

double IsaacChip::mvm_s() const
{
    return sliceCount(inputBits, dacBits) * kCycle_s;
}

std::int64_t IsaacChip::arraysPerLogicalMatrix() const
{
    return sliceCount(weightBits, cellBits);
}

double IsaacChip::peakOperationsPerSecond() const
{
    return 2.0 * number(arrays()) / number(arraysPerLogicalMatrix()) * number(size * size) / mvm_s();
}

double IsaacChip::conversion_J() const
{
    return kAdcs.dynamic_W * adcScale(adcBits) / kPerIma * kCycle_s / kRows;
}

double IsaacChip::arrayRead_J() const
{
    const double side = number(size) / kRows;
    return kArrays.dynamic_W / kPerIma * kCycle_s * side * side;
}

} // namespace paretoscope::cost::crossbar
