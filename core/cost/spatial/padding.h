// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/cost/spatial/shape.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::cost::spatial {

/// Sizes a little above, of small primes only, which fill arrays and memories better than the size itself:
/// 14, 15 and 16 for 13. At most a quarter above, no prime beyond 7: our choice. Ascending; empty for sizes
/// below 5, of which a quarter is nothing.
[[nodiscard]] std::vector<std::int64_t> paddingsOf(std::int64_t size);

/// The shape with some of its sizes padded, drawn at random. A perfect mapping of the result is a ragged one
/// of the shape (see mapping.h). \param whole dimensions that stay as they are, as bits. Absent where nothing
/// can be padded.
[[nodiscard]] std::optional<OperationShape> padded(const OperationShape& shape, std::uint8_t whole, Rng& rng);

} // namespace paretoscope::cost::spatial
