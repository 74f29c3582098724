// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/padding.h"

#include "core/cost/spatial/map_space_support.h"

#include <algorithm>
#include <utility>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::int64_t kLeast = 5;
constexpr std::int64_t kShare = 4;           ///< the inverse of how much is added at most
constexpr std::int64_t kMostAdded = 1 << 12; ///< so that no size takes long
constexpr double kPadded = 0.4;              ///< chance that a dimension is padded, our choice

bool isSmooth(std::int64_t number)
{
    for (const std::int64_t prime : {2, 3, 5, 7})
        while (number % prime == 0)
            number /= prime;
    return number == 1;
}

} // namespace

std::vector<std::int64_t> paddingsOf(std::int64_t size)
{
    std::vector<std::int64_t> paddings;
    if (size >= kLeast)
        for (std::int64_t more = 1; more <= std::min(size / kShare, kMostAdded); ++more)
            if (isSmooth(size + more))
                paddings.push_back(size + more);
    return paddings;
}

std::optional<OperationShape> padded(const OperationShape& shape, std::uint8_t whole, Rng& rng)
{
    std::vector<std::pair<std::size_t, std::vector<std::int64_t>>> open;
    for (std::size_t d = 0; d < shape.dimensionCount; ++d)
        if (auto paddings = paddingsOf(shape.sizes[d]); !in(whole, d) && !paddings.empty())
            open.emplace_back(d, std::move(paddings));
    if (open.empty())
        return {};
    OperationShape result = shape;
    const std::size_t certain = rng.below(open.size());
    for (std::size_t i = 0; i < open.size(); ++i)
        if (i == certain || rng.chance(kPadded))
            result.sizes[open[i].first] = pick(open[i].second, rng);
    return result;
}

} // namespace paretoscope::cost::spatial
