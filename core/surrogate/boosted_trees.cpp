// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/boosted_trees.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

namespace {

Status checkData(std::span<const double> rows, std::size_t columns, std::span<const double> targets)
{
    const auto refused = [](const char* what) {
        return Error{ErrorCode::InvalidInput, what, "boosted trees", {}};
    };
    if (columns == 0 || targets.empty() || rows.size() != columns * targets.size())
        return refused("a target for every row is needed, and at least one row and column.");
    const auto finite = [](double value) { return std::isfinite(value); };
    if (!std::all_of(rows.begin(), rows.end(), finite)
        || !std::all_of(targets.begin(), targets.end(), finite))
        return refused("a number is not finite.");
    return success();
}

} // namespace

Result<BoostedTrees> BoostedTrees::fit(std::span<const double> rows, std::size_t columns,
                                       std::span<const double> targets, const BoostingOptions& options,
                                       std::uint64_t seed)
{
    if (const Status right = checkData(rows, columns, targets); !right)
        return right.error();
    BoostedTrees model;
    const std::size_t n = targets.size();
    for (const double target : targets)
        model.m_centre += target / static_cast<double>(n);
    model.m_shrinkage = options.shrinkage;
    TreeData data = laidOut(rows, std::vector<std::size_t>(columns, 0), targets, model.m_centre);
    const std::vector<std::uint32_t> once(n, 1);
    const TreeOptions tree{columns, std::max<std::size_t>(options.fewestInLeaf, 1), 2, options.depth};
    for (std::size_t i = 0; i < options.trees; ++i) {
        Rng rng(seed, i);
        model.m_trees.push_back(RegressionTree::grow(data, once, tree, rng));
        for (std::size_t row = 0; row < n; ++row)
            data.targets[row] -= options.shrinkage
                                 * model.m_trees.back().predict(rows.subspan(row * columns, columns)).mean;
    }
    return model;
}

double BoostedTrees::predict(std::span<const double> row) const
{
    double sum = m_centre;
    for (const RegressionTree& tree : m_trees)
        sum += m_shrinkage * tree.predict(row).mean;
    return sum;
}

} // namespace paretoscope::surrogate
