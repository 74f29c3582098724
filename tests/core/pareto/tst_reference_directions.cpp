// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/reference_directions.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>
#include <set>

using namespace paretoscope::pareto;

using Values = std::vector<double>;

class TestReferenceDirections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counts_areThoseOfThePapers()
    {
        // Deb, Jain 2014, table I.
        QCOMPARE(dasDennisDirections(3, 12)->size(), 3U * 91U);
        QCOMPARE(dasDennisDirections(5, 6)->size(), 5U * 210U);
        QCOMPARE(twoLayerDirections(8, 3, 2)->size(), 8U * 156U);
        QCOMPARE(twoLayerDirections(10, 3, 2)->size(), 10U * 275U);
        QCOMPARE(*dasDennisDirections(2, 2), (Values{0, 1, 0.5, 0.5, 1, 0}));
        QCOMPARE(*dasDennisDirections(1, 7), Values{1});
    }

    void rows_lieOnTheSimplexAndDiffer()
    {
        for (std::size_t k = 1; k <= 6; ++k) {
            const Values rows = *twoLayerDirections(k, 5, 3); // layers without a row in common
            std::set<Values> different;
            for (std::size_t i = 0; i < rows.size(); i += k) {
                const Values row(rows.begin() + static_cast<std::ptrdiff_t>(i),
                                 rows.begin() + static_cast<std::ptrdiff_t>(i + k));
                QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1.0) < 1e-15 * 8);
                QVERIFY(*std::min_element(row.begin(), row.end()) >= 0.0);
                different.insert(row);
            }
            QVERIFY(k == 1 || different.size() == rows.size() / k);
        }
    }

    void divisions_fillWhatIsAllowed()
    {
        QCOMPARE(divisionsFor(3, 91), 12U);
        QCOMPARE(divisionsFor(3, 104), 12U);
        QCOMPARE(divisionsFor(3, 105), 13U);
        QCOMPARE(divisionsFor(2, 100), 99U);
        QCOMPARE(divisionsFor(10, 1), 1U);
        QCOMPARE(divisionsFor(1, 50), 1U);
    }

    void absurdSizes_areRefused()
    {
        constexpr std::size_t kHuge = std::numeric_limits<std::size_t>::max();
        QVERIFY(!dasDennisDirections(0, 3));
        QVERIFY(!dasDennisDirections(3, 0));
        QVERIFY(!dasDennisDirections(3, kHuge));
        QVERIFY(!dasDennisDirections(kHuge, 3));
        QVERIFY(!dasDennisDirections(50, 50));
        QVERIFY(!twoLayerDirections(3, 3, 0));
    }
};

QTEST_APPLESS_MAIN(TestReferenceDirections)
#include "tst_reference_directions.moc"
