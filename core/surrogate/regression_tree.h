// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/rng.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::surrogate {

/// What trees of one forest learn from, laid out for scans column by column.
struct TreeData
{
    std::size_t rows = 0;
    std::vector<std::vector<double>> columns;
    std::vector<std::size_t> categories;             ///< of each column; 0 = numeric
    std::vector<std::vector<std::uint32_t>> ordered; ///< rows of each numeric column by ascending value
    std::vector<double> targets;
};

/// Sorts rows, one after the other, into columns. \param centre  taken off every target
[[nodiscard]] TreeData laidOut(std::span<const double> rows, std::vector<std::size_t> categories,
                               std::span<const double> targets, double centre);

struct TreeOptions
{
    std::size_t columnsTried = 1; ///< per split, of those that differ
    std::size_t fewestInLeaf = 1; ///< rows, a row drawn twice counting twice
    std::size_t fewestToSplit = 3;
    std::size_t deepest = 0; ///< splits from the root to a leaf at most; 0 = as many as the rows ask for
};

/// A regression tree (Breiman, Friedman, Olshen, Stone 1984) by least squares over numbers and categories. A
/// number is split at a threshold that is drawn from between two values of the data, not taken from their
/// middle: averaged over a forest the prediction then passes smoothly from one to the other (Hutter, Xu,
/// Hoos, Leyton-Brown 2014, "Algorithm runtime prediction"). Categories are split into the two
/// subsets with the most different means, which is the best split of all (Fisher 1958; Breiman et al. 1984).
class RegressionTree
{
public:
    struct Leaf
    {
        double mean = 0.0;
        double variance = 0.0; ///< of the targets in it, population variance
    };

    /// \param counts  how often each row has been drawn; 0 = not
    [[nodiscard]] static RegressionTree grow(const TreeData& data, std::span<const std::uint32_t> counts,
                                             const TreeOptions& options, Rng& rng);

    /// \param row one value per column; a category never seen at a split goes where most rows went
    [[nodiscard]] Leaf predict(std::span<const double> row) const;
    /// Squared error that the splits in each column took away.
    [[nodiscard]] const std::vector<double>& gains() const { return m_gains; }

private:
    static constexpr std::uint32_t kNumeric = 0xffffffff;
    struct Node
    {
        double threshold = 0.0; ///< numeric: below or equal goes low
        std::uint32_t column = 0;
        std::uint32_t low = 0;          ///< child; the other is the next; 0 = a leaf
        std::uint32_t sides = kNumeric; ///< categories: first of their entries in m_sides
    };
    friend class TreeGrower;

    std::vector<Node> m_nodes;         ///< the root first
    std::vector<Leaf> m_leaves;        ///< of every node; apart, so that the way down reads little memory
    std::vector<std::uint8_t> m_sides; ///< 0: low child, 1: high child, one per category of a split
    std::vector<double> m_gains;
};

} // namespace paretoscope::surrogate
