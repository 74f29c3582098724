// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/design.h"

#include "core/base/rng.h"

#include <bit>
#include <cstdint>

namespace paretoscope::space {

std::size_t DesignHash::operator()(const Design& design) const noexcept
{
    std::uint64_t hash = scatter(design.row().size());
    for (const double slot : design.row())
        hash = scatter(hash ^ std::bit_cast<std::uint64_t>(slot + 0.0)); // 0 and -0 are equal
    return hash;
}

} // namespace paretoscope::space
