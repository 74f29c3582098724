// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapping_front.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace examples;

namespace {

/// A frugal but slow buffer under a fast and expensive memory: going round it buys time with energy.
hardware::SpatialArchitecture torn()
{
    hardware::SpatialArchitecture a = machine({{1, 1}, {1, 1}, {4, 4}, {4, 4}});
    a.levels[1].capacity_words = 2'048;
    a.levels[1].read_wordsPerCycle = a.levels[1].write_wordsPerCycle = 0.5;
    a.levels[2].capacity_words = 12;
    return a;
}

const Operation kLayer = convolution({3, 3, 12, 12, 8, 16, 1});

MapperOptions budget(std::int64_t evaluations, std::uint64_t seed = 1)
{
    MapperOptions options;
    options.evaluations = evaluations;
    options.seed = seed;
    return options;
}

/// Whether some point of `front` is at least as good as (energy, cycles).
bool covers(const MappingFrontResult& front, double energy_J, std::int64_t cycles)
{
    return std::any_of(front.front.begin(), front.front.end(), [&](const auto& point) {
        return point.report.energy_J <= energy_J && point.report.cycles <= cycles;
    });
}

} // namespace

class TestMappingFront : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void front_holdsWhatNoOtherDominates()
    {
        Rng rng(5);
        for (int round = 0; round < 50; ++round) {
            MappingFront front;
            std::vector<std::pair<double, std::int64_t>> all;
            for (int i = 0; i < 40; ++i) {
                const std::pair point{static_cast<double>(rng.below(12)),
                                      static_cast<std::int64_t>(rng.below(12))};
                all.push_back(point);
                if (front.improves(point.first, point.second))
                    front.add(point.first, point.second, {});
                std::set<std::pair<double, std::int64_t>> expected;
                for (const auto& p : all)
                    if (std::none_of(all.begin(), all.end(), [&](const auto& q) {
                            return q != p && q.first <= p.first && q.second <= p.second;
                        }))
                        expected.insert(p);
                std::set<std::pair<double, std::int64_t>> held;
                for (const auto& [cycles, entry] : front.entries())
                    held.emplace(entry.energy_J, cycles);
                QVERIFY(held == expected);
            }
        }
    }

    void search_findsASortedFrontOfLegalMappings()
    {
        const MappingFrontResult result = searchMappingFront(kLayer, torn(), budget(6'000));
        QVERIFY(result.front.size() > 3);
        QCOMPARE(result.evaluated, 6'000);
        for (std::size_t i = 0; i < result.front.size(); ++i) {
            const auto& [mapping, report] = result.front[i];
            const auto outcome = evaluate(kLayer, torn(), mapping);
            QVERIFY(std::holds_alternative<cost::LayerReport>(outcome));
            QCOMPARE(std::get<cost::LayerReport>(outcome).energy_J, report.energy_J);
            if (i > 0) {
                QVERIFY(report.cycles > result.front[i - 1].report.cycles);
                QVERIFY(report.energy_J < result.front[i - 1].report.energy_J);
            }
        }
    }

    void front_reachesAsFarAsSearchesForItsEnds()
    {
        MapperOptions one = budget(600);
        one.objective = MappingObjective::Energy;
        const MapperResult frugal = searchMapping(kLayer, torn(), one);
        const MappingFrontResult result = searchMappingFront(kLayer, torn(), budget(6'000));
        QVERIFY(result.front.back().report.energy_J <= frugal.report.energy_J * (1.0 + 1e-5));
        // Single searches of a share of the budget each, with luck of their own.
        for (const auto objective : {MappingObjective::Delay, MappingObjective::EnergyDelayProduct}) {
            one.objective = objective;
            const cost::LayerReport found = searchMapping(kLayer, torn(), one).report;
            QVERIFY(covers(result, 1.1 * found.energy_J, found.cycles + found.cycles / 10));
        }
    }

    void moreEvaluations_coverWhatFewerFound()
    {
        for (std::uint64_t seed = 1; seed < 4; ++seed) {
            const MappingFrontResult small = searchMappingFront(kLayer, torn(), budget(1'500, seed));
            const MappingFrontResult large = searchMappingFront(kLayer, torn(), budget(4'000, seed));
            for (const auto& point : small.front)
                QVERIFY(covers(large, point.report.energy_J, point.report.cycles));
        }
    }

    void sameSeed_sameFront()
    {
        const auto a = searchMappingFront(kLayer, torn(), budget(2'000, 9)).front;
        const auto b = searchMappingFront(kLayer, torn(), budget(2'000, 9)).front;
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(a[i].mapping == b[i].mapping);
    }

    void constraints_holdAlongTheFront()
    {
        MapperOptions options = budget(2'000);
        options.constraints.levels = {
            {"L1", {{"K", FactorRule::Relation::Exactly, 4}}, {}, {}, {}, {}, {}, {}, {}, {}}};
        const MappingFrontResult result = searchMappingFront(kLayer, torn(), options);
        QVERIFY(!result.front.empty());
        for (const auto& point : result.front) {
            std::int64_t factor = 1;
            for (const Loop& loop : point.mapping.levels[1].temporal)
                factor *= loop.dimension == 5 ? loop.factor : 1;
            QCOMPARE(factor, 4);
        }
    }

    void powerProduct_withEqualExponents_isTheEnergyDelayProduct()
    {
        MapperOptions options = budget(800);
        const MapperResult edp = searchMapping(kLayer, torn(), options);
        options.objective = MappingObjective::PowerProduct;
        const MapperResult power = searchMapping(kLayer, torn(), options);
        QVERIFY(*edp.best == *power.best);
        options.delayExponent = 0.0;
        QVERIFY(searchMapping(kLayer, torn(), options).report.energy_J <= power.report.energy_J);
    }

    void nothingLegalOrStopped_isAnEmptyFront()
    {
        hardware::SpatialArchitecture cramped = torn();
        cramped.levels[2].residency = {{"weights", hardware::Residency::Keeps}};
        cramped.levels[2].capacity_words = 0;
        const MappingFrontResult none = searchMappingFront(kLayer, cramped, budget(2'000));
        QVERIFY(none.front.empty());
        QVERIFY(!none.example.empty());
        std::stop_source source;
        source.request_stop();
        QVERIFY(searchMappingFront(kLayer, torn(), budget(1'000'000'000), source.get_token()).evaluated
                < 100);
    }
};

QTEST_APPLESS_MAIN(TestMappingFront)
#include "tst_mapping_front.moc"
