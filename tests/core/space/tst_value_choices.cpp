// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/value_choices.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::space;

namespace {

/// Columns times rows at most 20; a tile only while there are two levels.
Space sample()
{
    Space space = Space::make({*makeInteger({"columns", "", "", {}}, 1, 10),
                               *makeOrdinal({"rows", "", "", {}}, {1, 2, 4, 8}),
                               *makeReal({"voltage", "", "", {}}, 0.5, 8.0, true),
                               *makeCategorical({"levels", "", "", {}}, {"one", "two"}),
                               *makeFactorization({"tile", "", "", Condition{"levels", {"two"}}}, 1'024, 4),
                               *makePermutation({"order", "", "", {}}, {"x", "y", "z"})})
                      .value();
    (void)space.constrain("budget", "columns * rows <= 20");
    return space;
}

/// Every parameter at its first value.
Design made(const Space& space)
{
    Design design(std::vector<double>(space.slotCount(), 0.0));
    for (std::size_t i = 0; i < space.size(); ++i)
        space.parameter(i).at(0, space.value(design, i));
    space.activate(design);
    return design;
}

} // namespace

class TestValueChoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenRule_isNamedForEveryChoice()
    {
        const Space space = sample();
        const double four = 4;
        const Design design = withValue(space, made(space), 1, std::span(&four, 1));
        const auto choices = choicesFor(space, design, 0, 100);
        QCOMPARE(choices.size(), std::size_t{10});
        for (const ValueChoice& choice : choices) {
            QCOMPARE(choice.breaks != nullptr, choice.value[0] * 4 > 20);
            if (choice.breaks)
                QCOMPARE(choice.breaks->name(), std::string("budget"));
        }
        QCOMPARE(placeOf(choices, space.value(design, 0)), std::size_t{0});
    }

    void ownValue_isAlwaysAmongFewChoices()
    {
        const Space space = sample();
        const double seven = 7;
        const Design design = withValue(space, made(space), 0, std::span(&seven, 1));
        const auto choices = choicesFor(space, design, 0, 3);
        QCOMPARE(choices.size(), std::size_t{4}); // 1, 6, 10 (of three evenly spaced ones) and 7
        QVERIFY(placeOf(choices, space.value(design, 0)) < choices.size());
        for (std::size_t i = 1; i < choices.size(); ++i)
            QVERIFY(choices[i - 1].value < choices[i].value);
    }

    void realChoices_stepByEqualRatiosOnALogarithmicScale()
    {
        const Space space = sample();
        const Design design = made(space);
        const auto choices = choicesFor(space, design, 2, 5);
        QCOMPARE(choices.size(), std::size_t{5});
        const std::vector<double> expected{0.5, 1.0, 2.0, 4.0, 8.0};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(choices[i].value[0] - expected[i]) < 1e-12);
    }

    void longLists_offerOneStepAway()
    {
        const Space space = sample();
        const double two = 1;
        const Design design = withValue(space, made(space), 3, std::span(&two, 1));
        QVERIFY(space.isActive(design, 4));
        const auto choices = choicesFor(space, design, 4, 20); // 286 factorizations
        QCOMPARE(
            choices.size(),
            1 + space.parameter(4).neighbours(space.value(design, 4)).size() / space.parameter(4).width());
        QCOMPARE(choicesFor(space, design, 5, 20).size(), std::size_t{6}); // all orders of three
    }

    void inactiveParameter_hasNoChoices_untilItsParentSwitchesItOn()
    {
        const Space space = sample();
        const Design design = made(space);
        QVERIFY(choicesFor(space, design, 4, 100).empty());
        const double two = 1;
        const Design changed = withValue(space, design, 3, std::span(&two, 1));
        QVERIFY(space.isActive(changed, 4));
        QVERIFY(space.check(changed));
        const double one = 0;
        QVERIFY(withValue(space, changed, 3, std::span(&one, 1)) == design);
    }
};

QTEST_APPLESS_MAIN(TestValueChoices)
#include "tst_value_choices.moc"
