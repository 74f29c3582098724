// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace paretoscope::silicon {

/// How a model's figures follow measured ones.
struct Following
{
    std::size_t points = 0;
    double spearman = 0.0;    ///< NaN where either side is constant
    double medianError = 0.0; ///< of |ours - theirs| / theirs
    double worstError = 0.0;
};

/// Rank correlation: Pearson's of the ranks, ties sharing their mean rank.
[[nodiscard]] double spearman(std::span<const double> ours, std::span<const double> theirs);

/// Their figures as the best sum of one effect a factor, fitted to themselves in logarithms: what any model
/// without a search's luck could know of them. For a full grid, where the effects are the means.
/// \param factors  per factor the level of every point; \param theirs  positive
[[nodiscard]] std::vector<double> additiveFit(const std::vector<std::vector<double>>& factors,
                                              std::span<const double> theirs);

/// \param theirs  positive
[[nodiscard]] Following follow(std::span<const double> ours, std::span<const double> theirs);

} // namespace paretoscope::silicon
