// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/elites.h"
#include "core/optimizer/scalarization.h"
#include "core/optimizer/scales.h"
#include "core/optimizer/shuffle.h"
#include "core/optimizer/simplex_lattice.h"
#include "core/optimizer/sobol_search.h"
#include "core/optimizer/variation.h"
#include "sample_problems.h"

#include <QtTest>

#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;

/// The parts that search methods are built of.
class TestSearchParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sobolSequence_startsAsPublished()
    {
        // Joe and Kuo's own program prints these first points (in the order of plain binary, not Gray code).
        const double expected[4][3] = {
            {0.0, 0.0, 0.0}, {0.5, 0.5, 0.5}, {0.25, 0.75, 0.75}, {0.75, 0.25, 0.25}};
        for (std::uint64_t index = 0; index < 4; ++index) {
            for (std::size_t dimension = 0; dimension < 3; ++dimension) {
                std::uint32_t digits = 0;
                const auto directions = sobolDirections(dimension);
                for (std::size_t bit = 0; bit < 32; ++bit)
                    digits ^= (index >> bit & 1U) != 0 ? directions[bit] : 0;
                QCOMPARE(static_cast<double>(digits) * 0x1.0p-32, expected[index][dimension]);
            }
        }
    }

    void everySobolDimension_meetsEveryStratumOnce()
    {
        for (std::size_t dimension = 0; dimension < 40; ++dimension) {
            std::set<std::uint32_t> strata;
            const auto directions = sobolDirections(dimension);
            for (std::uint64_t index = 0; index < 256; ++index) {
                std::uint32_t digits = 0;
                for (std::size_t bit = 0; bit < 32; ++bit)
                    digits ^= (index >> bit & 1U) != 0 ? directions[bit] : 0;
                strata.insert(digits >> 24U);
            }
            QCOMPARE(strata.size(), 256U);
        }
    }

    void sobolAndLatinSearch_meetEveryStratumOnce_data()
    {
        QTest::addColumn<QString>("method");
        QTest::newRow("sobol") << "sobol";
        QTest::newRow("latin") << "latin";
    }
    void sobolAndLatinSearch_meetEveryStratumOnce()
    {
        QFETCH(QString, method);
        sample::Problem problem = sample::zdt1();
        const auto optimizer = sample::made(method.toStdString(), problem, 11);
        std::vector<std::set<int>> strata(10);
        for (std::uint64_t id = 0; id < 64; ++id) {
            const auto design = optimizer->ask(id);
            for (std::size_t i = 0; i < 10; ++i)
                strata[i].insert(static_cast<int>(design->row()[i] * 64.0));
        }
        for (const auto& met : strata)
            QCOMPARE(met.size(), 64U);
    }

    void shuffled_isABijection()
    {
        for (const std::uint64_t count : {1U, 2U, 5U, 64U, 1000U}) {
            std::set<std::uint64_t> met;
            for (std::uint64_t i = 0; i < count; ++i)
                met.insert(shuffled(i, count, 77));
            QCOMPARE(met.size(), count);
            QVERIFY(*met.rbegin() == count - 1);
        }
    }

    void simplexLattice_isTheLargestThatFits()
    {
        QCOMPARE(simplexLattice(2, 100).size(), 100U);
        QCOMPARE(simplexLattice(3, 92).size(), 91U); // twelve parts, as in the paper
        QCOMPARE(simplexLattice(5, 3).size(), 5U);   // the axes at least
        for (const auto& row : simplexLattice(4, 60)) {
            double sum = 0.0;
            for (const double weight : row)
                sum += weight;
            QVERIFY(std::abs(sum - 1.0) < 1e-12);
        }
    }

    void everyValueOfAScale_survivesItsPlace()
    {
        const auto space = space::Space::make(
                               {sample::integer("i", -3, 40),
                                space::makeOrdinal({"o", "", "", {}}, {0.5, 1, 7, 8.25}).value(),
                                space::makeReal({"l", "", "", {}}, 1e-3, 1e4, true).value(),
                                space::makeCategorical({"c", "", "", {}}, {"a", "b"}).value(),
                                space::makeOrdinal({"single", "", "", {}}, {3}).value()})
                               .value();
        const Scales scales(space);
        QVERIFY(scales.isScale(0) && scales.isScale(1) && scales.isScale(2));
        QVERIFY(!scales.isScale(3) && !scales.isScale(4));
        for (int i = -3; i <= 40; ++i)
            QCOMPARE(scales.valueAt(0, scales.place(0, i)), static_cast<double>(i));
        for (const double value : {0.5, 1.0, 7.0, 8.25})
            QCOMPARE(scales.valueAt(1, scales.place(1, value)), value);
        QCOMPARE(scales.valueAt(2, 0.0), 1e-3);
        QCOMPARE(scales.valueAt(2, 1.0), 1e4);
        QVERIFY(std::abs(scales.place(2, 1e-3 * std::pow(1e7, 0.25)) - 0.25) < 1e-12);
        QCOMPARE(scales.valueAt(1, 7.5), 8.25);
    }

    void movesAlongLinesAndDifferences_endWhereTheyShould()
    {
        const auto space = sample::unitCube(3);
        const Variation variation(space);
        Rng rng(1);
        const space::Design a({0.2, 0.4, 0.6});
        const space::Design b({0.4, 0.4, 1.0});
        const auto line = variation.onLine(a, b, 0.5, rng);
        QVERIFY(std::abs(line.row()[0] - 0.3) < 1e-12 && std::abs(line.row()[2] - 0.8) < 1e-12);
        const auto beyond = variation.onLine(a, b, 2.0, rng);
        QVERIFY(beyond.row()[2] == 1.0); // stays inside
        const auto differing = variation.differing(a, b, a, 1.0, 1.0, rng);
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(differing.row()[i] - b.row()[i]) < 1e-12);
        QVERIFY(variation.differing(a, b, b, 0.7, 1.0, rng) == a);
    }

    void scatter_keepsToTheParentsPlane()
    {
        const auto space = sample::unitCube(3);
        const Variation variation(space);
        Rng rng(2);
        // Parents on the plane x + y = 1 with z = 0.3: so are all children.
        std::vector<space::Design> parents;
        for (const double x : {0.4, 0.45, 0.5, 0.6})
            parents.emplace_back(std::vector<double>{x, 1.0 - x, 0.3});
        std::vector<const space::Design*> pointers;
        for (const auto& parent : parents)
            pointers.push_back(&parent);
        double spread = 0.0;
        for (int i = 0; i < 500; ++i) {
            const auto child = variation.scattered(parents[1], pointers, 1.0, rng);
            QVERIFY(std::abs(child.row()[0] + child.row()[1] - 1.0) < 1e-9);
            QVERIFY(std::abs(child.row()[2] - 0.3) < 1e-12);
            spread += std::pow(child.row()[0] - 0.45, 2.0) / 500.0;
        }
        // The variance of the parents is 0.0055.
        QVERIFY2(spread > 0.004 && spread < 0.007, qPrintable(QString::number(spread)));
    }

    void elites_areTheFrontAndLoseTheLeastRoomFirst()
    {
        Elites elites(2, std::vector<double>{1.0, 1.0}, 3);
        QVERIFY(elites.insert(0, std::vector<double>{0.1, 0.9}) > 0.0);
        QVERIFY(elites.insert(1, std::vector<double>{0.9, 0.1}) > 0.0);
        QCOMPARE(elites.insert(2, std::vector<double>{0.95, 0.2}), 0.0); // dominated
        QVERIFY(elites.insert(3, std::vector<double>{0.5, 0.5}) > 0.0);
        QVERIFY(elites.insert(4, std::vector<double>{0.51, 0.49}) > 0.0);
        QCOMPARE(elites.size(), 3U);
        std::set<std::size_t> rows;
        for (std::size_t i = 0; i < elites.size(); ++i)
            rows.insert(elites[i].row);
        QVERIFY(rows == (std::set<std::size_t>{0, 1, 3}) || rows == (std::set<std::size_t>{0, 1, 4}));
        QVERIFY(elites.insert(5, std::vector<double>{0.05, 0.05}) > 0.0);
        QCOMPARE(elites.size(), 1U);
        QVERIFY(elites[0].displaced.has_value());
        QVERIFY(!elites.departed().empty());
    }

    void scalarizations_agreeWithTheirFormulas()
    {
        Scalarization scale(2);
        scale.include(std::vector<double>{0.0, 0.0});
        scale.include(std::vector<double>{2.0, 4.0});
        const std::vector<double> weights{0.5, 0.5};
        QCOMPARE(scale.tchebycheff(std::vector<double>{1.0, 1.0}, weights), 0.25);
        // (0.5, 0.25) projects to 0.75 / sqrt 2 on the diagonal and lies 0.25 / sqrt 2 aside.
        const double expected = 0.75 / std::numbers::sqrt2 + 5.0 * 0.25 / std::numbers::sqrt2;
        QVERIFY(std::abs(scale.boundaryIntersection(std::vector<double>{1.0, 1.0}, weights) - expected)
                < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestSearchParts)
#include "tst_search_parts.moc"
