// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/parted_history.h"

#include "core/pareto/dominance.h"
#include "core/pareto/hypervolume.h"
#include "core/pareto/subset_selection.h"

#include <algorithm>
#include <functional>

namespace paretoscope::optimizer {

namespace {

using RowList = std::vector<std::size_t>;
using Values = std::vector<double>;

Values objectivesOf(const History& history, const RowList& rows)
{
    Values values;
    for (const std::size_t row : rows) {
        const auto objectives = history.objectives(row);
        values.insert(values.end(), objectives.begin(), objectives.end());
    }
    return values;
}

bool anyInside(const Values& points, const Values& corner)
{
    for (std::size_t i = 0; i < points.size(); i += corner.size())
        if (std::equal(corner.begin(), corner.end(), points.begin() + static_cast<std::ptrdiff_t>(i),
                       std::greater<>()))
            return true;
    return false;
}

/// A tenth of the range beyond the worst value of each objective, so that the ends of a front count, too.
Values beyondWorst(const Values& points, std::size_t k)
{
    Values best(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(k));
    Values worst = best;
    for (std::size_t i = k; i < points.size(); ++i) {
        best[i % k] = std::min(best[i % k], points[i]);
        worst[i % k] = std::max(worst[i % k], points[i]);
    }
    for (std::size_t j = 0; j < k; ++j)
        worst[j] += worst[j] > best[j] ? 0.1 * (worst[j] - best[j]) : 1.0;
    return worst;
}

/// The `count` of a feasible rank that stand best for all of it.
RowList representatives(const History& history, const RowList& rank, std::size_t count,
                        const std::optional<Values>& reference)
{
    const std::size_t k = history.objectiveCount();
    const Values points = objectivesOf(history, rank);
    RowList order(rank.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    if (k >= pareto::kFewestObjectives && k <= pareto::kMostObjectives) {
        const bool useful = reference && anyInside(points, *reference);
        if (auto places = pareto::greedySubset(points, useful ? *reference : beyondWorst(points, k), count))
            order = std::move(places).value();
    } else {
        const Values room = pareto::crowdingDistances(objectivesOf(history, rank), k, order);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return room[a] > room[b]; });
    }
    RowList chosen;
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(rank[order[i]]);
    return chosen;
}

} // namespace

Parted partedByQuality(const History& history, std::size_t count, const std::optional<Values>& reference)
{
    RowList all(history.size());
    Values violations;
    for (std::size_t row = 0; row < all.size(); ++row) {
        all[row] = row;
        violations.push_back(history.violation(row));
    }
    const std::vector<int> ranks = pareto::nonDominatedRanks(objectivesOf(history, all),
                                                             history.objectiveCount(), violations);
    std::stable_sort(all.begin(), all.end(),
                     [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
    count = std::min(count, all.size());
    std::vector<bool> isBest(all.size(), false);
    if (count > 0 && count < all.size()) {
        const int last = ranks[all[count - 1]];
        RowList rank;
        std::size_t before = 0;
        for (const std::size_t row : all) {
            if (ranks[row] == last)
                rank.push_back(row);
            before += ranks[row] < last ? 1 : 0;
            isBest[row] = ranks[row] < last;
        }
        const std::size_t left = count - before;
        if (left < rank.size() && violations[rank.front()] <= 0.0)
            rank = representatives(history, rank, left, reference);
        for (std::size_t i = 0; i < left; ++i)
            isBest[rank[i]] = true;
    } else {
        isBest.assign(all.size(), count > 0);
    }
    Parted parted;
    for (std::size_t row = 0; row < isBest.size(); ++row)
        (isBest[row] ? parted.best : parted.rest).push_back(row);
    return parted;
}

} // namespace paretoscope::optimizer
