// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/ranked_parameter.h"

#include "core/space/parameter_support.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::space {

void RankedParameter::sample(Rng& rng, std::span<double> value) const
{
    value[0] = valueAt(rng.below(ranks()));
}

std::optional<std::uint64_t> RankedParameter::count() const
{
    return ranks() <= kMostCounted ? std::optional(ranks()) : std::nullopt;
}

void RankedParameter::mutate(Rng& rng, double reach, std::span<double> value) const
{
    const std::uint64_t last = ranks() - 1;
    if (last == 0)
        return;
    const double widest = std::clamp(reach, 0.0, 1.0) * static_cast<double>(last);
    const std::uint64_t step = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(widest), 1, last);
    const std::uint64_t rank = rankOf(value[0]).value_or(0);
    const std::uint64_t lowest = rank - std::min(rank, step);
    const std::uint64_t highest = rank + std::min(last - rank, step);
    // Drawing from one value fewer and stepping over the present one leaves the others equally likely.
    std::uint64_t drawn = lowest + rng.below(highest - lowest);
    drawn += drawn >= rank ? 1 : 0;
    value[0] = valueAt(drawn);
}

std::vector<double> RankedParameter::neighbours(std::span<const double> value) const
{
    std::vector<double> near;
    const auto rank = rankOf(value[0]);
    if (rank && *rank > 0)
        near.push_back(valueAt(*rank - 1));
    if (rank && *rank + 1 < ranks())
        near.push_back(valueAt(*rank + 1));
    return near;
}

void RankedParameter::features(std::span<const double> value, std::span<double> out) const
{
    const auto last = static_cast<double>(std::max<std::uint64_t>(ranks() - 1, 1));
    out[0] = static_cast<double>(rankOf(value[0]).value_or(0)) / last;
}

std::string RankedParameter::print(std::span<const double> value) const
{
    return printNumber(value[0]);
}

Result<std::vector<double>> RankedParameter::parse(const std::string& text) const
{
    const auto number = parseNumber(text);
    if (!number || !rankOf(*number))
        return refusal(name(), "\"" + text.substr(0, 40) + "\" is none of its values; allowed are "
                                   + allowed() + ".");
    return std::vector<double>{*number};
}

bool RankedParameter::contains(std::span<const double> value) const
{
    return value.size() == 1 && std::isfinite(value[0]) && rankOf(value[0]).has_value();
}

} // namespace paretoscope::space
