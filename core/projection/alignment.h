// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/projection/points.h"

#include <cstdint>
#include <span>
#include <utility>

namespace paretoscope::projection {

/// Turns, mirrors, scales and shifts `moved` as a whole so that it lies on `fixed` as well as it can: which
/// way round an embedding comes out means nothing, and a live picture must not turn. \param pairs rows that
/// belong together, (of moved, of fixed); with fewer than 2 nothing happens \source orthogonal Procrustes
/// (Schönemann 1966; from memory)
void alignTo(Plane& moved, const Plane& fixed,
             std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs);

} // namespace paretoscope::projection
