// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/machine_energy.h"

#include <cmath>

namespace paretoscope::codesign {

double scratchpadAccess_J(std::int32_t words)
{
    return (0.09 + 0.0098 * words) * kPico;
}

double bufferRow_J(const Machine& machine)
{
    const double share = 1.0 / machine.banks; // of 128 KiB
    return 18.18 * kPico * std::sqrt(share) * (0.5 + 0.5 * machine.rowWords() / 4.0);
}

double hop_J(const Machine& machine)
{
    const double across = static_cast<double>(machine.columns) / machine.bankColumns
                          + static_cast<double>(machine.rows) / machine.bankRows;
    return 0.35 * kPico * across / 2.0;
}

} // namespace paretoscope::codesign
