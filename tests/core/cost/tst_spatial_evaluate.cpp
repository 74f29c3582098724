// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluate.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

#include <limits>

using namespace examples;
using cost::LayerReport;
using cost::TensorAccesses;

namespace {

LayerReport legal(const Operation& operation, const hardware::SpatialArchitecture& architecture,
                  const Mapping& mapping, bool forwarding = true)
{
    const auto outcome = evaluate(operation, architecture, mapping, {.peerForwarding = forwarding});
    if (const auto* illegal = std::get_if<Illegal>(&outcome)) {
        QTest::qFail(illegal->message.c_str(), __FILE__, __LINE__);
        return {};
    }
    return std::get<LayerReport>(outcome);
}

/// Figures of one tensor at one level; zeros, which fail the comparison that follows, if it is not stored
/// there.
TensorAccesses at(const LayerReport& report, std::size_t level, const char* tensor)
{
    if (level < report.levels.size())
        for (const TensorAccesses& accesses : report.levels[level].tensors)
            if (accesses.tensor == tensor)
                return accesses;
    return {};
}

enum : std::size_t { R, S, P, Q, C, K, G };
enum : std::size_t { M, N, Kr, B };

} // namespace

class TestSpatialEvaluate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slidingWindow_fetchesOnlyWhatIsNew()
    {
        // 12 outputs of a 3-tap filter in 4 tiles of 3: the first tile needs 5 inputs, each next one 3 more.
        const Operation layer = convolution({3, 1, 12, 1, 1, 1, 1});
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{P, 4}};
        mapping.levels[1].temporal = {{P, 3}, {R, 3}};
        const LayerReport report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(at(report, 0, "inputs").reads, 5 + 3 * 3);
        QCOMPARE(at(report, 1, "inputs").fills, 14);
        QCOMPARE(at(report, 1, "inputs").reads, 36);
        QCOMPARE(at(report, 1, "inputs").tile_words, 5);
        QCOMPARE(at(report, 0, "weights").reads, 3);
        // Three products per output: the first is stored, the other two are read, added and stored.
        QCOMPARE(at(report, 1, "outputs").updates, 36);
        QCOMPARE(at(report, 1, "outputs").reads, 24);
        QCOMPARE(at(report, 0, "outputs").updates, 12);
        QCOMPARE(at(report, 0, "outputs").reads, 0);
        QCOMPARE(report.cycles, 36);
    }

    void changeOfDirection_fetchesTheWholeTile()
    {
        // The same, twice, for two filters: going back to the first tile credits nothing.
        const Operation layer = convolution({3, 1, 12, 1, 1, 2, 1});
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{K, 2}, {P, 4}};
        mapping.levels[1].temporal = {{P, 3}, {R, 3}};
        const LayerReport report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(at(report, 0, "inputs").reads, 2 * (5 + 3 * 3));
        QCOMPARE(at(report, 0, "weights").reads, 6);
    }

    void loopThatDoesNotTouchATensor_keepsItsTile()
    {
        const Operation layer = product(4, 6, 1);
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{M, 4}, {N, 6}};
        LayerReport report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(at(report, 0, "inputs").reads, 4);
        QCOMPARE(at(report, 0, "weights").reads, 24);
        mapping.levels[0].temporal = {{N, 6}, {M, 4}};
        report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(at(report, 0, "inputs").reads, 24);
        QCOMPARE(at(report, 0, "weights").reads, 6);
    }

    void multicast_costsTheParentOneAccessAGroup()
    {
        const Operation layer = product(2, 4, 3);
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{Kr, 3}};
        mapping.levels[0].spatialX = {{N, 4}};
        mapping.levels[0].spatialY = {{M, 2}};
        const LayerReport report = legal(layer, machine({{1, 1}, {4, 2}, {4, 2}}), mapping);
        QCOMPARE(at(report, 0, "inputs").reads, 2 * 3);
        QCOMPARE(at(report, 0, "weights").reads, 4 * 3);
        QCOMPARE(at(report, 1, "inputs").instances, 8);
        QCOMPARE(at(report, 1, "inputs").fills, 3);
        QCOMPARE(at(report, 1, "weights").fills, 3);
        QCOMPARE(at(report, 0, "outputs").updates, 8);
        QCOMPARE(report.cycles, 3);
        QCOMPARE(report.utilization, 1.0);
    }

    void spatialReduction_updatesTheParentOnce()
    {
        const Operation layer = product(2, 1, 4);
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{M, 2}};
        mapping.levels[0].spatialX = {{Kr, 4}};
        const LayerReport report = legal(layer, machine({{1, 1}, {4, 1}, {4, 1}}), mapping);
        QCOMPARE(at(report, 0, "outputs").updates, 2);
        QCOMPARE(at(report, 0, "outputs").reads, 0);
        QCOMPARE(at(report, 0, "inputs").reads, 8);
        QCOMPARE(at(report, 1, "outputs").updates, 2);
    }

    void spilledPartialSums_comeBack()
    {
        // The reduction outside: each of 4 outputs leaves twice and comes back once.
        const Operation layer = product(4, 1, 2);
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{Kr, 2}, {M, 4}};
        const LayerReport report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(at(report, 0, "outputs").updates, 8);
        QCOMPARE(at(report, 0, "outputs").reads, 4);
        QCOMPARE(at(report, 1, "outputs").fills, 4);
    }

    void neighbours_handOverWhatTheyHad()
    {
        // Three elements side by side, each one input word at a time over 3 taps: at every second and third
        // tap two of the three words are what the right-hand neighbour had.
        const Operation layer = convolution({3, 1, 12, 1, 2, 4, 1});
        hardware::SpatialArchitecture grid = machine({{1, 1}, {1, 1}, {4, 2}, {4, 2}});
        Mapping mapping = blank(3);
        mapping.levels[1].temporal = {{K, 4}, {C, 2}, {P, 4}, {R, 3}};
        mapping.levels[1].spatialX = {{P, 3}};
        mapping.levels[2].keeps[0] = false;
        const LayerReport with = legal(layer, grid, mapping);
        const LayerReport without = legal(layer, grid, mapping, false);
        QCOMPARE(at(without, 1, "inputs").reads, 4 * 2 * 4 * 3 * 3);
        QCOMPARE(at(with, 1, "inputs").reads, 4 * 2 * 4 * (3 + 2 * 1));
        // 96 words used by a MAC, and 128 words handed on by three elements: 42.67 each.
        QCOMPARE(at(with, 2, "inputs").reads, 139);
        QCOMPARE(at(with, 2, "inputs").fills, 96);
    }

    void bypass_asksTheLevelAbove()
    {
        const Operation layer = product(4, 6, 1);
        Mapping mapping = blank(3);
        mapping.levels[0].temporal = {{M, 4}};
        mapping.levels[2].temporal = {{N, 6}};
        mapping.levels[1].keeps[0] = false;
        const LayerReport report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(report.levels[1].tensors.size(), std::size_t{2});
        QCOMPARE(at(report, 0, "inputs").reads, 4);
        QCOMPARE(at(report, 2, "inputs").fills, 4);
    }

    void energy_countsBlocksAndLeakage()
    {
        const Operation layer = product(6, 1, 1);
        hardware::SpatialArchitecture one = machine({{1, 1}, {1, 1}});
        one.levels[0].block_words = 4;
        one.levels[0].energy = {1e-12, 10e-12, 100e-12, 0.5e-12};
        Mapping mapping = blank(1);
        mapping.levels[0].temporal = {{M, 6}};
        const LayerReport report = legal(layer, one, mapping);
        // Six words are two blocks of four; weights are asked for every cycle.
        QCOMPARE(at(report, 0, "inputs").energy_J, 2e-12);
        QCOMPARE(at(report, 0, "outputs").energy_J, 200e-12);
        QCOMPARE(report.levels[0].leakage_J, 3e-12);
        QCOMPARE(report.macEnergy_J, 6e-12);
        QVERIFY(std::abs(report.energy_J - (2 + 2 + 200 + 3 + 6) * 1e-12) < 1e-24);
    }

    void bandwidth_throttles()
    {
        const Operation layer = product(6, 1, 1);
        hardware::SpatialArchitecture one = machine({{1, 1}, {1, 1}});
        Mapping mapping = blank(1);
        mapping.levels[0].temporal = {{M, 6}};
        QCOMPARE(legal(layer, one, mapping).bound, std::string("compute"));
        one.levels[0].read_wordsPerCycle = 0.5; // 12 words in 6 cycles
        const LayerReport report = legal(layer, one, mapping);
        QCOMPARE(report.computeCycles, 6);
        QCOMPARE(report.cycles, 24);
        QCOMPARE(report.levels[0].throttle, 0.25);
        QCOMPARE(report.bound, std::string("L0"));
    }

    void randomMappings_keepTheBooks()
    {
        const Operation layer = convolution({3, 3, 4, 4, 4, 4, 1});
        hardware::SpatialArchitecture grid = machine({{1, 1}, {1, 1}, {4, 2}, {4, 2}});
        for (auto& level : grid.levels) {
            level.read_wordsPerCycle = 1.5;
            level.write_wordsPerCycle = 1.0;
            level.energy.leakage_JPerCycle = 1e-14;
        }
        hardware::SpatialArchitecture faster = grid;
        for (auto& level : faster.levels)
            level.read_wordsPerCycle = 3.0;
        Rng rng(11);
        for (int i = 0; i < 300; ++i) {
            const Mapping mapping = randomMapping(layer, grid, rng);
            const LayerReport report = legal(layer, grid, mapping);
            QCOMPARE(report.macs, 3 * 3 * 4 * 4 * 4 * 4);
            QVERIFY(report.cycles >= report.computeCycles);
            QVERIFY(report.utilization > 0.0 && report.utilization <= 1.0);
            QVERIFY(legal(layer, faster, mapping).cycles <= report.cycles);
            double total = report.macEnergy_J;
            for (const cost::LevelReport& level : report.levels) {
                double sum = level.leakage_J;
                std::int64_t words = 0;
                for (const TensorAccesses& tensor : level.tensors) {
                    sum += tensor.energy_J;
                    words += tensor.tile_words;
                    QVERIFY(tensor.reads >= 0 && tensor.fills >= 0 && tensor.updates >= 0);
                }
                QVERIFY(std::abs(sum - level.energy_J) <= 1e-12 * level.energy_J);
                QCOMPARE(words, level.occupied_words);
                total += level.energy_J;
            }
            QVERIFY(std::abs(total - report.energy_J) <= 1e-12 * total);
        }
    }

    void mappingsThatCannotRun_areIllegalNotUndefined_data()
    {
        QTest::addColumn<int>("variant");
        QTest::addColumn<int>("reason");
        QTest::newRow("factor too small") << 0 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("zero factor") << 1 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("negative factor") << 2 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("overflowing factors") << 3 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("no such dimension") << 4 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("too few levels") << 5 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("no levels") << 6 << static_cast<int>(IllegalReason::FactorProduct);
        QTest::newRow("wrong number of tensors") << 7 << static_cast<int>(IllegalReason::NoStorage);
        QTest::newRow("stored nowhere") << 8 << static_cast<int>(IllegalReason::NoStorage);
        QTest::newRow("too many columns") << 9 << static_cast<int>(IllegalReason::Fanout);
        QTest::newRow("too many rows") << 10 << static_cast<int>(IllegalReason::Fanout);
        QTest::newRow("too large a tile") << 11 << static_cast<int>(IllegalReason::Capacity);
        QTest::newRow("double buffered") << 12 << static_cast<int>(IllegalReason::Capacity);
        QTest::newRow("forbidden level") << 13 << static_cast<int>(IllegalReason::NoStorage);
    }
    void mappingsThatCannotRun_areIllegalNotUndefined()
    {
        QFETCH(int, variant);
        QFETCH(int, reason);
        const Operation layer = product(8, 4, 2);
        hardware::SpatialArchitecture grid = machine({{1, 1}, {2, 2}, {2, 2}});
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{M, 8}, {N, 4}, {Kr, 2}};
        QVERIFY(std::holds_alternative<LayerReport>(evaluate(layer, grid, mapping)));
        auto& loops = mapping.levels[0].temporal;
        const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
        switch (variant) {
        case 0:
            loops[0].factor = 4;
            break;
        case 1:
            loops[0].factor = 0;
            break;
        case 2:
            loops[0].factor = -8;
            break;
        case 3:
            loops = {{M, huge}, {M, huge}, {M, 8}, {N, 4}, {Kr, 2}};
            break;
        case 4:
            loops[0].dimension = 77;
            break;
        case 5:
            mapping.levels.pop_back();
            break;
        case 6:
            mapping.levels.clear();
            break;
        case 7:
            mapping.levels[1].keeps.pop_back();
            break;
        case 8:
            mapping.levels[0].keeps[0] = mapping.levels[1].keeps[0] = false;
            break;
        case 9:
            loops[0].factor = 2;
            mapping.levels[0].spatialX = {{M, 4}};
            break;
        case 10:
            loops[0].factor = 2;
            mapping.levels[0].spatialY = {{M, 4}};
            break;
        case 11:
            grid.levels[1].capacity_words = 9;
            loops[0].factor = 2;
            mapping.levels[1].temporal = {{M, 4}}; // 4 + 1 + 4 words
            QVERIFY(std::holds_alternative<LayerReport>(evaluate(layer, grid, mapping)));
            grid.levels[1].capacity_words = 8;
            break;
        case 12:
            grid.levels[1].capacity_words = 5;
            grid.levels[1].multipleBuffering = 2;
            break;
        case 13:
            grid.levels[1].residency = {{"weights", hardware::Residency::Bypasses}};
            break;
        default:
            QFAIL("no such variant");
        }
        const auto outcome = evaluate(layer, grid, mapping);
        const auto* illegal = std::get_if<Illegal>(&outcome);
        QVERIFY(illegal != nullptr);
        QCOMPARE(static_cast<int>(illegal->reason), reason);
        QVERIFY(illegal->message.ends_with('.'));
    }

    void hostileOperations_areRefused()
    {
        const hardware::SpatialArchitecture one = machine({{1, 1}, {1, 1}});
        Operation huge = product(std::int64_t{1} << 40U, std::int64_t{1} << 40U, 1);
        QVERIFY(std::holds_alternative<Illegal>(evaluate(huge, one, blank(1))));
        Operation unknown = product(2, 2, 2);
        unknown.tensors[0].axes[0][0].dimension = 99;
        QVERIFY(std::holds_alternative<Illegal>(evaluate(unknown, one, blank(1))));
        Operation wide = product(2, 2, 2);
        wide.tensors[0].axes[1][0].coefficient = std::numeric_limits<std::int64_t>::max();
        QVERIFY(std::holds_alternative<Illegal>(evaluate(wide, one, blank(1))));
        Operation many = product(2, 2, 2);
        many.dimensions.resize(20, {"X", 1});
        QVERIFY(std::holds_alternative<Illegal>(evaluate(many, one, blank(1))));
        hardware::SpatialArchitecture none = one;
        none.macMeshX = 0;
        QVERIFY(std::holds_alternative<Illegal>(evaluate(product(2, 2, 2), none, blank(1))));
        QVERIFY(std::holds_alternative<Illegal>(evaluate(product(2, 2, 2), {}, {})));
    }
};

QTEST_APPLESS_MAIN(TestSpatialEvaluate)
#include "tst_spatial_evaluate.moc"
