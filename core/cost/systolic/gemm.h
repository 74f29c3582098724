// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workload/layer.h"

#include <cstdint>
#include <optional>

namespace paretoscope::cost::systolic {

/// Where the inputs of a convolution lie: the element (m, k) of the input matrix is pixel
/// (row * stride + filter row, ...) of a map with `channels` channels, the channel running fastest in k, then
/// the filter column, then the filter row. One group, one image of the batch after the other.
struct Windows
{
    std::int64_t outputRows = 1, outputColumns = 1;
    std::int64_t filterRows = 1, filterColumns = 1;
    std::int64_t strideRows = 1, strideColumns = 1;
    std::int64_t dilationRows = 1, dilationColumns = 1;
    std::int64_t channels = 1;
    std::int64_t images = 1;

    [[nodiscard]] std::int64_t mapRows() const
    {
        return (outputRows - 1) * strideRows + (filterRows - 1) * dilationRows + 1;
    }
    [[nodiscard]] std::int64_t mapColumns() const
    {
        return (outputColumns - 1) * strideColumns + (filterColumns - 1) * dilationColumns + 1;
    }
    /// Elements that some window touches, each counted once: m * k less the im2col duplicates.
    [[nodiscard]] std::int64_t distinctElements() const;
};

/// A layer as O[M x N] = I[M x K] * W[K x N], `repeats` times with other data each time: groups of a
/// convolution, heads of an attention. Padding is part of the input map, so outputs round down.
struct Gemm
{
    std::int64_t m = 1, n = 1, k = 1;
    std::int64_t repeats = 1;
    std::optional<Windows> windows; ///< only where windows overlap, so that inputs repeat

    [[nodiscard]] std::int64_t macs() const { return m * n * k; } ///< one repeat
    [[nodiscard]] std::int64_t distinctInputs() const;            ///< one repeat
};

/// Errors: Unsupported for an operation that is neither a convolution nor a matrix product; InvalidInput as
/// workload::Operation::validate().
[[nodiscard]] Result<Gemm> toGemm(const workload::Operation& operation);
/// One group of a convolution with these windows, `filters` outputs.
[[nodiscard]] Gemm toGemm(const Windows& windows, std::int64_t filters);

} // namespace paretoscope::cost::systolic
