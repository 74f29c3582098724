// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/ascending.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Order = std::vector<std::uint32_t>;
using Values = std::vector<double>;

Order stableOrder(const Values& values)
{
    Order order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    return order;
}

/// Numbers of every size and sign, often equal.
double anyNumber(Rng& rng)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr double kSpecial[]{0.0, -0.0, kInfinity, -kInfinity, 5e-324, -5e-324, 1e308, -1e308};
    switch (rng.below(4)) {
    case 0:
        return kSpecial[rng.below(std::size(kSpecial))];
    case 1:
        return static_cast<double>(rng.below(20)) - 10.0;
    default:
        return std::ldexp(rng.uniform(-1.0, 1.0), static_cast<int>(rng.below(200)) - 100);
    }
}

} // namespace

class TestAscending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_isThatOfAStableSort()
    {
        Rng rng(1);
        for (const std::size_t n : {0U, 1U, 2U, 199U, 200U, 1'000U, 70'000U}) {
            Values values(n);
            for (double& value : values)
                value = anyNumber(rng);
            QCOMPARE(ascendingOrder(values), stableOrder(values));
        }
    }

    void equalValues_keepTheirOrder()
    {
        for (const std::size_t n : {10U, 500U}) {
            Order expected(n);
            std::iota(expected.begin(), expected.end(), 0U);
            QCOMPARE(ascendingOrder(Values(n, 3.5)), expected);
        }
    }

    void nan_standsAtAnEnd()
    {
        for (const std::size_t n : {9U, 500U}) {
            Values values(n);
            std::iota(values.begin(), values.end(), -4.0);
            values[5] = std::nan("");
            const Order order = ascendingOrder(values);
            QVERIFY(order.front() == 5 || order.back() == 5);
            QVERIFY(std::is_permutation(order.begin(), order.end(), stableOrder(Values(n, 0.0)).begin()));
        }
    }

    void rows_areOrderedLikeWords()
    {
        Rng rng(2);
        for (const std::size_t n : {50U, 3'000U}) {
            Values rows(3 * n);
            for (double& value : rows)
                value = static_cast<double>(rng.below(8));
            const Order order = lexicographicOrder(rows, 3);
            const auto word = [&](std::uint32_t i) {
                return std::tuple(rows[3 * i], rows[3 * i + 1], rows[3 * i + 2], i);
            };
            for (std::size_t i = 1; i < n; ++i)
                QVERIFY(word(order[i - 1]) < word(order[i]));
        }
    }
};

QTEST_APPLESS_MAIN(TestAscending)
#include "tst_ascending.moc"
