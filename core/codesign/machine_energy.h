// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/machine_space.h"

/// What accesses of a machine cost. Both evaluators use these figures, so they differ only in how they count.
///
/// A published reference table for an Eyeriss-like design lists, in pJ an access: 0.202 (scratchpad of 12
/// words), 0.251 (16), 1.977 (192), 18.18 / 14.14 (read / write of 64 bits of a global buffer of 128 KiB),
/// 512 (64 bits of DRAM), 0.208 (8-bit MAC). First-hand: the energy reference table of the public
/// timeloop-accelergy-exercises, eyeriss_like.
namespace paretoscope::codesign {

inline constexpr double kPico = 1e-12;
inline constexpr double kMac_J = 0.83 * kPico; ///< four times the 8-bit MAC (first-hand, scaled: ours)
inline constexpr double kMemoryWord_J = 128.0 * kPico; ///< a quarter of 64 bits (first-hand)
inline constexpr double kWriteShare = 0.78;            ///< of a read: 14.14 / 18.18 (first-hand)
inline constexpr double kMemoryWordsPerCycle = 8.0;    ///< bandwidth of DRAM (our choice)

/// An access of a scratchpad: the straight line through the three above (first-hand figures, our line).
[[nodiscard]] double scratchpadAccess_J(std::int32_t words);
/// A read of one row of one bank: falls with the root of a bank's size, grows with the row's width (our
/// choice), 18.18 pJ for one bank and four words.
[[nodiscard]] double bufferRow_J(const Machine& machine);
/// A word's way between the global buffer and a PE: half the PEs of a bank, 0.35 pJ each (our choice).
[[nodiscard]] double hop_J(const Machine& machine);

} // namespace paretoscope::codesign
