// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/layer_constraints.h"
#include "core/cost/spatial/mapper.h"
#include "core/interchange/timeloop_yaml.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

using namespace examples;
using namespace paretoscope::interchange;
using Relation = FactorRule::Relation;
using Names = std::vector<std::string>;

namespace {

const TimeloopText kNames{"arch.yaml", "problem.yaml", "mapping.yaml"};

/// Rows and columns fan out in nodes of their own, with constraints in the manner of published Eyeriss files.
const std::string kArchitecture = R"(
architecture:
  version: 0.4
  nodes:
  - !Component {name: DRAM, class: DRAM, attributes: {width: 64, datawidth: 16}}
  - !Component
    name: buffer
    class: SRAM
    attributes: {depth: 4096, width: 16, datawidth: 16}
    constraints:
      dataspace: {keep: [Inputs, Outputs], bypass: [Weights]}
      temporal: {factors: [R=1, C<=2], permutation: [R, C, P]}
  - !Container
    name: columns
    spatial: {meshX: 4}
    constraints:
      spatial: {permutation: [P, K, C, R], split: 2, factors: "P>=2"}
  - !Container
    name: rows
    spatial: {meshY: 2}
    constraints:
      spatial: {factors: [R=1, P=1], permutation: [R, P, C, K], split: 0}
  - !Component {name: register, class: regfile, attributes: {depth: 64, width: 16, datawidth: 16}}
  - !Component {name: mac, class: intmac, attributes: {datawidth: 16}}
constraints:
  version: 0.4
  targets:
  - {target: register, type: temporal, factors: [R=0, K=2], permutation: [R]}
)";

const std::string kProblem = R"(
problem:
  version: 0.4
  shape:
    name: conv
    dimensions: [C, K, P, R]
    data_spaces:
    - {name: Weights, projection: [C, K, R]}
    - {name: Inputs, projection: [[[C]], [[P], [R]]]}
    - {name: Outputs, projection: [[[K]], [[P]]], read_write: True}
  instance: {C: 4, K: 8, P: 12, R: 3}
)";

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        qFatal("the example has no \"%s\"", from.c_str());
    return text.replace(at, from.size(), to);
}

hardware::SpatialArchitecture grid()
{
    hardware::SpatialArchitecture a = machine({{1, 1}, {1, 1}, {4, 4}, {4, 4}});
    a.levels[1].capacity_words = 20'000;
    a.levels[2].capacity_words = 300;
    return a;
}

/// Constraints of every kind that the format can say.
MapConstraints randomConstraints(Rng& rng)
{
    const Names dimensions{"R", "S", "P", "Q", "C", "K"};
    const auto some = [&](double share) {
        Names names = dimensions;
        for (std::size_t i = names.size(); i-- > 1;)
            std::swap(names[i], names[rng.below(i + 1)]);
        std::erase_if(names, [&](const std::string&) { return !rng.chance(share); });
        return names;
    };
    const auto factors = [&](double share, std::uint64_t most) {
        const Relation relations[] = {Relation::Fixed, Relation::AtMost, Relation::AtLeast};
        std::vector<FactorRule> rules;
        for (const std::string& name : some(share))
            rules.push_back({name, relations[rng.below(3)], static_cast<std::int64_t>(1 + rng.below(most))});
        return rules;
    };
    MapConstraints constraints;
    for (const hardware::MemoryLevel& level : grid().levels) {
        LevelRules rules;
        rules.level = level.name;
        rules.temporal = factors(0.25, 5);
        rules.innermost = some(0.4);
        if (rng.chance(0.5))
            rules.allowedX = some(0.6);
        else
            rules.spatialX = factors(0.2, 2);
        if (rng.chance(0.5))
            rules.allowedY = some(0.6);
        if (level.name != "L0" && rng.chance(0.5))
            (rng.chance(0.5) ? rules.keep : rules.bypass).emplace_back("weights");
        constraints.levels.push_back(std::move(rules));
    }
    return constraints;
}

} // namespace

class TestTimeloopConstraints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void example_isReadAsMeant()
    {
        const auto read = readTimeloopQuestion({kArchitecture, kProblem, {}}, kNames);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(read->constraints.levels.size(), std::size_t{2});
        const LevelRules& buffer = read->constraints.levels[0];
        QCOMPARE(buffer.level, std::string("buffer"));
        QVERIFY((buffer.temporal
                 == std::vector<FactorRule>{{"R", Relation::Exactly, 1}, {"C", Relation::AtMost, 2}}));
        QVERIFY((buffer.innermost == Names{"P", "C", "R"}));
        QVERIFY((*buffer.allowedX == Names{"K", "P"})); // outermost first
        QVERIFY((*buffer.allowedY == Names{"K", "C", "P", "R"}));
        QVERIFY((buffer.spatialX == std::vector<FactorRule>{{"P", Relation::AtLeast, 2}}));
        QCOMPARE(buffer.spatialY.size(), std::size_t{2});
        QVERIFY(buffer.keep.empty() && buffer.bypass.empty()); // the machine's
        const LevelRules& registers = read->constraints.levels[1];
        QVERIFY((registers.temporal
                 == std::vector<FactorRule>{{"R", Relation::Whole, 1}, {"K", Relation::Exactly, 2}}));
        QVERIFY((registers.innermost == Names{"R"}));
        QVERIFY(cost::spatial::residency(read->architecture.levels[1], "Weights")
                == hardware::Residency::Bypasses);
    }

    void mappingsFoundUnderThem_passTheReaderOfMappings()
    {
        const auto read = readTimeloopQuestion({kArchitecture, kProblem, {}}, kNames);
        QVERIFY(read);
        for (std::uint64_t seed = 1; seed < 20; ++seed) {
            MapperOptions options;
            options.seed = seed;
            options.evaluations = 100;
            options.constraints = read->constraints;
            const MapperResult found = searchMapping(read->operation, read->architecture, options);
            QVERIFY2(found.best.has_value(), found.example.c_str());
            const auto text = writeTimeloop(read->architecture, read->operation, *found.best,
                                            read->constraints);
            QVERIFY2(text, text ? "" : text.error().text().c_str());
            const auto back = readTimeloop(*text, kNames);
            QVERIFY2(back, back ? "" : back.error().text().c_str());
            QVERIFY(back->mapping == *found.best);
        }
    }

    void mappingsFoundFreely_areRefusedExactlyWhenTheyBreakOne()
    {
        const Operation operation = convolution({3, 1, 12, 6, 4, 8, 1});
        Rng rng(2);
        int broken = 0;
        int kept = 0;
        for (int round = 0; round < 300; ++round) {
            MapperOptions options;
            options.evaluations = 5;
            options.seed = rng();
            const Mapping mapping = *searchMapping(operation, grid(), options).best;
            MapConstraints constraints;
            constraints.levels.push_back({"L1", {}, {}, {}, {}, {}, {}, {}, {}, {}});
            // Orders are left out: the reader of mappings takes what a permutation leaves out more loosely.
            if (rng.chance(0.5))
                constraints.levels[0].temporal = {{"P", Relation::AtMost, 2}};
            else
                constraints.levels[0].spatialX = {{"K", Relation::AtMost, 2}};
            const auto resolved = constrainLayer(constraints, {}, operation, grid());
            const auto text = writeTimeloop(grid(), operation, mapping, constraints);
            QVERIFY2(text, text ? "" : text.error().text().c_str());
            const bool fine = !brokenConstraint(*resolved, mapping, operation, grid());
            ++(fine ? kept : broken);
            const auto back = readTimeloop(*text, kNames);
            QVERIFY2(back.hasValue() == fine, back ? "accepted" : back.error().text().c_str());
        }
        QVERIFY2(kept > 10 && broken > 10, qPrintable(QStringLiteral("%1 %2").arg(kept).arg(broken)));
    }

    void writtenAndReadAgain_allowTheSameMappings()
    {
        const Operation operation = convolution({3, 3, 12, 6, 4, 8, 1});
        Rng rng(4);
        int written = 0;
        for (int round = 0; round < 200; ++round) {
            const MapConstraints constraints = randomConstraints(rng);
            const auto before = constrainLayer(constraints, {}, operation, grid());
            if (!before)
                continue;
            const auto text = writeTimeloop(
                grid(), operation,
                [&] {
                    Mapping plain = blank(3);
                    for (std::size_t d = 0; d < operation.dimensions.size(); ++d)
                        if (operation.dimensions[d].size > 1)
                            plain.levels[0].temporal.push_back({d, operation.dimensions[d].size});
                    return plain;
                }(),
                constraints);
            QVERIFY2(text, text ? "" : text.error().text().c_str());
            const auto back = readTimeloopQuestion(*text, kNames);
            QVERIFY2(back, back ? "" : (back.error().text() + text->architecture).c_str());
            const auto after = constrainLayer(back->constraints, {}, operation, grid());
            QVERIFY2(after, after ? "" : (after.error().text() + text->architecture).c_str());
            ++written;
            for (int i = 0; i < 20; ++i) {
                const Mapping mapping = randomMapping(operation, grid(), rng);
                MapConstraints noResidency = constraints;
                for (LevelRules& rules : noResidency.levels) {
                    rules.keep.clear();
                    rules.bypass.clear();
                }
                const auto rules = constrainLayer(noResidency, {}, operation, grid());
                QCOMPARE(brokenConstraint(*after, mapping, operation, back->architecture).has_value(),
                         brokenConstraint(*rules, mapping, operation, grid()).has_value());
            }
            for (std::size_t l = 0; l < 3; ++l) {
                using hardware::Residency;
                const Residency rule = cost::spatial::residency(back->architecture.levels[l], "weights");
                const LevelRules& rules = constraints.levels[l];
                QVERIFY(rule
                        == (!rules.keep.empty()     ? Residency::Keeps
                            : !rules.bypass.empty() ? Residency::Bypasses
                                                    : Residency::Free));
            }
        }
        QVERIFY(written > 50);
    }

    void whatTheFormatCannotSay_isRefused()
    {
        const Operation operation = product(4, 4, 4);
        Mapping mapping = blank(3);
        for (std::size_t d = 0; d < 3; ++d)
            mapping.levels[0].temporal.push_back({d, 4});
        MapConstraints constraints;
        constraints.minimumParallelism = 0.5;
        const auto share = writeTimeloop(grid(), operation, mapping, constraints);
        QVERIFY(!share && share.error().code == ErrorCode::Unsupported);
        constraints = {};
        constraints.levels.push_back({"L1", {}, {}, {}, {}, {}, {"M"}, {}, {}, {}});
        const auto free = writeTimeloop(grid(), operation, mapping, constraints);
        QVERIFY(!free && free.error().where == "L1");
        constraints.levels[0].innermost = {"K"}; // now the order is whole
        QVERIFY(writeTimeloop(grid(), operation, mapping, constraints));
    }

    void whatIsNotUnderstood_isNamed_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* from, const char* to, const char* sentence) {
            QTest::newRow(name) << from << to << sentence;
        };
        row("dimension", "R=1, C<=2", "R=1, Z<=2", "names \"Z\", which is no dimension");
        row("level", "target: register", "target: nowhere", "is about \"nowhere\", which is no memory level");
        row("twice", "target: register, type: temporal, factors: [R=0, K=2]",
            "target: buffer, type: temporal, factors: [R=3]", "is the second that prescribes a factor of R");
        row("both axes", "spatial: {meshX: 4}", "spatial: {meshX: 4, meshY: 2}",
            "fan out along one axis between the same memories");
        row("wrong axis", "factors: [R=1, P=1], permutation: [R, P, C, K], split: 0",
            "factors: [C=2], permutation: [R, P, C, K], split: 4",
            "spreads C along an axis on which rows does not fan out");
    }
    void whatIsNotUnderstood_isNamed()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, sentence);
        const auto read = readTimeloopQuestion(
            {replaced(kArchitecture, from.toStdString(), to.toStdString()), kProblem, {}}, kNames);
        QVERIFY(!read);
        QVERIFY2(read.error().text().find(sentence.toStdString()) != std::string::npos,
                 read.error().text().c_str());
        QVERIFY2(read.error().text().find("arch.yaml:") == 0, read.error().text().c_str());
    }

    void nodeOfTwoAxes_needsASplit()
    {
        std::string text = replaced(kArchitecture, "    spatial: {meshX: 4}\n",
                                    "    spatial: {meshX: 4, meshY: 2}\n");
        text = replaced(text,
                        "    spatial: {meshY: 2}\n    constraints:\n      spatial: {factors: [R=1, P=1], "
                        "permutation: [R, P, C, K], split: 0}\n",
                        "");
        const auto divided = readTimeloopQuestion({text, kProblem, {}}, kNames);
        QVERIFY2(divided, divided ? "" : divided.error().text().c_str());
        QVERIFY((*divided->constraints.levels[0].allowedX == Names{"K", "P"}));
        QVERIFY((*divided->constraints.levels[0].allowedY == Names{"R", "C"}));
        const auto open = readTimeloopQuestion(
            {replaced(text, "permutation: [P, K, C, R], split: 2, factors: \"P>=2\"", "factors: [P=2]"),
             kProblem,
             {}},
            kNames);
        QVERIFY(!open && open.error().code == ErrorCode::Unsupported);
        const auto none = readTimeloopQuestion(
            {replaced(text, "permutation: [P, K, C, R], split: 2, factors: \"P>=2\"", "factors: [P=1]"),
             kProblem,
             {}},
            kNames);
        QVERIFY(none);
        QCOMPARE(none->constraints.levels[0].spatialX.size(), std::size_t{1});
        QCOMPARE(none->constraints.levels[0].spatialY.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestTimeloopConstraints)
#include "tst_timeloop_constraints.moc"
