// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/space.h"

#include <QtTest>

#include <cmath>
#include <set>
#include <unordered_set>

using namespace paretoscope;
using namespace paretoscope::space;

namespace {

/// Two levels of conditions, and a parent with values that activate nothing.
Space conditional()
{
    return Space::make({*makeInteger({"levels", "", "", {}}, 1, 6),
                        *makeCategorical({"kind", "", "", Condition{"levels", {"2", "3"}}}, {"a", "b"}),
                        *makeOrdinal({"size", "", "", Condition{"kind", {"b"}}}, {1, 2, 4}),
                        *makeFactorization({"tile", "", "", Condition{"levels", {"3", "6"}}}, 4, 2),
                        *makeCategorical({"last", "", "", {}}, {"x", "y"})})
        .value();
}

} // namespace

class TestSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conditionalSpace_isEnumeratedExactlyOnceInOrder()
    {
        const Space space = conditional();
        // levels 1,4,5: 1 each; 2: a + 3b = 4; 3: 4 * 3 tiles = 12; 6: 3 tiles; all times 2.
        QCOMPARE(space.count(), 2U * (3 + 4 + 12 + 3));
        std::set<Design> seen;
        for (std::uint64_t i = 0; i < *space.count(); ++i) {
            const Design design = space.at(i);
            QVERIFY2(space.check(design), space.print(design).c_str());
            seen.insert(design);
        }
        QCOMPARE(seen.size(), *space.count());
        QCOMPARE(space.print(space.at(0)), std::string("levels=1, last=x"));
        QCOMPARE(space.print(space.at(1)), std::string("levels=1, last=y"));
        QCOMPARE(space.print(space.at(2)), std::string("levels=2, kind=a, last=x"));
    }

    void samples_areLegalAndReachEverything()
    {
        const Space space = conditional();
        Rng rng(1);
        std::unordered_set<Design, DesignHash> seen;
        for (int i = 0; i < 3000; ++i) {
            const auto design = space.sample(rng);
            QVERIFY(design && space.check(*design));
            std::vector<double> features(space.featureCount(), std::nan(""));
            space.features(*design, features);
            for (const double feature : features)
                QVERIFY(std::isfinite(feature));
            seen.insert(*design);
        }
        QCOMPARE(seen.size(), *space.count());
    }

    void activate_followsItsParents()
    {
        const Space space = conditional();
        Design design = space.at(0);
        space.value(design, 0)[0] = 3.0;
        QVERIFY(!space.check(design));
        space.activate(design);
        QVERIFY(space.check(design));
        QVERIFY(space.isActive(design, 1) && !space.isActive(design, 2) && space.isActive(design, 3));
        space.value(design, 1)[0] = 1.0;
        space.activate(design);
        QVERIFY(space.isActive(design, 2));
        space.value(design, 0)[0] = 1.0;
        space.activate(design);
        QVERIFY(!space.isActive(design, 1) && !space.isActive(design, 2) && !space.isActive(design, 3));
        QVERIFY(space.check(design));
    }

    void constraints_filterSamples()
    {
        Space space = Space::make(
                          {*makeInteger({"a", "", "", {}}, 0, 99), *makeInteger({"b", "", "", {}}, 0, 99)})
                          .value();
        QVERIFY(space.constrain("small", "a + b <= 40"));
        QVERIFY(!space.constrain("small", "a <= 40"));
        Rng rng(2);
        for (int i = 0; i < 200; ++i) {
            const auto design = space.sample(rng, 10'000, [](const Design& d) { return d.row()[0] > 10; });
            QVERIFY(design);
            QVERIFY(design->row()[0] + design->row()[1] <= 40 && design->row()[0] > 10);
        }
        QVERIFY(!space.check(Design({40, 1})));
        QVERIFY(space.constrain("never", "a > 100"));
        QVERIFY(!space.sample(rng));
    }

    void designs_hashAndCompareAsValues()
    {
        const Design a({1, 2});
        QVERIFY(a == Design({1, 2}) && a != Design({2, 1}) && a < Design({1, 3}));
        QCOMPARE(DesignHash()(a), DesignHash()(Design({1, 2})));
        QVERIFY(DesignHash()(a) != DesignHash()(Design({2, 1})));
        QCOMPARE(DesignHash()(Design({0.0})), DesignHash()(Design({-0.0})));
    }

    void countBeyondTheCountable_isAbsent()
    {
        std::vector<ParameterPtr> many;
        for (int i = 0; i < 20; ++i)
            many.push_back(*makeInteger({"p" + std::to_string(i), "", "", {}}, 0, 999));
        QVERIFY(!Space::make(many).value().count());
        QVERIFY(!Space::make({*makeReal({"x", "", "", {}}, 0, 1, false)}).value().count());
    }

    void wrongDesigns_areRefused()
    {
        const Space space = conditional();
        QVERIFY(!space.check(Design()));
        Design design = space.at(0);
        design.row()[0] = 2.5;
        QVERIFY(!space.check(design));
        design.row()[0] = std::nan("");
        QVERIFY(!space.check(design));
    }

    void wrongParameters_areRefused_data()
    {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const Result<Space>& result, const char* what) {
            QTest::newRow(name) << (result ? QString("accepted")
                                           : QString::fromStdString(result.error().what))
                                << what;
        };
        const auto a = *makeInteger({"a", "", "", {}}, 0, 3);
        const auto real = *makeReal({"r", "", "", {}}, 0, 3, false);
        const auto on = [](const char* parent, const char* value) {
            return *makeInteger({"b", "", "", Condition{parent, {value}}}, 0, 1);
        };
        row("none", Space::make({}), "1 to 200");
        row("too many", Space::make(std::vector<ParameterPtr>(201, a)), "1 to 200");
        row("twice", Space::make({a, a}), "twice");
        row("unknown parent", Space::make({a, on("c", "1")}), "no parameter");
        row("later parent", Space::make({on("a", "1"), a}), "before it");
        row("own parent", Space::make({on("b", "1")}), "before it");
        row("real parent", Space::make({real, on("r", "1")}), "categorical, ordinal or integer");
        row("unknown value", Space::make({a, on("a", "7")}), "cannot hold");
    }
    void wrongParameters_areRefused()
    {
        QFETCH(QString, found);
        QFETCH(QString, what);
        QVERIFY2(found.contains(what), qPrintable(found));
    }
};

QTEST_APPLESS_MAIN(TestSpace)
#include "tst_space.moc"
