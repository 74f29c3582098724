// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/pin.h"
#include "core/study/run_history.h"
#include "tests/core/study/fake_problem.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;
using nlohmann::json;

namespace {

Trial trialWith(double columns, double energy)
{
    Trial trial;
    trial.design = space::Design({columns, 2, 1});
    trial.outcome = {problem::Verdict::Feasible, {energy, 3.0}, 0.0, {}, 0.0};
    return trial;
}

} // namespace

class TestPin : public QObject
{
    Q_OBJECT

    const Study m_study = fake::study("plain", 10);

private Q_SLOTS:
    void filter_keepsWhatIsInsideAllBounds()
    {
        const PinFilter filter(
            {{"columns", 8, 16, false}, {"energy", -INFINITY, 2e-3, true}, {"gone", 0, 1, true}},
            *m_study.problem);
        QVERIFY(!filter.empty());
        QVERIFY(filter.passes(trialWith(8, 2e-3)));
        QVERIFY(!filter.passes(trialWith(7, 2e-3)));
        QVERIFY(!filter.passes(trialWith(8, 2.1e-3)));
        QVERIFY(!filter.passes(trialWith(8, std::nan(""))));
        QVERIFY(PinFilter({{"gone", 0, 1, true}}, *m_study.problem).passes(trialWith(1, 1)));
    }

    void excludedRegion_keepsWhatIsOutside()
    {
        const PinFilter filter({{"columns", 8, 16, false, true}}, *m_study.problem);
        QVERIFY(filter.passes(trialWith(7, 1)));
        QVERIFY(!filter.passes(trialWith(8, 1)));
        QVERIFY(!filter.passes(trialWith(16, 1)));
        QVERIFY(filter.passes(trialWith(17, 1)));
        const PinFilter metric({{"energy", 1, 2, false, true}}, *m_study.problem);
        QVERIFY(!metric.passes(trialWith(8, std::nan(""))));
        const auto steering = steeringOf({{"energy", 1, 2, true, true}}, *m_study.problem);
        QVERIFY(steering.metrics.front().excluded);
        QCOMPARE(steering.violation(std::vector<double>{3.0, 0.0}), 0.0);
        QVERIFY(steering.violation(std::vector<double>{2.0, 0.0}) > 0.0);
        QVERIFY(steering.violation(std::vector<double>{1.9, 0.0})
                > steering.violation(std::vector<double>{2.0, 0.0}));
    }

    void steering_takesOnlySteeringPinsOfKnownAxes()
    {
        const auto steering = steeringOf({{"rows", 4, 8, true},
                                          {"speed", 2, INFINITY, true},
                                          {"energy", 0, 1, false},
                                          {"gone", 0, 1, true}},
                                         *m_study.problem);
        QCOMPARE(steering.parameters.size(), std::size_t{1});
        QCOMPARE(steering.parameters[0].index, std::size_t{1});
        QCOMPARE(steering.parameters[0].maximum, 8.0);
        QCOMPARE(steering.metrics.size(), std::size_t{1});
        QCOMPARE(steering.metrics[0].index, std::size_t{1});
        QCOMPARE(steering.metrics[0].minimum, 2.0);
    }

    void json_roundTripsOpenEnds()
    {
        const Pins pins{{"rows", 4, 8, true},
                        {"speed", 2, INFINITY, false},
                        {"energy", -INFINITY, 1e-300, true},
                        {"columns", 2, 3, true, true}};
        const auto back = pinsFromJson(json::parse(pinsToJson(pins).dump()), "f");
        QVERIFY(back);
        QVERIFY(*back == pins);
        const Breaks breaks{{0, 0, {}}, {12, 8, pins}, {20, 20, Pins{}}};
        const auto history = breaksFromJson(json::parse(breaksToJson(breaks).dump()), "f");
        QVERIFY2(history, history ? "" : history.error().text().c_str());
        QVERIFY(*history == breaks);
    }

    void malformedJson_isRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("list") << "[]";
        QTest::newRow("no pins") << "{}";
        QTest::newRow("axis") << R"({"pins": [{"axis": 3}]})";
        QTest::newRow("unknown key") << R"({"pins": [{"axis": "a", "colour": 1}]})";
        QTest::newRow("inverted") << R"({"pins": [{"axis": "a", "minimum": 2, "maximum": 1}]})";
        QTest::newRow("twice") << R"({"pins": [{"axis": "a"}, {"axis": "a"}]})";
        QTest::newRow("text bound") << R"({"pins": [{"axis": "a", "minimum": "low"}]})";
    }
    void malformedJson_isRefused()
    {
        QFETCH(QString, text);
        QVERIFY(!pinsFromJson(json::parse(text.toStdString()), "f"));
    }

    void words_nameAxisBoundAndUnit()
    {
        QCOMPARE(describeSteering({}, *m_study.problem), std::string("unpinned"));
        QCOMPARE(
            describeSteering({{"energy", -INFINITY, 2e-3, true}, {"rows", 4, 8, true}}, *m_study.problem),
            std::string("Energy at most 0.002 J, Rows from 4 to 8"));
    }

    void log_copiesShareBlocksAndStayAsTheyWere()
    {
        TrialLog log;
        std::vector<TrialLog> copies;
        for (std::uint64_t id = 0; id < 3'000; ++id) {
            Trial trial = trialWith(1, 1);
            trial.id = id;
            log.append(std::move(trial));
            if (id % 500 == 7)
                copies.push_back(log);
        }
        for (std::size_t i = 0; i < copies.size(); ++i) {
            QCOMPARE(copies[i].size(), 500 * i + 8);
            for (std::size_t k = 0; k < copies[i].size(); ++k)
                QCOMPARE(copies[i][k].id, k);
        }
        QVERIFY(&copies[3][0] == &log[0]);
        QCOMPARE(log[2'999].id, std::uint64_t{2'999});
        TrialLog fork = copies[0];
        Trial other = trialWith(2, 2);
        other.id = 99;
        fork.append(std::move(other));
        QCOMPARE(log[8].id, std::uint64_t{8});
        QCOMPARE(fork[8].id, std::uint64_t{99});
    }
};

QTEST_APPLESS_MAIN(TestPin)
#include "tst_pin.moc"
