// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workload/operation.h"

#include <array>
#include <cstddef>
#include <cstdint>

/// Machines and the mappings of layers on them, searched together (Shi, Sakhuja, Hashemi, Swersky, Lin 2020,
/// "Learned Hardware/Software Co-Design of Neural Accelerators"; here "the paper"). Only its abstract could
/// be read (first-hand); what else is said of it is marked second-hand, from memory, or our choice.
namespace paretoscope::codesign {

/// The loops of a layer, in this order everywhere.
enum Dim : std::uint8_t { kR, kS, kP, kQ, kC, kK };
inline constexpr std::size_t kDims = 6;
[[nodiscard]] const char* dimName(std::size_t dim); ///< "R"

using Sizes = std::array<std::int32_t, kDims>;

/// A convolution of one image: filter R x S, output P x Q, C input and K output channels. A matrix product is
/// one with R = S = Q = 1 and its rows in P.
struct LayerShape
{
    Sizes size{1, 1, 1, 1, 1, 1};
    std::int32_t stride = 1;

    [[nodiscard]] double macs() const;
    friend bool operator==(const LayerShape&, const LayerShape&) = default;
};

/// Words of each tensor's tile when it extends so far; inputs with the halo of the filter.
[[nodiscard]] std::int64_t inputWords(const Sizes& tile, std::int32_t stride);
[[nodiscard]] std::int64_t weightWords(const Sizes& tile);
[[nodiscard]] std::int64_t outputWords(const Sizes& tile);

inline constexpr std::int64_t kLargestDim = 65'536; ///< keeps tables of factorizations small (our choice)

/// Errors: Unsupported for groups, batches, dilation, several products, strides that differ, a dimension
/// above kLargestDim.
[[nodiscard]] Result<LayerShape> shapeOf(const workload::Operation& operation);

/// The layer as the exact cost model sees it: a convolution, also where it was a matrix product.
[[nodiscard]] workload::Operation operationOf(const LayerShape& layer);

} // namespace paretoscope::codesign
