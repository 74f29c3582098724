// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/mapping_race.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;
using codesign::InnerMethod;

namespace {

MappingRace smallRace()
{
    MappingRace race;
    race.layer = {{3, 3, 8, 8, 8, 16}, 1};
    race.machine = codesign::eyeriss(168);
    race.options.evaluations = 24;
    race.options.warmUp = 10;
    race.options.pool = 20;
    race.methods = {InnerMethod::Random, InnerMethod::ConstrainedBo};
    race.seeds = 3;
    return race;
}

} // namespace

class TestMappingRace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bands_areTheQuartilesOfTheSearches()
    {
        const MappingRace race = smallRace();
        MappingRaceState last;
        std::size_t reports = 0;
        raceMappings(race, {}, [&](const MappingRaceState& state) {
            last = state;
            ++reports;
            return true;
        });
        QCOMPARE(reports, std::size_t{6});
        QCOMPARE(last.searches, last.all);
        QCOMPARE(last.seeds, race.seeds);
        QCOMPARE(last.bands.size(), race.methods.size());
        for (std::size_t m = 0; m < race.methods.size(); ++m) {
            std::vector<double> ends;
            for (std::uint64_t seed = 0; seed < race.seeds; ++seed) {
                codesign::MappingSearchOptions options = race.options;
                options.method = race.methods[m];
                options.seed = race.options.seed + seed;
                const auto record = codesign::searchMappings(race.layer, race.machine, options);
                ends.push_back(record.bestCost.energy_J * record.bestCost.cycles / codesign::kClock_Hz);
            }
            const Quartiles expected = quartilesOf(ends, true);
            const RaceBand& band = last.bands[m];
            QCOMPARE(band.method, static_cast<std::size_t>(race.methods[m]));
            QCOMPARE(band.x.size(), std::size_t{24});
            QCOMPARE(band.x.back(), 24.0);
            QVERIFY(std::abs(band.y.back().median - expected.median) < 1e-9 * expected.median);
            QVERIFY(band.y.front().median >= band.y.back().median);
            QCOMPARE(last.none[m], std::size_t{0});
        }
    }

    void relaxedSearch_thatFindsNothing_isCounted()
    {
        MappingRace race = smallRace();
        race.layer = {{3, 3, 28, 28, 128, 128}, 1};
        race.options.evaluations = 8;
        race.methods = {InnerMethod::RelaxAndRound};
        MappingRaceState last;
        raceMappings(race, {}, [&](const MappingRaceState& state) {
            last = state;
            return true;
        });
        QCOMPARE(last.none.front(), race.seeds);
        QVERIFY(std::isnan(last.bands.front().y.back().median));
    }

    void race_endsWhenAskedTo()
    {
        std::size_t reports = 0;
        raceMappings(smallRace(), {}, [&](const MappingRaceState&) { return ++reports < 2; });
        QCOMPARE(reports, std::size_t{2});
        std::stop_source stop;
        stop.request_stop();
        raceMappings(smallRace(), stop.get_token(), [&](const MappingRaceState&) {
            ++reports;
            return true;
        });
        QCOMPARE(reports, std::size_t{2});
    }

    void directMapper_racesUnderTheExactEvaluatorOnly()
    {
        const auto light = mappingRaceMethods(codesign::EvaluatorKind::Lite);
        const auto exact = mappingRaceMethods(codesign::EvaluatorKind::Exact);
        QCOMPARE(light.size() + 1, exact.size());
        QVERIFY(std::find(light.begin(), light.end(), InnerMethod::Direct) == light.end());
        for (const InnerMethod method : exact)
            QVERIFY(!innerMethodTitle(method).empty());
    }
};

QTEST_GUILESS_MAIN(TestMappingRace)
#include "tst_mapping_race.moc"
