// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/regression_tree.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace paretoscope::surrogate {

TreeData laidOut(std::span<const double> rows, std::vector<std::size_t> categories,
                 std::span<const double> targets, double centre)
{
    TreeData data;
    data.rows = targets.size();
    const std::size_t count = categories.size();
    data.columns.assign(count, std::vector<double>(data.rows));
    for (std::size_t i = 0; i < rows.size(); ++i)
        data.columns[i % count][i / count] = rows[i];
    data.ordered.resize(count);
    for (std::size_t column = 0; column < count; ++column) {
        if (categories[column] > 0)
            continue;
        std::vector<std::uint32_t>& order = data.ordered[column];
        order.resize(data.rows);
        std::iota(order.begin(), order.end(), 0U);
        const std::vector<double>& values = data.columns[column];
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    }
    data.categories = std::move(categories);
    for (const double target : targets)
        data.targets.push_back(target - centre);
    return data;
}

/// Grows one tree from the root. Every numeric column keeps its rows in order of value all the way down: a
/// node is a stretch of each of these lists, the same in all of them, and a split parts each stretch in two
/// without disturbing the order. So values are sorted once a forest, and a split costs one pass a column.
class TreeGrower
{
public:
    TreeGrower(const TreeData& data, std::span<const std::uint32_t> counts, const TreeOptions& options,
               Rng& rng)
        : m_data(data)
        , m_options(options)
        , m_rng(rng)
        , m_lists(data.columns.size() + 1)
        , m_goesHigh(data.rows, 0)
        , m_spare(data.rows, 0)
    {
        for (std::uint32_t row = 0; row < data.rows; ++row) {
            m_weights.push_back({static_cast<double>(counts[row]), counts[row] * data.targets[row]});
            if (counts[row] > 0)
                m_lists.back().push_back(row);
        }
        for (std::size_t column = 0; column < data.columns.size(); ++column)
            for (const std::uint32_t row : data.ordered[column])
                if (counts[row] > 0)
                    m_lists[column].push_back(row);
        m_columns.resize(data.columns.size());
        std::iota(m_columns.begin(), m_columns.end(), 0U);
    }

    RegressionTree grown()
    {
        m_tree.m_gains.assign(m_data.columns.size(), 0.0);
        m_tree.m_nodes.emplace_back();
        m_tree.m_leaves.emplace_back();
        std::vector<Stretch> open{{0, 0, m_lists.back().size(), 0}};
        while (!open.empty()) {
            const Stretch stretch = open.back();
            open.pop_back();
            const Sums sums = summed(stretch);
            m_tree.m_leaves[stretch.node] = leafOf(sums);
            if (m_options.deepest > 0 && stretch.depth >= m_options.deepest)
                continue;
            const Split split = bestSplit(stretch, sums);
            if (!(split.gain > 0.0))
                continue;
            const std::size_t middle = parted(stretch, split);
            const auto low = static_cast<std::uint32_t>(m_tree.m_nodes.size());
            m_tree.m_nodes.resize(m_tree.m_nodes.size() + 2);
            m_tree.m_leaves.resize(m_tree.m_nodes.size());
            record(m_tree.m_nodes[stretch.node], split, low);
            open.push_back({low, stretch.begin, middle, stretch.depth + 1});
            open.push_back({low + 1, middle, stretch.end, stretch.depth + 1});
        }
        return std::move(m_tree);
    }

private:
    struct Stretch
    {
        std::uint32_t node;
        std::size_t begin, end;
        std::size_t depth; ///< splits above it
    };
    struct Sums
    {
        double count = 0.0, sum = 0.0, squares = 0.0;
    };
    struct Split
    {
        double gain = 0.0;
        std::uint32_t column = 0;
        double threshold = 0.0;
        std::vector<std::uint8_t> sides; ///< of the categories
    };
    struct Weight
    {
        double count, sum; ///< how often drawn; that many times the target
    };
    struct Category
    {
        std::size_t code = 0;
        double count = 0.0, sum = 0.0;
    };

    Sums summed(const Stretch& stretch) const
    {
        Sums sums;
        for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
            const std::uint32_t row = m_lists.back()[i];
            sums.count += m_weights[row].count;
            sums.sum += m_weights[row].sum;
            sums.squares += m_weights[row].sum * m_data.targets[row];
        }
        return sums;
    }

    static RegressionTree::Leaf leafOf(const Sums& sums)
    {
        const double mean = sums.sum / sums.count;
        return {mean, std::max(0.0, sums.squares / sums.count - mean * mean)};
    }

    /// The best split of `columnsTried` columns drawn at random; columns that are constant here do not count.
    Split bestSplit(const Stretch& stretch, const Sums& sums)
    {
        constexpr double kNoise = 1e-12; // of the squares: what rounding leaves of equal targets
        Split best;
        const double floor = sums.squares - sums.sum * sums.sum / sums.count;
        if (sums.count < static_cast<double>(m_options.fewestToSplit) || floor <= kNoise * sums.squares)
            return best;
        std::size_t tried = 0;
        for (std::size_t i = 0; i < m_columns.size() && tried < m_options.columnsTried; ++i) {
            std::swap(m_columns[i], m_columns[i + m_rng.below(m_columns.size() - i)]);
            const bool differs = m_data.categories[m_columns[i]] > 0
                                     ? byCategories(stretch, sums, m_columns[i], best)
                                     : byThreshold(stretch, sums, m_columns[i], best);
            tried += differs ? 1 : 0;
        }
        return best;
    }

    /// Squared error that a cut takes away; 0 when a side is too small. Written as the distance of one side's
    /// sum from its share of the whole, which needs one division and cancels nothing.
    double gainOf(const Sums& sums, double count, double sum) const
    {
        const double rest = sums.count - count;
        const auto fewest = static_cast<double>(m_options.fewestInLeaf);
        if (count < fewest || rest < fewest)
            return 0.0;
        const double surplus = sum * sums.count - sums.sum * count;
        return surplus * surplus / (count * rest * sums.count);
    }

    /// \returns whether the column differs here at all
    bool byThreshold(const Stretch& stretch, const Sums& sums, std::uint32_t column, Split& best)
    {
        const std::vector<double>& values = m_data.columns[column];
        const std::vector<std::uint32_t>& rows = m_lists[column];
        if (!(values[rows[stretch.begin]] < values[rows[stretch.end - 1]]))
            return false;
        double count = 0.0;
        double sum = 0.0;
        double highest = best.gain;
        std::size_t cut = stretch.end; // none yet
        for (std::size_t i = stretch.begin; i + 1 < stretch.end; ++i) {
            count += m_weights[rows[i]].count;
            sum += m_weights[rows[i]].sum;
            if (!(values[rows[i]] < values[rows[i + 1]]))
                continue;
            const double gain = gainOf(sums, count, sum);
            if (gain > highest) {
                highest = gain;
                cut = i;
            }
        }
        if (cut < stretch.end) {
            const double value = values[rows[cut]];
            const double next = values[rows[cut + 1]];
            const double threshold = value + (next - value) * m_rng.uniform();
            best = {highest, column, threshold < next ? threshold : value, {}};
        }
        return true;
    }

    bool byCategories(const Stretch& stretch, const Sums& sums, std::uint32_t column, Split& best)
    {
        std::vector<Category> all(m_data.categories[column]);
        for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
            const std::uint32_t row = m_lists.back()[i];
            Category& category = all[static_cast<std::size_t>(m_data.columns[column][row])];
            category.count += m_weights[row].count;
            category.sum += m_weights[row].sum;
        }
        std::vector<Category> seen;
        for (std::size_t code = 0; code < all.size(); ++code)
            if (all[code].count > 0.0)
                seen.push_back({code, all[code].count, all[code].sum});
        if (seen.size() < 2)
            return false;
        std::stable_sort(seen.begin(), seen.end(), [](const Category& a, const Category& b) {
            return a.sum * b.count < b.sum * a.count; // by mean
        });
        double count = 0.0;
        double sum = 0.0;
        for (std::size_t cut = 0; cut + 1 < seen.size(); ++cut) {
            count += seen[cut].count;
            sum += seen[cut].sum;
            const double gain = gainOf(sums, count, sum);
            if (gain <= best.gain)
                continue;
            best = {gain, column, 0.0, std::vector<std::uint8_t>(all.size(), 0)};
            if (sums.count > 2.0 * count) // the unseen go with the many
                best.sides.assign(all.size(), 1);
            for (std::size_t i = 0; i < seen.size(); ++i)
                best.sides[seen[i].code] = i <= cut ? 0 : 1;
        }
        return true;
    }

    bool isHigh(std::uint32_t row, const Split& split) const
    {
        const double value = m_data.columns[split.column][row];
        return split.sides.empty() ? value > split.threshold
                                   : split.sides[static_cast<std::size_t>(value)] != 0;
    }

    /// Parts the stretch of every list, low rows first. Children too small to be split need no order.
    std::size_t parted(const Stretch& stretch, const Split& split)
    {
        double lows = 0.0;
        double highs = 0.0;
        for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
            const std::uint32_t row = m_lists.back()[i];
            m_goesHigh[row] = isHigh(row, split) ? 1 : 0;
            (m_goesHigh[row] != 0 ? highs : lows) += m_weights[row].count;
        }
        const std::size_t middle = parted(m_lists.back(), stretch);
        if (std::max(lows, highs) >= static_cast<double>(m_options.fewestToSplit))
            for (std::size_t column = 0; column + 1 < m_lists.size(); ++column)
                if (!m_lists[column].empty()) // as it is of categories
                    (void)parted(m_lists[column], stretch);
        return middle;
    }

    /// One list. Writing each row to both ends and moving only one on spares a branch that could not be
    /// predicted.
    std::size_t parted(std::vector<std::uint32_t>& list, const Stretch& stretch)
    {
        std::size_t low = stretch.begin;
        std::size_t high = 0;
        for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
            const std::uint32_t row = list[i];
            list[low] = row;
            m_spare[high] = row;
            low += m_goesHigh[row] == 0 ? 1 : 0;
            high += m_goesHigh[row];
        }
        std::copy_n(m_spare.begin(), high, list.begin() + static_cast<std::ptrdiff_t>(low));
        return low;
    }

    void record(RegressionTree::Node& node, const Split& split, std::uint32_t low)
    {
        node.column = split.column;
        node.low = low;
        node.threshold = split.threshold;
        if (!split.sides.empty())
            node.sides = static_cast<std::uint32_t>(m_tree.m_sides.size());
        m_tree.m_sides.insert(m_tree.m_sides.end(), split.sides.begin(), split.sides.end());
        m_tree.m_gains[split.column] += split.gain;
    }

    const TreeData& m_data;
    std::vector<Weight> m_weights; ///< by row
    const TreeOptions& m_options;
    Rng& m_rng;
    std::vector<std::vector<std::uint32_t>>
        m_lists;                          ///< of each numeric column; the last of all, in any order
    std::vector<std::uint8_t> m_goesHigh; ///< by row
    std::vector<std::uint32_t> m_spare;
    std::vector<std::uint32_t> m_columns; ///< being shuffled
    RegressionTree m_tree;
};

RegressionTree RegressionTree::grow(const TreeData& data, std::span<const std::uint32_t> counts,
                                    const TreeOptions& options, Rng& rng)
{
    return TreeGrower(data, counts, options, rng).grown();
}

RegressionTree::Leaf RegressionTree::predict(std::span<const double> row) const
{
    std::uint32_t at = 0;
    while (m_nodes[at].low != 0) {
        const Node& node = m_nodes[at];
        const double value = row[node.column];
        std::uint32_t high = value > node.threshold ? 1 : 0;
        if (node.sides != kNumeric)
            high = m_sides[node.sides + static_cast<std::size_t>(value)];
        at = node.low + high;
    }
    return m_leaves[at];
}

} // namespace paretoscope::surrogate
