// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/ascending.h"
#include "core/pareto/dominance.h"
#include "core/pareto/point_tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::pareto {

namespace {

using Values = std::span<const double>;

// Rows come in lexicographic order, so a row is dominated by those before it alone, and by one of a front if
// and only if that one is nowhere worse in the objectives after the first. Each kind of front below keeps
// what it takes to say whether it holds such a row: covers() implies that every better front covers the row,
// too.

/// One objective: every earlier row, being different, is better.
struct AnyRow
{
    [[nodiscard]] static bool covers(Values) { return true; }
    static void add(Values) { }
};

/// Two objectives: the smallest second one says it all.
class LowestValue
{
public:
    [[nodiscard]] bool covers(Values row) const { return m_lowest <= row[1]; }
    void add(Values row) { m_lowest = row[1]; } // not covered before, so lower than all

private:
    double m_lowest = std::numeric_limits<double>::infinity();
};

/// Three objectives: a staircase of the second and third; along it the second rises and the third falls.
class Staircase
{
public:
    [[nodiscard]] bool covers(Values row) const
    {
        const std::size_t above = firstAbove(row[1]);
        return above > 0 && m_steps[above - 1].z <= row[2];
    }

    void add(Values row)
    {
        std::size_t first = firstAbove(row[1]);
        first -= first > 0 && m_steps[first - 1].y == row[1] ? 1 : 0;
        std::size_t last = first;
        while (last < m_steps.size() && m_steps[last].z >= row[2])
            ++last;
        const auto at = m_steps.begin() + static_cast<std::ptrdiff_t>(first);
        if (first == last) {
            m_steps.insert(at, {row[1], row[2]});
        } else {
            *at = {row[1], row[2]};
            m_steps.erase(at + 1, m_steps.begin() + static_cast<std::ptrdiff_t>(last));
        }
    }

private:
    struct Step
    {
        double y, z;
    };
    [[nodiscard]] std::size_t firstAbove(double y) const
    {
        const Step* first = m_steps.data();
        for (std::size_t left = m_steps.size(); left > 0;) {
            const std::size_t half = left / 2;
            first += first[half].y <= y ? left - half : 0;
            left = half;
        }
        return static_cast<std::size_t>(first - m_steps.data());
    }

    std::vector<Step> m_steps;
};

/// More objectives: a tree of the rows less their first objective (Gustavsson, Syberfeldt 2018, whose tree
/// has no boxes).
class Tree
{
public:
    [[nodiscard]] bool covers(Values row) const
    {
        const Values rest = row.subspan(1);
        const auto nowhereWorse = [&](const double* a) {
            for (std::size_t j = 0; j < rest.size(); ++j)
                if (!(a[j] <= rest[j]))
                    return false;
            return true;
        };
        return !m_rows.empty()
               && !m_rows.front().search(
                   [&](const double* lower, const double*) { return nowhereWorse(lower); },
                   [&](PointTree::Row at) { return !nowhereWorse(m_rows.front().point(at).data()); });
    }

    void add(Values row)
    {
        if (m_rows.empty()) // only now is the number of objectives known
            m_rows.emplace_back(row.size() - 1);
        m_rows.front().add(row.subspan(1));
    }

private:
    std::vector<PointTree> m_rows; ///< none or one
};

/// Efficient non-dominated sort (Zhang, Tian, Cheng, Jin 2015): each row, in lexicographic order, goes into
/// the first front that does not dominate it, which a binary search finds.
/// \returns a rank per row of `objectives`
template <class Front> std::vector<int> ranksBy(std::span<const double> objectives, std::size_t k)
{
    std::vector<int> ranks(objectives.size() / k, 0);
    std::vector<Front> fronts;
    Values previous;
    int rank = 0; // of the previous row
    for (const std::uint32_t place : lexicographicOrder(objectives, k)) {
        const Values row = objectives.subspan(place * k, k);
        if (previous.empty() || !std::equal(row.begin(), row.end(), previous.begin())) {
            const auto front = std::partition_point(fronts.begin(), fronts.end(),
                                                    [&](const Front& better) { return better.covers(row); });
            rank = static_cast<int>(front - fronts.begin());
            (front == fronts.end() ? fronts.emplace_back() : *front).add(row);
            previous = row;
        }
        ranks[place] = rank;
    }
    return ranks;
}

/// Without constraints and without NaN.
std::vector<int> ranksOf(std::span<const double> objectives, std::size_t k)
{
    switch (k) {
    case 1:
        return ranksBy<AnyRow>(objectives, k);
    case 2:
        return ranksBy<LowestValue>(objectives, k);
    case 3:
        return ranksBy<Staircase>(objectives, k);
    default:
        return ranksBy<Tree>(objectives, k);
    }
}

/// Behind the feasible fronts, one rank for every violation there is, in ascending order.
void rankInfeasible(std::span<const double> violations, int rank, std::vector<int>& ranks)
{
    std::vector<double> amounts;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < violations.size(); ++i) {
        if (violations[i] > 0.0 || std::isnan(violations[i])) {
            amounts.push_back(std::isnan(violations[i]) ? std::numeric_limits<double>::infinity()
                                                        : violations[i]);
            rows.push_back(i);
        }
    }
    double previous = 0.0;
    for (const std::uint32_t next : ascendingOrder(amounts)) {
        rank += previous > 0.0 && amounts[next] > previous ? 1 : 0;
        ranks[rows[next]] = rank;
        previous = amounts[next];
    }
}

} // namespace

std::vector<int> nonDominatedRanks(std::span<const double> objectives, std::size_t k,
                                   std::span<const double> violations)
{
    std::vector<int> ranks(violations.size(), 0);
    std::vector<double> comparable; // the feasible rows without NaN; with one, nothing dominates them
    std::vector<std::size_t> rows;
    bool anyFeasible = false;
    for (std::size_t i = 0; i < violations.size(); ++i) {
        if (!(violations[i] <= 0.0))
            continue;
        anyFeasible = true;
        const Values row = objectives.subspan(i * k, k);
        if (k == 0 || std::any_of(row.begin(), row.end(), [](double value) { return std::isnan(value); }))
            continue;
        comparable.insert(comparable.end(), row.begin(), row.end());
        rows.push_back(i);
    }
    int behind = anyFeasible ? 1 : 0;
    if (!rows.empty()) {
        const std::vector<int> found = ranksOf(comparable, k);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            ranks[rows[i]] = found[i];
            behind = std::max(behind, found[i] + 1);
        }
    }
    rankInfeasible(violations, behind, ranks);
    return ranks;
}

} // namespace paretoscope::pareto
