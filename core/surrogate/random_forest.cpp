// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/random_forest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace paretoscope::surrogate {

namespace {

constexpr std::uint64_t kShuffles = std::uint64_t{1} << 32U; // streams of the permutations, beyond the trees'

Error refused(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), "random forest", {}};
}

bool isCode(double value, std::size_t categories)
{
    return value >= 0.0 && value < static_cast<double>(categories) && std::trunc(value) == value;
}

Status checkOptions(const ForestOptions& options)
{
    if (options.trees < 1 || options.trees > 100'000)
        return refused("there are " + std::to_string(options.trees) + " trees; 1 to 100000 are allowed.");
    if (!(options.columnShare > 0.0 && options.columnShare <= 1.0))
        return refused("the share of columns tried is not in (0, 1].");
    return success();
}

Status checkData(std::span<const double> rows, const std::vector<std::size_t>& categories,
                 std::span<const double> targets)
{
    constexpr std::size_t kMostCategories = 100'000;
    constexpr std::size_t kMostRows = 10'000'000;
    const std::size_t columns = categories.size();
    if (columns == 0 || targets.empty() || targets.size() > kMostRows)
        return refused("at least one column and one row, at most ten million rows are needed.");
    if (rows.size() != columns * targets.size()) {
        return refused("there are " + std::to_string(rows.size()) + " values; " + std::to_string(columns)
                       + " for each of " + std::to_string(targets.size()) + " targets are expected.");
    }
    for (const std::size_t count : categories)
        if (count > kMostCategories)
            return refused("a column has " + std::to_string(count)
                           + " categories; at most 100000 are allowed.");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t count = categories[i % columns];
        if (count == 0 ? !std::isfinite(rows[i]) : !isCode(rows[i], count)) {
            return refused("the value in row " + std::to_string(i / columns) + ", column "
                           + std::to_string(i % columns) + " is no "
                           + (count == 0 ? "finite number." : "code of a category."));
        }
    }
    if (!std::all_of(targets.begin(), targets.end(), [](double target) { return std::isfinite(target); }))
        return refused("a target is not finite.");
    return success();
}

double square(double x)
{
    return x * x;
}

} // namespace

Result<RandomForest> RandomForest::fit(std::span<const double> rows, std::vector<std::size_t> categories,
                                       std::span<const double> targets, const ForestOptions& options,
                                       std::uint64_t seed)
{
    if (const Status fit = checkOptions(options); !fit)
        return fit.error();
    if (const Status fit = checkData(rows, categories, targets); !fit)
        return fit.error();
    RandomForest forest;
    const std::size_t n = targets.size();
    forest.m_columns = categories.size();
    forest.m_rows.assign(rows.begin(), rows.end());
    forest.m_targets.assign(targets.begin(), targets.end());
    forest.m_seed = seed;
    for (const double target : targets)
        forest.m_centre += target / static_cast<double>(n);
    TreeOptions treeOptions;
    treeOptions.columnsTried = std::max<std::size_t>(
        1,
        static_cast<std::size_t>(std::lround(options.columnShare * static_cast<double>(categories.size()))));
    treeOptions.fewestInLeaf = std::max<std::size_t>(options.fewestInLeaf, 1);
    treeOptions.fewestToSplit = std::max<std::size_t>(options.fewestToSplit, 2);
    const TreeData data = laidOut(rows, std::move(categories), targets, forest.m_centre);
    for (std::size_t tree = 0; tree < options.trees; ++tree) {
        Rng rng(seed, tree);
        std::vector<std::uint32_t> counts(n, options.bootstrap ? 0 : 1);
        for (std::size_t draw = 0; options.bootstrap && draw < n; ++draw)
            ++counts[rng.below(n)];
        forest.m_trees.push_back(RegressionTree::grow(data, counts, treeOptions, rng));
        std::vector<std::uint32_t>& unseen = forest.m_outOfBag.emplace_back();
        for (std::uint32_t row = 0; row < n; ++row)
            if (counts[row] == 0)
                unseen.push_back(row);
    }
    forest.measureOutOfBag();
    return forest;
}

std::span<const double> RandomForest::rowAt(std::size_t row) const
{
    return std::span(m_rows).subspan(row * m_columns, m_columns);
}

RandomForest::Prediction RandomForest::predict(std::span<const double> row) const
{
    double means = 0.0;
    double squares = 0.0;
    double variances = 0.0;
    for (const RegressionTree& tree : m_trees) {
        const auto [mean, variance] = tree.predict(row);
        means += mean;
        squares += mean * mean;
        variances += variance;
    }
    const auto trees = static_cast<double>(m_trees.size());
    const double mean = means / trees;
    return {m_centre + mean, variances / trees + std::max(0.0, squares / trees - mean * mean)};
}

void RandomForest::measureOutOfBag()
{
    std::vector<double> sums(m_targets.size(), 0.0);
    std::vector<std::size_t> votes(m_targets.size(), 0);
    for (std::size_t tree = 0; tree < m_trees.size(); ++tree) {
        for (const std::uint32_t row : m_outOfBag[tree]) {
            sums[row] += m_trees[tree].predict(rowAt(row)).mean;
            ++votes[row];
        }
    }
    double error = 0.0;
    double variance = 0.0; // of the same rows around the mean of all
    double judged = 0.0;
    for (std::size_t row = 0; row < m_targets.size(); ++row) {
        if (votes[row] == 0)
            continue;
        const double target = m_targets[row] - m_centre;
        error += square(sums[row] / static_cast<double>(votes[row]) - target);
        variance += square(target);
        judged += 1.0;
    }
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    m_outOfBagError = judged > 0.0 ? error / judged : kNone;
    m_outOfBagR2 = variance > 0.0 ? 1.0 - error / variance : kNone;
}

std::vector<double> RandomForest::impurityImportance() const
{
    std::vector<double> shares(m_columns, 0.0);
    for (const RegressionTree& tree : m_trees)
        for (std::size_t column = 0; column < m_columns; ++column)
            shares[column] += tree.gains()[column];
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares)
        share /= sum > 0.0 ? sum : 1.0;
    return shares;
}

std::vector<double> RandomForest::permutationImportance() const
{
    std::vector<double> rises(m_columns, 0.0);
    std::vector<double> changed(m_columns);
    for (std::size_t tree = 0; tree < m_trees.size(); ++tree) {
        const std::vector<std::uint32_t>& rows = m_outOfBag[tree];
        const auto error = [&](std::uint32_t row, std::span<const double> values) {
            return square(m_trees[tree].predict(values).mean + m_centre - m_targets[row]);
        };
        for (std::size_t column = 0; column < m_columns; ++column) {
            Rng rng(m_seed, kShuffles + tree * m_columns + column);
            std::vector<std::uint32_t> donors = rows;
            for (std::size_t i = donors.size(); i > 1; --i)
                std::swap(donors[i - 1], donors[rng.below(i)]);
            double rise = 0.0;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto row = rowAt(rows[i]);
                std::copy(row.begin(), row.end(), changed.begin());
                changed[column] = rowAt(donors[i])[column];
                rise += error(rows[i], changed) - error(rows[i], row);
            }
            if (!rows.empty())
                rises[column] += rise / static_cast<double>(rows.size() * m_trees.size());
        }
    }
    return rises;
}

} // namespace paretoscope::surrogate
