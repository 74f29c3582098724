// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

/// Published and simulated figures of what crossbar chips are made of. The same numbers, with their units and
/// sources, are tables under resources/technology/tables; a test compares the two. Evidence marks: A read in
/// the source, B recalled, C our own choice.
namespace paretoscope::hardware {

/// One component. Energy of an event is power times the time of the event.
struct ComponentFigures
{
    double dynamic_W = 0.0;
    double leakage_W = 0.0;
    double area_mm2 = 0.0;
};

/// Constants of the public PUMA simulator (commit a206f75, 32 nm, 1 GHz; A). Sizes between those of its
/// tables are interpolated on logarithmic axes, sizes beyond them continue the last slope (C).
namespace puma {

inline constexpr double kCycle_s = 1e-9;
inline constexpr double kArrayRead_J = 170e-12; ///< of every size: 1.70 mW for 100 ns
inline constexpr double kArray_W = 1.70e-3;
inline constexpr double kAdcTimePerBit_s = 12.5e-9; ///< all columns of one array
inline constexpr double kAdcPerBit_W = 0.225e-3;
inline constexpr double kAdcLeakagePerBit_W = 0.025e-3;
inline constexpr double kAdc_mm2 = 0.0012;
inline constexpr ComponentFigures kDac{0.00350625e-3, 0.000390625e-3, 1.67e-7};
inline constexpr ComponentFigures kSampleAndHold{8.73e-9, 9.7e-10, 3.9e-8};
inline constexpr ComponentFigures kShiftAndAdd{0.045e-3, 0.005e-3, 6e-5};
/// The arithmetic unit of 45 nm, times 32/45 (A). Its power is that of all operations; single ones cost less.
inline constexpr ComponentFigures kAlu{2.4e-3 * 32.0 / 45.0, 0.27e-3 * 32.0 / 45.0, 0.00567 * 32.0 / 45.0};
inline constexpr double kAluAdd_W = 0.265e-3;
inline constexpr ComponentFigures kActivation{0.234e-3, 0.026e-3, 0.0003};
inline constexpr ComponentFigures kCoreControl{0.25e-3, 0.0, 0.00145 * 2.25};
inline constexpr double kTileControl_W = 0.05e-3;
inline constexpr double kTileControl_mm2 = 0.00145;
inline constexpr ComponentFigures kEdramBus{3e-3, 0.0, 0.090}; ///< its leakage is left out of the sums (A)
inline constexpr ComponentFigures kEdramController{0.475e-3, 0.05e-3, 0.00145};
inline constexpr ComponentFigures kCounterBuffer{0.919e-3, 0.467e-3, 0.0116};
inline constexpr ComponentFigures kReceiveBuffer{8.96e-3, 0.18e-3, 0.0044};
inline constexpr ComponentFigures kTileInstructions{1.838e-3, 0.933e-3, 0.0116};
inline constexpr ComponentFigures kRouter{16.13e-3, 0.41e-3, 0.047}; ///< 4 ports, shared by 4 tiles
inline constexpr double kTilesPerRouter = 4.0;
/// Words of 16 bits that one access of a tile's memory, and of its receive buffer, moves.
inline constexpr double kWordsPerAccess = 16.0;
/// Accesses of a tile's memory: inputs are received and loaded; outputs are stored, counted and sent.
inline constexpr double kAccessesIn = 2.0, kAccessesOut = 3.0;
inline constexpr double kReceiveAccesses = 4.0;
/// The network is awake that long for a vector of 128 words in and one out (C: solved from the simulator's
/// programs).
inline constexpr double kNetworkCycles = 105.0;
inline constexpr double kNetworkWords = 256.0;
inline constexpr double kChipLink_mm2 = 22.88;
inline constexpr double kOffChipPacket_J = 52e-9;
inline constexpr double kTilesOfNode = 168.0;

[[nodiscard]] double arrayArea_mm2(double size);
[[nodiscard]] ComponentFigures registerFile(double size_bytes); ///< core data memory
[[nodiscard]] ComponentFigures instructionMemory(double entries);
[[nodiscard]] ComponentFigures edram(double size_KiB);
/// Of one array with `size` rows: energy of reading all of it, energy of writing one value, leakage, area.
struct ArrayRegister
{
    double read_J = 0.0;
    double write_J = 0.0;
    double leakage_W = 0.0;
    double area_mm2 = 0.0;
};
[[nodiscard]] ArrayRegister arrayRegister(double size);

} // namespace puma

/// ISAAC (Shafiee et al., ISCA 2016, Table I, 32 nm; A). Printed numbers are totals of a group.
namespace isaac {

inline constexpr double kCycle_s = 100e-9;
inline constexpr int kOutputCycles =
    22; ///< read 1, array 16, ADC 1, shift-add and register 2, activation, write
inline constexpr double kAdcRate_Hz = 1.28e9; ///< 128 columns in one cycle
inline constexpr ComponentFigures kEdram{20.7e-3, 0.0, 0.083};
inline constexpr double kEdram_KiB = 64.0;
inline constexpr ComponentFigures kBus{7e-3, 0.0, 0.090};
inline constexpr ComponentFigures kRouter{42e-3, 0.0, 0.151};
inline constexpr double kTilesPerRouter = 4.0;
inline constexpr ComponentFigures kTileArithmetic{(0.52 + 0.05 + 0.4 + 1.68) * 1e-3, 0.0,
                                                  0.0006 + 0.00006 + 0.00024 + 0.0032};
inline constexpr ComponentFigures kAdcs{16e-3, 0.0, 0.0096}; ///< 8 of 8 bits
inline constexpr ComponentFigures kDacs{4e-3, 0.0, 0.00017}; ///< 8 x 128 of 1 bit
inline constexpr ComponentFigures kSampleAndHolds{10e-6, 0.0, 0.00004};
inline constexpr ComponentFigures kArrays{2.4e-3, 0.0, 0.0002}; ///< 8 of 128 x 128
inline constexpr ComponentFigures kShiftAndAdds{0.2e-3, 0.0, 0.00024};
inline constexpr ComponentFigures kInputRegister{1.24e-3, 0.0, 0.0021};
inline constexpr ComponentFigures kOutputRegister{0.23e-3, 0.0, 0.00077};
inline constexpr double kPerIma = 8.0; ///< arrays, ADCs and rows of DACs that the printed groups hold
inline constexpr double kRows = 128.0;
inline constexpr int kAdcBits = 8;
inline constexpr double kBuffer_JPerByte = 2.02e-12;
inline constexpr double kBus_JPerByte = 0.684e-12;
inline constexpr double kHop_JPerByte = 4.4e-12 / 4.0;

} // namespace isaac

/// Defaults of MNSIM 2.0 (commit ca39ccb, 2024; A).
namespace mnsim {

struct Converter
{
    double area_um2 = 0.0;
    int bits = 0;
    double power_W = 0.0;
    double rate_Hz = 1e9;
    double extraPeriods = 2.0; ///< of a conversion, beside one for every bit
    [[nodiscard]] double time_s() const { return (bits + extraPeriods) / rate_Hz; }
};
/// Numbered as there, 1 to 8, the last a sense amplifier of one bit and one period; nothing outside.
[[nodiscard]] std::optional<Converter> adc(std::int64_t choice);
/// 1 to 7: 1, 2, 3, 4, 6, 8, 1 bits; nothing outside. Its rate is 1 GS/s.
[[nodiscard]] std::optional<Converter> dac(std::int64_t choice);
/// What the simulator charges for the 8-bit one: a thousand times what the others' doubling gives, and what
/// dac() says. Only for comparing with its runs.
inline constexpr double kSimulatedDac8_W = 0.4992;

inline constexpr double kRowDriver_um2 = 1150.0;
inline constexpr double kBufferCycle_s = 20e-9; ///< of 64 bits, whatever its size
/// What its own table says for 2 KB, which it does not use.
inline constexpr double kBufferAccess_s = 0.429117e-9;
inline constexpr double kTileLink_bitsPerSecond = 20e9;
inline constexpr double kCoreLink_bitsPerSecond = 1024e9;
inline constexpr double kBufferRead_J = 7.57e-12;
inline constexpr double kBufferWrite_J = 13.1e-12;
inline constexpr double kBuffer_um2 = 40'580.3;
inline constexpr double kPooling_um2 = 91'917.0;
inline constexpr double kDemuxStage_s = 0.27933e-9;
inline constexpr double kMuxStage_s = 0.032744e-9;
/// What an array costs beside its cells' own read time: 0.001 (0.0002 z^2 + 5e-6 z) ns, z = cells / 8192.
[[nodiscard]] double wireDelay_s(double rows, double columns);
/// Mean energy rate of one cell read: V^2 of nine cold and one hot input in ten, and 1/R of two thirds of the
/// cells off.
[[nodiscard]] double cellPower_W(double lowVoltage_V, double highVoltage_V, double offResistance_ohm,
                                 double onResistance_ohm);
/// What the digital circuits of a processing element consist of.
struct ElementDigital
{
    double dacs = 0.0, adcs = 0.0;                ///< of one array
    double rowsPerDac = 1.0, columnsPerAdc = 1.0; ///< that one serves in turn
    double groups = 1.0;
    double subarrays = 1.0;
    double elementsPerTile = 1.0;
};
/// A register for every DAC and ADC, a shift register for every ADC, demultiplexers, multiplexers, adders
/// between groups, and the element's share of the tile's joint modules.
/// \source the simulator's sources (A); that registers, adders and joint modules are of 45 nm, shift
/// registers of 65 nm and multiplexers of 130 nm is what its runs were configured with (its sums give nothing
/// else)
[[nodiscard]] double digitalArea_um2(const ElementDigital& element);

} // namespace mnsim

} // namespace paretoscope::hardware
