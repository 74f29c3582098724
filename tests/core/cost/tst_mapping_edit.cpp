// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/cost/spatial/mapper.h"
#include "core/cost/spatial/mapping_edit.h"
#include "core/cost/spatial/mapping_json.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

using namespace examples;

namespace {

constexpr std::size_t kM = 0, kN = 1, kK = 2; ///< dimensions of a product
constexpr LanePlace kDram{0, Lane::Time}, kBuffer{1, Lane::Time}, kColumns{1, Lane::Columns};

/// 12 x 8 x 10 on two levels: M is split 3 x 4, N runs along the columns, K in the buffer.
Mapping split()
{
    Mapping mapping = blank(2);
    mapping.levels[0].temporal = {{kM, 3}};
    mapping.levels[1].temporal = {{kM, 4}, {kK, 10}};
    mapping.levels[1].spatialX = {{kN, 8}};
    return mapping;
}

using Loops = std::vector<Loop>;

std::int64_t extentOf(const Mapping& mapping, std::size_t dimension)
{
    std::int64_t result = 1;
    for (const LevelMapping& level : mapping.levels)
        for (const Lane lane : kLanes)
            for (const Loop& loop : loopsOf(level, lane))
                result *= loop.dimension == dimension ? loop.factor : 1;
    return result;
}

} // namespace

class TestMappingEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movedWithinAList_changesTheOrder()
    {
        const auto edited = moveLoop(split(), {kBuffer, 0}, {kBuffer, 2});
        QVERIFY(edited);
        QCOMPARE(edited->mapping.levels[1].temporal, (Loops{{kK, 10}, {kM, 4}}));
        QCOMPARE(edited->loop, (LoopPlace{kBuffer, 1}));
        QCOMPARE(moveLoop(edited->mapping, edited->loop, {kBuffer, 0})->mapping, split());
    }

    void movedToWhereItStands_isNoStep()
    {
        QVERIFY(!moveLoop(split(), {kBuffer, 0}, {kBuffer, 0}));
        QVERIFY(!moveLoop(split(), {kBuffer, 0}, {kBuffer, 1}));
        QVERIFY(!moveLoop(split(), {kBuffer, 1}, {kBuffer, 99}));
    }

    void movedOntoItsDimension_multiplies()
    {
        const auto edited = moveLoop(split(), {kDram, 0}, {kBuffer, 2});
        QVERIFY(edited);
        QVERIFY(edited->mapping.levels[0].temporal.empty());
        QCOMPARE(edited->mapping.levels[1].temporal, (Loops{{kM, 12}, {kK, 10}}));
        QCOMPARE(edited->loop, (LoopPlace{kBuffer, 0}));
    }

    void movedBetweenTimeAndSpace_isWhole()
    {
        const auto edited = moveLoop(split(), {kBuffer, 1}, {kColumns, 0});
        QVERIFY(edited);
        QCOMPARE(edited->mapping.levels[1].temporal, (Loops{{kM, 4}}));
        QCOMPARE(edited->mapping.levels[1].spatialX, (Loops{{kK, 10}, {kN, 8}}));
        QCOMPARE(moveLoop(split(), {kColumns, 0}, {{1, Lane::Rows}, 7})->mapping.levels[1].spatialY,
                 (Loops{{kN, 8}}));
    }

    void steps_exchangeOnePrimeWithThePartner()
    {
        auto edited = stepFactor(split(), {kBuffer, 0}, Step::Down);
        QVERIFY(edited);
        QCOMPARE(edited->mapping.levels[0].temporal, (Loops{{kM, 6}}));
        QCOMPARE(edited->mapping.levels[1].temporal, (Loops{{kM, 2}, {kK, 10}}));
        edited = stepFactor(edited->mapping, edited->loop, Step::Down);
        QCOMPARE(edited->mapping.levels[0].temporal, (Loops{{kM, 12}}));
        QCOMPARE(edited->mapping.levels[1].temporal, (Loops{{kK, 10}})); // of one iteration: gone
        QCOMPARE(edited->loop, (LoopPlace{kDram, 0}));                   // the hand follows the factor

        const auto up = stepFactor(split(), {kBuffer, 0}, Step::Up);
        QVERIFY(up);
        QVERIFY(up->mapping.levels[0].temporal.empty());
        QCOMPARE(up->mapping.levels[1].temporal, (Loops{{kM, 12}, {kK, 10}}));
        QVERIFY(!stepFactor(up->mapping, up->loop, Step::Up)); // nothing is left to take
    }

    void withoutALoopOutside_theOutermostLevelIsThePartner()
    {
        QCOMPARE(partnerOf(split(), {kColumns, 0}), kDram);
        const auto edited = stepFactor(split(), {kColumns, 0}, Step::Down);
        QVERIFY(edited);
        QCOMPARE(edited->mapping.levels[0].temporal,
                 (Loops{{kM, 3}, {kN, 2}})); // innermost: it came from inside
        QCOMPARE(edited->mapping.levels[1].spatialX, (Loops{{kN, 4}}));
        // At the outermost level the partner stands inside.
        QCOMPARE(partnerOf(split(), {kDram, 0}), kBuffer);
        const auto inwards = stepFactor(edited->mapping, {kDram, 1}, Step::Down);
        QVERIFY(inwards);
        QCOMPARE(inwards->mapping, split());
    }

    void chosenPartner_isMadeOnTheNearSide()
    {
        Mapping mapping = split();
        const auto edited = setFactor(mapping, {kDram, 0}, 1, kColumns);
        QVERIFY(edited);
        QCOMPARE(edited->mapping.levels[1].spatialX, (Loops{{kM, 3}, {kN, 8}})); // outermost: from outside
        QCOMPARE(edited->loop, (LoopPlace{kColumns, 0}));
        QVERIFY(!setFactor(mapping, {kDram, 0}, 2, kColumns)); // does not divide 3
        QVERIFY(!setFactor(mapping, {kDram, 0}, 3, kColumns)); // as it is
        QVERIFY(!setFactor(mapping, {kDram, 0}, 0, kColumns));
        QVERIFY(!setFactor(mapping, {kDram, 0}, 1, kDram));
    }

    void placesThatAreNotThere_areNoStep()
    {
        for (const LoopPlace place :
             {LoopPlace{kDram, 1}, LoopPlace{{2, Lane::Time}, 0}, LoopPlace{{99, Lane::Rows}, 0}}) {
            QVERIFY(loopAt(split(), place) == nullptr);
            QVERIFY(!moveLoop(split(), place, {kDram, 0}));
            QVERIFY(!setFactor(split(), place, 1, kDram));
            QVERIFY(!stepFactor(split(), place, Step::Up));
            QVERIFY(!stepFactor(split(), place, Step::Down));
        }
        QVERIFY(!moveLoop(split(), {kDram, 0}, {{2, Lane::Time}, 0}));
        QVERIFY(!toggleKeep(split(), 2, 0));
        QVERIFY(!toggleKeep(split(), 0, 3));
        QVERIFY(!stepFactor(Mapping{}, {}, Step::Down));
    }

    void toggledTwice_isAsBefore()
    {
        const auto once = toggleKeep(split(), 1, 2);
        QVERIFY(once);
        QVERIFY(!once->levels[1].keeps[2]);
        QCOMPARE(*toggleKeep(*once, 1, 2), split());
    }

    void tidied_hasNoDimensionTwiceInAList()
    {
        Mapping mapping = split();
        mapping.levels[1].temporal = {{kM, 2}, {kK, 10}, {kN, 1}, {kM, 2}};
        QCOMPARE(tidied(mapping), split());
        QCOMPARE(tidied(split()), split());
    }

    void divisorsOfKnownNumbers()
    {
        using Numbers = std::vector<std::int64_t>;
        QCOMPARE(divisors(1), (Numbers{1}));
        QCOMPARE(divisors(12), (Numbers{1, 2, 3, 4, 6, 12}));
        QCOMPARE(divisors(49), (Numbers{1, 7, 49}));
        QCOMPARE(divisors(13), (Numbers{1, 13}));
        QVERIFY(divisors(0).empty());
        QVERIFY(divisors(-4).empty());
    }

    void marks_nameWhatDiffers()
    {
        QCOMPARE(countMarks(marksAgainst(split(), split())), std::size_t{0});
        Mapping other = split();
        other.levels[1].temporal = {{kK, 5}, {kM, 4}};
        other.levels[0].temporal = {{kM, 3}, {kK, 2}};
        other.levels[1].keeps[1] = false;
        const auto marks = marksAgainst(other, split());
        const auto time = static_cast<std::size_t>(Lane::Time);
        QCOMPARE(marks[0].loops[time], (std::vector<Mark>{Mark::Same, Mark::Alone}));
        QCOMPARE(marks[1].loops[time][0], Mark::Factor);
        QCOMPARE(marks[1].keeps, (std::vector<bool>{false, true, false}));
        // Exactly one of two that changed places is marked: the other did not move against anything.
        Mapping swapped = split();
        std::swap(swapped.levels[1].temporal[0], swapped.levels[1].temporal[1]);
        QCOMPARE(countMarks(marksAgainst(swapped, split())), std::size_t{1});
        // A machine of fewer levels has none of the loops.
        QCOMPARE(countMarks(marksAgainst(split(), Mapping{})), std::size_t{10});
    }

    void anyWalk_keepsTheProducts()
    {
        const Operation operation = examples::product(12, 8, 10);
        const auto machine = examples::machine({{1, 1}, {1, 1}, {8, 10}});
        Rng rng(7);
        Mapping mapping = split();
        int legal = 0;
        for (int i = 0; i < 400; ++i) {
            const auto place = [&] {
                return LoopPlace{{static_cast<std::size_t>(rng.below(2)), kLanes[rng.below(3)]},
                                 static_cast<std::size_t>(rng.below(3))};
            };
            const auto edited = rng.below(2) == 0
                                    ? moveLoop(mapping, place(), place())
                                    : stepFactor(mapping, place(), rng.below(2) == 0 ? Step::Up : Step::Down);
            if (!edited)
                continue;
            mapping = edited->mapping;
            QVERIFY(loopAt(mapping, edited->loop) != nullptr);
            QCOMPARE(tidied(mapping), mapping);
            for (std::size_t d = 0; d < 3; ++d)
                QCOMPARE(extentOf(mapping, d), operation.dimensions[d].size);
            const auto outcome = evaluate(operation, machine, mapping);
            if (const auto* illegal = std::get_if<Illegal>(&outcome))
                QVERIFY(illegal->reason == IllegalReason::Fanout);
            else
                ++legal;
        }
        QVERIFY(legal > 20);
    }

    void json_readsBackEqual()
    {
        const Operation operation = examples::product(12, 8, 10);
        hardware::SpatialArchitecture machine = examples::machine({{1, 1}, {1, 1}, {1, 1}});
        machine.levels[0].name = "DRAM";
        machine.levels[1].name = "buffer";
        const auto written = mappingToJson(split(), operation, machine);
        JsonReader reader(written, "test");
        QCOMPARE(readMapping(reader, operation), split());
        QVERIFY(reader.finish());
        QCOMPARE(written["levels"][1]["name"].get<std::string>(), std::string("buffer"));
    }

    void json_malformed_isRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no levels") << QByteArray("{}");
        QTest::newRow("unknown dimension") << QByteArray(
            R"({"levels":[{"name":"a","keep":[],"temporal":[["Z",2]],"spatial_x":[],"spatial_y":[]}]})");
        QTest::newRow("unknown tensor") << QByteArray(
            R"({"levels":[{"name":"a","keep":["biases"],"temporal":[],"spatial_x":[],"spatial_y":[]}]})");
        QTest::newRow("loops are no list") << QByteArray(
            R"({"levels":[{"name":"a","keep":[],"temporal":4,"spatial_x":[],"spatial_y":[]}]})");
        QTest::newRow("fraction") << QByteArray(
            R"({"levels":[{"name":"a","keep":[],"temporal":[["M",1.5]],"spatial_x":[],"spatial_y":[]}]})");
    }
    void json_malformed_isRefused()
    {
        QFETCH(QByteArray, text);
        const auto json = nlohmann::json::parse(text.toStdString());
        JsonReader reader(json, "test");
        (void)readMapping(reader, examples::product(12, 8, 10));
        QVERIFY(!reader.finish());
    }
};

QTEST_APPLESS_MAIN(TestMappingEdit)
#include "tst_mapping_edit.moc"
