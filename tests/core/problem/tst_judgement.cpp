// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/judgement.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::problem;

namespace {

const std::vector<Metric> kMetrics{
    {"energy", "Energy", "J", Direction::Minimize, Scale::Linear, ""},
    {"lost", "Bits lost", "", Direction::Minimize, Scale::Linear, ""},
    {"sqnr", "Signal to noise", "dB", Direction::Maximize, Scale::Linear, ""},
};

Outcome judged(const std::vector<Limit>& limits, std::vector<double> metrics)
{
    Outcome outcome;
    outcome.metrics = std::move(metrics);
    judge(judgementOf(kMetrics, {"energy"}, limits).value(), kMetrics, outcome);
    return outcome;
}

std::vector<Limit> limitsOf(const char* text, bool& failed)
{
    const auto json = nlohmann::json::parse(text);
    JsonReader study(json, "study");
    const auto limits = readLimits(study);
    failed = study.failed();
    return limits;
}

} // namespace

class TestJudgement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withinLimits_isFeasible()
    {
        const Outcome outcome = judged({{"lost", 0.0, 2.0}, {"sqnr", -3.0}}, {1.0, 2.0, -3.0});
        QCOMPARE(outcome.verdict, Verdict::Feasible);
        QCOMPARE(outcome.violation, 0.0);
        QVERIFY(outcome.reason.empty());
    }

    void beyondLimits_addsRelativeExcessAndNamesTheFirst()
    {
        const Outcome outcome = judged({{"sqnr", 20.0}, {"energy", 0.0, 4.0}}, {5.0, 0.0, 15.0});
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QCOMPARE(outcome.violation, 0.25 + 0.25);
        QCOMPARE(outcome.reason, std::string("Signal to noise below the study's limit"));
    }

    void limitOfZero_countsTheExcessItself()
    {
        QCOMPARE(judged({{"lost", 0.0, 0.0}}, {1.0, 3.0, 0.0}).violation, 3.0);
        QCOMPARE(judged({{"lost", 0.0, 0.0}}, {1.0, 0.0, 0.0}).verdict, Verdict::Feasible);
    }

    void unmeasured_breaksItsLimit()
    {
        const Outcome outcome = judged({{"lost", 0.0, 2.0}}, {1.0, std::nan(""), 0.0});
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QVERIFY(std::isfinite(outcome.violation) && outcome.violation > 0.0);
    }

    void names_areChecked()
    {
        QVERIFY(!judgementOf(kMetrics, {}, {}));
        QVERIFY(!judgementOf(kMetrics, {"energy", "energy"}, {}));
        QVERIFY(!judgementOf(kMetrics, {"energy"}, {{"lost", 2.0, 1.0}}));
        const auto unknown = judgementOf(kMetrics, {"energy"}, {{"taste", 0.0, 1.0}});
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().what, std::string("\"taste\" is not a metric of this model."));
        QCOMPARE(unknown.error().hint, std::string("Known are: energy, lost, sqnr."));
    }

    void text_mayLimitToZeroAndBelow()
    {
        bool failed = true;
        const auto limits = limitsOf(R"({"limits": [{"metric": "lost", "maximum": 0},
                                                    {"metric": "sqnr", "minimum": -3}]})",
                                     failed);
        QVERIFY(!failed);
        QCOMPARE(limits.size(), std::size_t{2});
        QCOMPARE(limits[0].maximum, 0.0);
        QCOMPARE(limits[1].minimum, -3.0);
    }

    void text_thatLimitsNothing_isRefused()
    {
        bool failed = false;
        (void)limitsOf(R"({"limits": [{"metric": "lost"}]})", failed);
        QVERIFY(failed);
        (void)limitsOf(R"({"limits": [{"metric": "lost", "minimum": 3, "maximum": 2}]})", failed);
        QVERIFY(failed);
    }
};

QTEST_APPLESS_MAIN(TestJudgement)
#include "tst_judgement.moc"
