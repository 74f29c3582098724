// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace paretoscope::cost::spatial {

[[nodiscard]] inline bool in(std::uint8_t set, std::size_t member)
{
    return ((set >> member) & 1U) != 0;
}

template <class T> [[nodiscard]] const T& pick(const std::vector<T>& from, Rng& rng)
{
    return from[rng.below(from.size())];
}

} // namespace paretoscope::cost::spatial
