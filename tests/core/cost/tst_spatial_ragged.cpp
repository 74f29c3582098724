// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluator.h"
#include "tests/core/cost/clipped_walk.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

using namespace examples;
using cost::LayerReport;
using cost::TensorAccesses;

namespace {

enum : std::size_t { R, S, P, Q, C, K, G };
enum : std::size_t { M, N, Kr, B };

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

std::int64_t sum(const std::map<walk::Point, std::int64_t>& words)
{
    std::int64_t total = 0;
    for (const auto& [instance, count] : words)
        total += count;
    return total;
}

std::int64_t sum(const std::map<walk::Point, std::set<walk::Point>>& held)
{
    std::int64_t total = 0;
    for (const auto& [instance, words] : held)
        total += static_cast<std::int64_t>(words.size());
    return total;
}

/// Figures of one tensor at one level; of no instance where it is not stored.
TensorAccesses at(const LayerReport& report, std::size_t level, const std::string& tensor)
{
    if (level < report.levels.size())
        for (const TensorAccesses& accesses : report.levels[level].tensors)
            if (accesses.tensor == tensor)
                return accesses;
    return {};
}

/// All instances together.
std::int64_t total(const TensorAccesses& tensor, std::int64_t first, std::int64_t shortfall)
{
    return tensor.instances * first - shortfall;
}

} // namespace

class TestSpatialRagged : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomMappings_moveWhatAFullWalkMoves_data()
    {
        QTest::addColumn<int>("layer");
        QTest::addColumn<int>("machine");
        const char* layers[] = {"product", "batched", "pointwise", "strided pointwise", "tied"};
        const char* machines[] = {"one by one", "grid", "flat", "clusters", "narrow"};
        for (int l = 0; l < 5; ++l)
            for (int m = 0; m < 5; ++m)
                QTest::addRow("%s on %s", layers[l], machines[m]) << l << m;
    }
    void randomMappings_moveWhatAFullWalkMoves()
    {
        QFETCH(int, layer);
        QFETCH(int, machine);
        const Operation operation = unsummed()[static_cast<std::size_t>(layer)];
        const auto architecture = machines()[static_cast<std::size_t>(machine)];
        Rng rng(static_cast<std::uint64_t>(7 + 100 * layer + machine));
        int ragged = 0;
        for (int i = 0; i < 12; ++i) {
            const Mapping mapping = randomRaggedMapping(operation, architecture, rng);
            const LayerReport report = legal(operation, architecture, mapping, false);
            ragged += report.ragged.empty() ? 0 : 1;
            if (!QTest::currentTestFailed())
                compare(operation, mapping, report);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(ragged > 6);
    }

    void slidingWindow_endsInAPartialTile()
    {
        // 10 outputs of a 3-tap filter in tiles of 4: 6 inputs, then 4 more, then the last 2.
        const Operation layer = convolution({3, 1, 10, 1, 1, 1, 1});
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{P, 3}};
        mapping.levels[1].temporal = {{P, 4}, {R, 3}};
        const LayerReport report = legal(layer, machine({{1, 1}, {1, 1}, {1, 1}}), mapping);
        QCOMPARE(at(report, 0, "inputs").reads, 12);
        QCOMPARE(at(report, 1, "inputs").fills, 12);
        QCOMPARE(at(report, 1, "inputs").reads, 30);
        QCOMPARE(at(report, 1, "inputs").tile_words, 6);
        QCOMPARE(at(report, 0, "outputs").updates, 10);
        QCOMPARE(report.computeCycles, 30);
        QCOMPARE(report.macs, 30);
        QCOMPARE(report.ragged.size(), std::size_t{1});
        QCOMPARE(report.ragged[0].padded, 12);
        QCOMPARE(report.raggedIdle, 0.0);
    }

    void windowsSideBySide_endInAPartialOne()
    {
        // 5 outputs over 3 elements in pairs: 4, 4 and 3 inputs with their halos. In step with the first.
        const Operation layer = convolution({3, 1, 5, 1, 1, 1, 1});
        Mapping mapping = blank(2);
        mapping.levels[0].spatialX = {{P, 3}};
        mapping.levels[1].temporal = {{P, 2}, {R, 3}};
        const LayerReport report = legal(layer, machine({{1, 1}, {3, 1}, {3, 1}}), mapping);
        const TensorAccesses inputs = at(report, 1, "inputs");
        QCOMPARE(at(report, 0, "inputs").reads, 11);
        QCOMPARE(inputs.fills, 4);
        QCOMPARE(total(inputs, inputs.fills, inputs.shortfall.fills), 11);
        QCOMPARE(total(inputs, inputs.reads, inputs.shortfall.reads), 15);
        QCOMPARE(report.computeCycles, 6);
        QVERIFY(std::abs(report.raggedIdle - 3.0 / 18.0) < 1e-15);
    }

    void idleElements_keepWhatTheyHold()
    {
        // 5 filters over 3 columns in 2 rounds, twice: in the second round one column is idle, so its filter
        // is still there when the first round comes back.
        const Operation layer = product(2, 5, 1);
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{M, 2}, {N, 2}};
        mapping.levels[0].spatialX = {{N, 3}};
        const LayerReport report = legal(layer, machine({{1, 1}, {3, 1}, {3, 1}}), mapping);
        const TensorAccesses weights = at(report, 1, "weights");
        QCOMPARE(at(report, 0, "weights").reads, 5 + 4);
        QCOMPARE(weights.fills, 4);
        QCOMPARE(total(weights, weights.fills, weights.shortfall.fills), 9);
    }

    void perfectFactors_countAlikeEitherWay_data()
    {
        QTest::addColumn<int>("layer");
        for (int l = 0; l < 8; ++l)
            QTest::addRow("layer %d", l) << l;
    }
    void perfectFactors_countAlikeEitherWay()
    {
        QFETCH(int, layer);
        const Operation operation = allLayers()[static_cast<std::size_t>(layer)];
        Rng rng(static_cast<std::uint64_t>(31 + layer));
        for (const auto& architecture : machines()) {
            Result<Evaluator> one = Evaluator::compile(operation, architecture);
            Result<Evaluator> other = Evaluator::compile(operation, architecture);
            QVERIFY(one && other);
            other.value().treatAllAsRagged();
            for (int i = 0; i < 20; ++i) {
                const auto nest = flatten(randomMapping(operation, architecture, rng), operation,
                                          architecture);
                QVERIFY(std::holds_alternative<Nest>(nest));
                compareCounts(one.value(), other.value(), std::get<Nest>(nest), i % 2 == 0);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }

    void randomMappings_obeyTheLaws_data() { perfectFactors_countAlikeEitherWay_data(); }
    void randomMappings_obeyTheLaws()
    {
        QFETCH(int, layer);
        const Operation operation = allLayers()[static_cast<std::size_t>(layer)];
        Rng rng(static_cast<std::uint64_t>(63 + layer));
        for (auto architecture : machines()) {
            for (auto& level : architecture.levels) {
                level.read_wordsPerCycle = 1.5;
                level.write_wordsPerCycle = 1.0;
                level.energy.leakage_JPerCycle = 1e-14;
            }
            for (int i = 0; i < 20; ++i) {
                const Mapping mapping = i % 4 == 0 ? randomMapping(operation, architecture, rng)
                                                   : randomRaggedMapping(operation, architecture, rng);
                checkBooks(operation, legal(operation, architecture, mapping));
                checkHardware(operation, architecture, mapping);
                checkFlows(operation, architecture, mapping);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }

    void productsThatCannotRun_areRefusedInOneSentence_data()
    {
        QTest::addColumn<int>("outer");
        QTest::addColumn<int>("inner");
        QTest::addColumn<bool>("ragged");
        QTest::addColumn<bool>("runs");
        QTest::newRow("perfect") << 2 << 4 << false << true;
        QTest::newRow("perfect where ragged ones may come") << 2 << 4 << true << true;
        QTest::newRow("ragged") << 3 << 3 << true << true;
        QTest::newRow("ragged where only perfect ones may come") << 3 << 3 << false << false;
        QTest::newRow("too small") << 2 << 3 << true << false;
        QTest::newRow("a last iteration that never runs") << 3 << 4 << true << false;
        QTest::newRow("an inner loop longer than the dimension") << 1 << 9 << true << false;
        QTest::newRow("an outer loop around all of it") << 2 << 8 << true << false;
    }
    void productsThatCannotRun_areRefusedInOneSentence()
    {
        QFETCH(int, outer);
        QFETCH(int, inner);
        QFETCH(bool, ragged);
        QFETCH(bool, runs);
        const Operation layer = product(8, 1, 1);
        const auto one = machine({{1, 1}, {1, 1}, {1, 1}});
        Mapping mapping = blank(2);
        mapping.levels[0].temporal = {{M, outer}};
        mapping.levels[1].temporal = {{M, inner}};
        const auto outcome = evaluate(layer, one, mapping, {.ragged = ragged});
        QCOMPARE(std::holds_alternative<LayerReport>(outcome), runs);
        if (const auto* illegal = std::get_if<Illegal>(&outcome)) {
            QCOMPARE(static_cast<int>(illegal->reason), static_cast<int>(IllegalReason::FactorProduct));
            QVERIFY(illegal->message.find("dimension M") != std::string::npos);
            QCOMPARE(illegal->message.find('.'), illegal->message.size() - 1);
        }
        // The evaluator does not rely on who made the nest.
        Nest nest{};
        const std::uint8_t above = outer > 1 ? 1 : 0; // nests have no loops of one iteration
        const auto all = static_cast<std::uint8_t>(above + 1);
        nest.levels[0] = {0, above, above, above, 7};
        nest.levels[1] = {above, all, all, all, 7};
        nest.loops[0] = {outer, 0};
        nest.loops[above] = {inner, 0};
        Result<Evaluator> evaluator = Evaluator::compile(layer, one);
        const bool fits = !evaluator.value().fits(nest);
        QCOMPARE(fits, runs || (!ragged && outer == 3));
    }

    void clippedTiles_needLessRoom()
    {
        // 9 rows in one tile of 9, not of the 10 that two factors of 2 and 5 make.
        const Operation layer = product(9, 1, 1);
        auto small = machine({{1, 1}, {1, 1}, {1, 1}});
        Mapping mapping = blank(2);
        mapping.levels[1].temporal = {{M, 2}, {M, 5}};
        small.levels[1].capacity_words = 9 + 1 + 9;
        QCOMPARE(at(legal(layer, small, mapping), 1, "inputs").tile_words, 9);
        small.levels[1].capacity_words = 9 + 1 + 8;
        const auto outcome = evaluate(layer, small, mapping);
        const auto* illegal = std::get_if<Illegal>(&outcome);
        QVERIFY(illegal != nullptr && illegal->reason == IllegalReason::Capacity);
    }

private:
    static void compareCounts(Evaluator& one, Evaluator& other, const Nest& nest, bool forwarding)
    {
        Counts a;
        Counts b;
        QVERIFY(!one.evaluate(nest, {.peerForwarding = forwarding}, a));
        QVERIFY(!other.evaluate(nest, {.peerForwarding = forwarding}, b));
        QVERIFY(!a.ragged && b.ragged);
        QCOMPARE(b.computeCycles, a.computeCycles);
        QCOMPARE(b.cycles, a.cycles);
        QVERIFY(std::abs(b.energy_J - a.energy_J) <= 1e-12 * a.energy_J);
        for (std::size_t l = 0; l < one.levelCount(); ++l)
            for (std::size_t t = 0; t < one.shape().tensorCount; ++t) {
                const TensorCounts& mine = a.levels[l].tensors[t];
                const TensorCounts& theirs = b.levels[l].tensors[t];
                QCOMPARE(theirs.tile, mine.tile);
                QCOMPARE(theirs.reads, mine.reads);
                QCOMPARE(theirs.fills, mine.fills);
                QCOMPARE(theirs.updates, mine.updates);
                QCOMPARE(theirs.partition, mine.partition);
                QCOMPARE(theirs.temporalReductions, mine.temporalReductions);
            }
    }

    /// What holds of one report.
    static void checkBooks(const Operation& operation, const LayerReport& report)
    {
        std::int64_t macs = 1;
        for (const auto& dimension : operation.dimensions)
            macs *= dimension.size;
        QCOMPARE(report.macs, macs);
        QVERIFY(std::abs(report.macEnergy_J - static_cast<double>(macs) * 1e-12) < 1e-24);
        QVERIFY(report.cycles >= report.computeCycles);
        QVERIFY(report.utilization > 0.0 && report.utilization <= 1.0);
        QVERIFY(report.raggedIdle >= 0.0 && report.raggedIdle < 1.0);
        double all = report.macEnergy_J;
        for (const cost::LevelReport& level : report.levels) {
            double some = level.leakage_J;
            for (const TensorAccesses& a : level.tensors) {
                some += a.energy_J;
                QVERIFY(a.reads >= 0 && a.fills >= 0 && a.updates >= 0);
                QVERIFY(total(a, a.reads, a.shortfall.reads) >= 0);
                QVERIFY(total(a, a.fills, a.shortfall.fills) >= 0);
                QVERIFY(total(a, a.updates, a.shortfall.updates) >= 0);
            }
            QVERIFY(std::abs(some - level.energy_J) <= 1e-12 * level.energy_J);
            all += level.energy_J;
        }
        QVERIFY(std::abs(all - report.energy_J) <= 1e-12 * all);
    }

    /// A better machine is never worse: more bandwidth, more room.
    static void checkHardware(const Operation& operation, const hardware::SpatialArchitecture& architecture,
                              const Mapping& mapping)
    {
        hardware::SpatialArchitecture exact = architecture;
        const LayerReport report = legal(operation, architecture, mapping);
        for (std::size_t l = 1; l < exact.levels.size(); ++l)
            exact.levels[l].capacity_words = report.levels[l].occupied_words;
        hardware::SpatialArchitecture larger = exact;
        hardware::SpatialArchitecture faster = exact;
        for (std::size_t l = 1; l < exact.levels.size(); ++l) {
            larger.levels[l].capacity_words = *larger.levels[l].capacity_words + 1;
            faster.levels[l].read_wordsPerCycle = 3.0;
        }
        const LayerReport exactly = legal(operation, exact, mapping);
        const LayerReport roomy = legal(operation, larger, mapping);
        QCOMPARE(exactly.cycles, report.cycles);
        QCOMPARE(roomy.cycles, report.cycles);
        QCOMPARE(exactly.energy_J, report.energy_J);
        QCOMPARE(roomy.energy_J, report.energy_J);
        QVERIFY(legal(operation, faster, mapping).cycles <= report.cycles);
        QCOMPARE(legal(operation, faster, mapping).computeCycles, report.computeCycles);
    }

    /// Words that are used at all. Windows leave none out here; without sums every point is a word.
    static std::int64_t compulsory(const Operation& operation, const workload::Tensor& tensor)
    {
        std::int64_t words = 1;
        std::set<std::size_t> seen;
        for (const workload::Axis& axis : tensor.axes) {
            std::int64_t window = 1;
            bool sum = false;
            for (const workload::AxisTerm& term : axis) {
                const std::int64_t size = operation.dimensions[term.dimension].size;
                sum = window > 1 && size > 1;
                window += term.coefficient * (size - 1);
            }
            if (sum)
                words *= window;
            else if (seen.insert(axis[0].dimension).second)
                words *= operation.dimensions[axis[0].dimension].size;
        }
        return words;
    }

    /// What is sent is received, nothing is left out, and neighbours save accesses of their parents.
    static void checkFlows(const Operation& operation, const hardware::SpatialArchitecture& architecture,
                           const Mapping& mapping)
    {
        const LayerReport with = legal(operation, architecture, mapping);
        const LayerReport without = legal(operation, architecture, mapping, false);
        for (const workload::Tensor& tensor : operation.tensors) {
            const TensorAccesses top = at(without, 0, tensor.name);
            if (at(without, 1, tensor.name).instances > 0)
                QVERIFY(at(with, 0, tensor.name).reads <= top.reads);
            if (tensor.role == TensorRole::Output) {
                QVERIFY(top.updates >= compulsory(operation, tensor));
                continue;
            }
            QVERIFY(top.reads >= compulsory(operation, tensor));
            for (std::size_t l = 0; l + 1 < mapping.levels.size(); ++l) {
                const TensorAccesses parent = at(without, l, tensor.name);
                const TensorAccesses child = at(without, l + 1, tensor.name);
                if (parent.instances > 0 && parent.instances == child.instances)
                    QCOMPARE(total(child, child.fills, child.shortfall.fills),
                             total(parent, parent.reads, parent.shortfall.reads));
            }
        }
    }

    static void compare(const Operation& operation, const Mapping& mapping, const LayerReport& report)
    {
        const walk::ClippedWalk walked(operation, mapping);
        QCOMPARE(report.computeCycles, walked.cycles());
        QCOMPARE(report.macs, walked.products());
        for (std::size_t l = 0; l < mapping.levels.size(); ++l)
            for (const TensorAccesses& a : report.levels[l].tensors) {
                const auto found = std::find_if(operation.tensors.begin(), operation.tensors.end(),
                                                [&](const auto& tensor) { return tensor.name == a.tensor; });
                const auto t = static_cast<std::size_t>(found - operation.tensors.begin());
                compare(a, walked.moved(l, t), found->role == TensorRole::Output);
                if (QTest::currentTestFailed())
                    return;
            }
    }

    static void compare(const TensorAccesses& a, const walk::Moved& moved, bool output)
    {
        const std::int64_t first = moved.sent.begin()->second;
        const auto owned = static_cast<std::int64_t>(moved.held.begin()->second.size());
        const std::int64_t owning = output ? owned : 0;
        const std::int64_t allOwning = output ? sum(moved.held) : 0;
        QCOMPARE(a.reads, first - owning);
        QCOMPARE(total(a, a.reads, a.shortfall.reads), sum(moved.sent) - allOwning);
        QCOMPARE(a.updates, output ? first : 0);
        QCOMPARE(total(a, a.updates, a.shortfall.updates), output ? sum(moved.sent) : 0);
        if (output)
            QCOMPARE(a.partition_words, owned);
        if (moved.received.empty()) { // the outermost that keeps it
            QCOMPARE(a.fills, 0);
            return;
        }
        QCOMPARE(a.fills, moved.received.begin()->second - owning);
        QCOMPARE(total(a, a.fills, a.shortfall.fills), sum(moved.received) - allOwning);
    }

    static std::vector<Operation> unsummed()
    {
        // One index on two axes: the diagonal of a batch of matrices.
        Operation tied = product(7, 5, 6, 3);
        tied.tensors[0].axes.push_back({{3, 1}});
        return {product(7, 5, 6), product(5, 7, 3, 4), convolution({1, 1, 5, 3, 4, 5, 1}),
                convolution({1, 1, 7, 5, 3, 2, 1}, 2), tied};
    }
    static std::vector<Operation> allLayers()
    {
        std::vector<Operation> layers = unsummed();
        layers.push_back(convolution({3, 3, 5, 4, 2, 3, 1}));
        layers.push_back(convolution({3, 2, 6, 5, 3, 2, 1}, 2));
        layers.push_back(convolution({3, 3, 7, 4, 1, 2, 3}, 1, 2));
        return layers;
    }
    static std::vector<hardware::SpatialArchitecture> machines()
    {
        return {machine({{1, 1}, {1, 1}, {1, 1}}), machine({{1, 1}, {1, 1}, {4, 2}, {4, 2}}),
                machine({{1, 1}, {1, 1}, {4, 4}}), machine({{1, 1}, {1, 1}, {2, 2}, {4, 6}, {4, 6}}),
                machine({{1, 1}, {7, 3}, {7, 3}})};
    }
};

QTEST_APPLESS_MAIN(TestSpatialRagged)
#include "tst_spatial_ragged.moc"
