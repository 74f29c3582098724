// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/hypervolume.h"
#include "core/pareto/subset_selection.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace paretoscope;
using namespace paretoscope::pareto;

using Values = std::vector<double>;
using Places = std::vector<std::size_t>;

namespace {

double volumeOf(const Values& points, const Places& places, const Values& reference)
{
    Values rows;
    for (const std::size_t place : places)
        for (std::size_t j = 0; j < reference.size(); ++j)
            rows.push_back(points[place * reference.size() + j]);
    return hypervolume(rows, reference).value();
}

} // namespace

class TestSubsetSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyChoice_addsMost()
    {
        for (std::size_t k = 2; k <= 5; ++k) {
            Rng rng(k);
            const Values reference(k, 1.0);
            Values points(30 * k);
            for (double& value : points)
                value = rng.uniform(0.0, 1.1); // some outside
            const Places places = greedySubset(points, reference, 12).value();
            QCOMPARE(places.size(), 12U);
            QCOMPARE(std::set<std::size_t>(places.begin(), places.end()).size(), 12U);
            Places chosen;
            for (const std::size_t place : places) {
                Places with = chosen;
                with.push_back(place);
                const double found = volumeOf(points, with, reference);
                for (std::size_t other = 0; other < 30; ++other) {
                    with.back() = other;
                    QVERIFY(volumeOf(points, with, reference) <= found * (1.0 + 1e-12));
                }
                chosen.push_back(place);
            }
        }
    }

    void whatAddsNothing_comesLastInOrder()
    {
        const Values points{3, 3, 1, 1, 9, 0, 0.5, 1.5, 2, 2};
        QCOMPARE(greedySubset(points, Values{4, 4}, 99).value(), (Places{1, 3, 0, 2, 4}));
        QCOMPARE(greedySubset(Values{1, 1, 1, 1}, Values{2, 2}, 2).value(), (Places{0, 1}));
        QCOMPARE(greedySubset(points, Values{4, 4}, 0).value(), Places{});
        QCOMPARE(greedySubset(Values{}, Values{4, 4}, 3).value(), Places{});
    }

    void nonsense_isRefused()
    {
        QVERIFY(!greedySubset(Values{1}, Values{2}, 1));
        QVERIFY(!greedySubset(Values{1, 2, 3}, Values{2, 2}, 1));
        QVERIFY(!greedySubset(Values{1, std::nan("")}, Values{2, 2}, 1));
    }
};

QTEST_APPLESS_MAIN(TestSubsetSelection)
#include "tst_subset_selection.moc"
