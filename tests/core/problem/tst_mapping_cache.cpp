// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/mapping_cache.h"

#include <QtTest>

#include <functional>
#include <set>
#include <thread>

using namespace paretoscope;
using namespace paretoscope::problem;
using cost::spatial::MapperOptions;
using cost::spatial::MapperResult;
using hardware::SpatialArchitecture;
using workload::Operation;

namespace {

Operation product(std::int64_t rows)
{
    Operation o;
    o.dimensions = {{"M", rows}, {"N", 8}, {"K", 6}};
    o.tensors.push_back({"inputs", workload::TensorRole::Input, {{{0, 1}}, {{2, 1}}}});
    o.tensors.push_back({"weights", workload::TensorRole::Input, {{{2, 1}}, {{1, 1}}}});
    o.tensors.push_back({"outputs", workload::TensorRole::Output, {{{0, 1}}, {{1, 1}}}});
    return o;
}

SpatialArchitecture machine()
{
    SpatialArchitecture a;
    a.name = "example";
    for (const char* name : {"DRAM", "buffer"}) {
        hardware::MemoryLevel level;
        level.name = name;
        level.energy = {1e-12, 2e-12, 3e-12, 0.0};
        a.levels.push_back(level);
    }
    a.levels[1].capacity_words = 64;
    a.levels[1].read_wordsPerCycle = 2.0;
    a.levels[1].residency = {{"weights", hardware::Residency::Free}};
    a.macMeshX = 4;
    a.macEnergy_J = 1e-12;
    return a;
}

MapperOptions options()
{
    MapperOptions few;
    few.evaluations = 60;
    return few;
}

bool same(const MapperResult& a, const MapperResult& b)
{
    return a.best == b.best && a.evaluated == b.evaluated && a.illegal == b.illegal
           && a.report.energy_J == b.report.energy_J && a.report.cycles == b.report.cycles;
}

} // namespace

class TestMappingCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secondQuestion_isAnsweredFromMemoryWithTheSame()
    {
        MappingCache cache;
        const auto first = cache.search(product(12), machine(), options(), {});
        const auto second = cache.search(product(12), machine(), options(), {});
        QCOMPARE(first.get(), second.get());
        QVERIFY(same(*first, cost::spatial::searchMapping(product(12), machine(), options())));
        QCOMPARE(cache.use().lookups, 2);
        QCOMPARE(cache.use().hits, 1);
        QCOMPARE(cache.use().kept, std::size_t{1});
    }

    void whatAMappingDependsOn_isTold_andNothingElse()
    {
        std::set<std::string> keys{mappingKey(product(12), machine(), options())};
        keys.insert(mappingKey(product(13), machine(), options()));
        using Change = std::function<void(SpatialArchitecture&, MapperOptions&)>;
        const std::vector<Change> changes{
            [](auto& m, auto&) { m.levels[1].capacity_words = 65; },
            [](auto& m, auto&) { m.levels[1].capacity_words.reset(); },
            [](auto& m, auto&) { m.levels[1].read_wordsPerCycle = 3.0; },
            [](auto& m, auto&) { m.levels[1].write_wordsPerCycle = 2.0; },
            [](auto& m, auto&) { m.levels[1].energy.update_J *= 2.0; },
            [](auto& m, auto&) { m.levels[1].block_words = 2; },
            [](auto& m, auto&) { m.levels[1].residency.clear(); },
            [](auto& m, auto&) { m.levels[1].residency[0].second = hardware::Residency::Bypasses; },
            [](auto& m, auto&) { m.levels[1].meshY = 2; },
            [](auto& m, auto&) { m.macMeshY = 2; },
            [](auto& m, auto&) { m.macEnergy_J *= 2.0; },
            [](auto& m, auto&) { m.dataflow = "weight_stationary"; },
            [](auto&, auto& o) { o.seed = 2; },
            [](auto&, auto& o) { o.evaluations = 61; },
            [](auto&, auto& o) { o.objective = cost::spatial::MappingObjective::Energy; },
            [](auto&, auto& o) { o.delayExponent = 2.0; },
            [](auto&, auto& o) { o.evaluation.peerForwarding = false; },
            [](auto&, auto& o) { o.evaluation.ragged = false; },
            [](auto&, auto& o) {
                o.models = {{{{{true}, {{0, 2}}, {}, {}}}}};
            },
            [](auto&, auto& o) {
                o.models = {{{{{true}, {}, {{0, 2}}, {}}}}};
            },
            [](auto&, auto& o) { o.constraints.minimumParallelism = 0.5; },
            [](auto&, auto& o) {
                o.constraints.levels = {{"buffer", {}, {}, {}, {}, {}, {}, {"M"}, {}, {}}};
            },
        };
        for (const Change& change : changes) {
            SpatialArchitecture other = machine();
            MapperOptions asked = options();
            change(other, asked);
            keys.insert(mappingKey(product(12), other, asked));
        }
        QCOMPARE(keys.size(), changes.size() + 2);

        SpatialArchitecture unlike = machine();
        unlike.name = "another";
        unlike.description = "of another colour";
        unlike.clock_Hz *= 2.0;
        unlike.macArea_mm2 = 7.0;
        unlike.levels[0].area_mm2 = 3.0;
        MapperOptions asked = options();
        asked.dataflow = "any"; // what the machine says anyway
        QVERIFY(keys.contains(mappingKey(product(12), unlike, asked)));
    }

    void full_forgetsWhatWasNotAskedForLately()
    {
        MappingCache cache(4);
        for (std::int64_t rows = 1; rows <= 40; ++rows) {
            (void)cache.search(product(rows), machine(), options(), {});
            (void)cache.search(product(1), machine(), options(), {}); // asked for again and again
            QVERIFY(cache.use().kept <= 5);
        }
        QCOMPARE(cache.use().hits, 40);
    }

    void stoppedSearch_isNotKept()
    {
        MappingCache cache;
        std::stop_source source;
        source.request_stop();
        (void)cache.search(product(12), machine(), options(), source.get_token());
        QCOMPARE(cache.use().kept, std::size_t{0});
        QVERIFY(same(*cache.search(product(12), machine(), options(), {}),
                     cost::spatial::searchMapping(product(12), machine(), options())));
    }

    void manyWorkers_getWhatOneWouldGet()
    {
        MappingCache cache(16);
        std::atomic<int> wrong{0};
        {
            std::vector<std::jthread> workers;
            for (int w = 0; w < 4; ++w)
                workers.emplace_back([&, w] {
                    for (std::int64_t i = 0; i < 60; ++i) {
                        const Operation operation = product(1 + (i * (w + 1)) % 12);
                        const auto found = cache.search(operation, machine(), options(), {});
                        if (i % 10 == 0
                            && !same(*found, cost::spatial::searchMapping(operation, machine(), options())))
                            ++wrong;
                    }
                });
        }
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(cache.use().lookups, 240);
    }
};

QTEST_APPLESS_MAIN(TestMappingCache)
#include "tst_mapping_cache.moc"
