// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/point_tree.h"

#include <QtTest>

#include <algorithm>
#include <set>
#include <vector>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Point = std::vector<double>;

Point randomPoint(Rng& rng, std::size_t k)
{
    Point point(k);
    for (double& value : point) // ties and duplicates among them
        value = rng.chance(0.5) ? static_cast<double>(rng.below(6)) : rng.uniform(0.0, 6.0);
    return point;
}

/// Rows nowhere above `corner`, as a search that trusts the boxes finds them. The boxes are checked on the
/// way.
std::multiset<Point> below(const PointTree& tree, const Point& corner)
{
    std::multiset<Point> found;
    const auto under = [&](const double* values) {
        return std::equal(corner.begin(), corner.end(), values, [](double c, double v) { return v <= c; });
    };
    const bool whole = tree.search([&](const double* lower, const double*) { return under(lower); },
                                   [&](PointTree::Row row) {
                                       if (under(tree.point(row).data()))
                                           found.insert(
                                               Point(tree.point(row).begin(), tree.point(row).end()));
                                       return true;
                                   });
    return whole ? found : std::multiset<Point>{};
}

} // namespace

class TestPointTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void searches_findWhatAScanFinds_data()
    {
        QTest::addColumn<int>("dimensions");
        QTest::addColumn<double>("removals");
        QTest::newRow("one, growing") << 1 << 0.0;
        QTest::newRow("two, some removed") << 2 << 0.3;
        QTest::newRow("three, as many removed as added") << 3 << 0.5;
        QTest::newRow("four, growing") << 4 << 0.0;
    }
    void searches_findWhatAScanFinds()
    {
        QFETCH(int, dimensions);
        QFETCH(double, removals);
        const auto k = static_cast<std::size_t>(dimensions);
        Rng rng(5);
        PointTree tree(k);
        std::vector<Point> rows;
        for (int step = 0; step < 2'000; ++step) {
            if (!rows.empty() && rng.chance(removals)) {
                const auto row = rng.below(rows.size());
                tree.remove(static_cast<PointTree::Row>(row));
                rows[row] = rows.back();
                rows.pop_back();
            } else {
                rows.push_back(randomPoint(rng, k));
                tree.add(rows.back());
            }
            QCOMPARE(tree.size(), rows.size());
            if (step % 20 != 0)
                continue;
            const Point corner = randomPoint(rng, k);
            std::multiset<Point> expected;
            for (const Point& row : rows)
                if (std::equal(row.begin(), row.end(), corner.begin(), std::less_equal<>()))
                    expected.insert(row);
            QVERIFY(below(tree, corner) == expected);
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto row = tree.point(static_cast<PointTree::Row>(i));
            QCOMPARE(Point(row.begin(), row.end()), rows[i]);
        }
    }

    void equalPoints_areAllKept()
    {
        PointTree tree(2);
        for (int i = 0; i < 500; ++i)
            tree.add(Point{1, 2});
        QCOMPARE(below(tree, {1, 2}).size(), 500U);
        while (tree.size() > 0)
            tree.remove(0);
        QVERIFY(below(tree, {1, 2}).empty());
        tree.add(Point{0, 0});
        QCOMPARE(below(tree, {1, 2}).size(), 1U);
    }

    void search_skipsSubtreesAndStopsWhenTold()
    {
        PointTree tree(1);
        for (int i = 0; i < 1'000; ++i)
            tree.add(Point{static_cast<double>((i * 37) % 1'000)});
        int shown = 0;
        const auto upTo10 = [](const double* lower, const double*) { return lower[0] <= 10.0; };
        QVERIFY(tree.search(upTo10, [&](PointTree::Row) { return ++shown > 0; }));
        QVERIFY2(shown >= 11 && shown < 100, qPrintable(QString::number(shown)));
        shown = 0;
        QVERIFY(!tree.search(upTo10, [&](PointTree::Row) { return ++shown < 3; }));
        QCOMPARE(shown, 3);
    }
};

QTEST_APPLESS_MAIN(TestPointTree)
#include "tst_point_tree.moc"
