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

private:
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
    static std::vector<hardware::SpatialArchitecture> machines()
    {
        return {machine({{1, 1}, {1, 1}, {1, 1}}), machine({{1, 1}, {1, 1}, {4, 2}, {4, 2}}),
                machine({{1, 1}, {1, 1}, {4, 4}}), machine({{1, 1}, {1, 1}, {2, 2}, {4, 6}, {4, 6}}),
                machine({{1, 1}, {7, 3}, {7, 3}})};
    }
};

QTEST_APPLESS_MAIN(TestSpatialRagged)
#include "tst_spatial_ragged.moc"
