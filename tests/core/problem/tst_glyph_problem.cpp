// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/lite.h"
#include "core/problem/conditions.h"
#include "core/problem/glyph_problem.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace paretoscope;
using namespace paretoscope::problem;

namespace {

/// hidden widths, learning rate, dropout, crossbar size, weight, activation, cell and converter bits
const space::Design kFine({64, 0, 0.1, 0.1, 128, 8, 8, 2, 8});
const space::Design kMiddle({48, 0, 0.1, 0.1, 256, 6, 1, 1, 4});
const space::Design kCoarse({32, 0, 0.1, 0.1, 32, 4, 4, 4, 6});

std::shared_ptr<const Problem> glyphs(std::vector<Limit> limits = {})
{
    return makeGlyphProblem({"glyphs", {"error", "energy"}, std::move(limits)}).value();
}

} // namespace

class TestGlyphProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void space_hasItsNineParameters()
    {
        QCOMPARE(glyphs()->space().size(), std::size_t{9});
        QCOMPARE(glyphs()->space().count().value(), std::uint64_t{1'658'880});
    }

    /// The sanity values of the model's description.
    void energy_isThatOfTheDescription()
    {
        const auto problem = glyphs();
        const auto energy_nJ = [&](const space::Design& design) {
            return 1e9 * problem->freeMetrics(design)[1];
        };
        QVERIFY(std::abs(energy_nJ(kFine) - 48.71) < 0.005);
        QVERIFY(std::abs(energy_nJ(kMiddle) - 14.27) < 0.005);
        QVERIFY(std::abs(energy_nJ(kCoarse) - 2.471) < 0.0005);
    }

    void areaAndLatency_areThoseOfTheFormulas()
    {
        // One layer of 144 x 64 on pairs of arrays of 128, four slices: 2 * 4 * 2 * 1 arrays.
        const auto cost = cost::crossbar::liteCost(cost::crossbar::LiteLayer{144, 64}, {});
        QCOMPARE(cost.crossbars, std::int64_t{16});
        QCOMPARE(cost.conversions, std::int64_t{2 * 4 * 2 * 64 * 8});
        const double array_mm2 = 2.5e-5 + 1.67e-7 * 128 + 0.0012 + 0.00078;
        QVERIFY(std::abs(cost.area_mm2 - 16 * array_mm2) < 1e-12);
        QVERIFY(std::abs(cost.latency_s - 1e-9 * (8 * 128 * 0.78 + 20)) < 1e-18);
        const auto conv = cost::crossbar::liteCost(cost::crossbar::LiteLayer{144, 64, 10}, {});
        QVERIFY(std::abs(conv.energy_J() - 10.0 * cost.energy_J()) < 1e-18);
    }

    void evaluation_agreesWithWhatIsFreeAndRepeats()
    {
        const auto problem = glyphs();
        const Outcome outcome = problem->evaluate(kFine, {});
        QVERIFY(outcome.verdict == Verdict::Feasible);
        const std::vector<double> known = problem->freeMetrics(kFine);
        QVERIFY(std::isnan(known[0]) && !problem->isFree(0));
        for (std::size_t i = 1; i < known.size(); ++i)
            QVERIFY(problem->isFree(i) && outcome.metrics[i] == known[i]);
        QVERIFY2(outcome.metrics[0] > 0.0 && outcome.metrics[0] < 0.2,
                 qPrintable(QString::number(outcome.metrics[0])));
        QCOMPARE(glyphs()->evaluate(kFine, {}).metrics[0], outcome.metrics[0]);
    }

    void coarseHardware_readsWorseThanFine()
    {
        const auto problem = glyphs();
        const space::Design coarse({64, 0, 0.1, 0.1, 128, 2, 1, 4, 3});
        QVERIFY(problem->evaluate(coarse, {}).metrics[0] > problem->evaluate(kFine, {}).metrics[0] + 0.1);
    }

    void limit_makesWhatExceedsItInfeasible()
    {
        Limit limit{"energy"};
        limit.maximum = 10e-9;
        const auto problem = glyphs({limit});
        const Outcome fine = problem->evaluate(kFine, {});
        QVERIFY(fine.verdict == Verdict::Infeasible);
        QVERIFY(std::abs(fine.violation - (48.71 - 10.0) / 10.0) < 1e-3);
        QVERIFY(problem->evaluate(kCoarse, {}).verdict == Verdict::Feasible);
    }

    void wrongQuestions_areRefused()
    {
        QVERIFY(!makeGlyphProblem({"x", {}, {}}));
        QVERIFY(!makeGlyphProblem({"x", {"error", "beauty"}, {}}));
        QVERIFY(!makeGlyphProblem({"x", {"error", "error"}, {}}));
        QVERIFY(!makeGlyphProblem({"x", {"error"}, {{"beauty"}}}));
    }

    void stoppedEvaluation_failsAndIsNotKept()
    {
        const auto problem = glyphs();
        std::stop_source source;
        source.request_stop();
        const Outcome stopped = problem->evaluate(kCoarse, source.get_token());
        QVERIFY(stopped.verdict == Verdict::Failed && stopped.reason == "stopped");
        QVERIFY(problem->evaluate(kCoarse, {}).verdict == Verdict::Feasible);
    }

    void explanation_addsUp()
    {
        const auto problem = glyphs();
        const auto explained = problem->explain(kFine, {});
        QVERIFY(explained);
        double sum_J = 0.0;
        for (const EnergyPart& part : explained->energy)
            sum_J += part.energy_J;
        QVERIFY(std::abs(sum_J - problem->freeMetrics(kFine)[1]) < 1e-15);
        QCOMPARE(explained->layers.size(), std::size_t{2});
    }

    /// The smallest network, since it is trained for this.
    void cellNoise_isAConditionThatOnlyTheErrorFeels()
    {
        const auto problem = glyphs();
        const space::Design small({8, 0, 0.1, 0.0, 64, 4, 2, 2, 6});
        const auto conditions = conditionalOf(*problem)->conditions();
        QCOMPARE(conditions.size(), std::size_t{1});
        QCOMPARE(conditions[0].value, 0.0);
        QVERIFY(std::is_sorted(conditions[0].values.begin(), conditions[0].values.end()));
        const auto noisy = conditionalOf(*problem)->under({0.5});
        QCOMPARE(conditionalOf(*noisy)->conditions()[0].value, 0.5);
        const auto before = problem->evaluate(small, {}).metrics;
        const auto after = noisy->evaluate(small, {}).metrics;
        QVERIFY(after[0] != before[0]);
        QCOMPARE(std::vector(after.begin() + 1, after.end()), std::vector(before.begin() + 1, before.end()));
        QCOMPARE(noisy->evaluate(small, {}).metrics, after);
        QCOMPARE(conditionalOf(*noisy)->under({0.0})->evaluate(small, {}).metrics, before);
        GlyphQuestion question;
        question.cellNoise = 0.5;
        QCOMPARE(makeGlyphProblem(question).value()->evaluate(small, {}).metrics, after);
        question.cellNoise = 1.5;
        QVERIFY(!makeGlyphProblem(question));
    }

    void crossbars_areExplainedWithCountedSums()
    {
        const auto problem = glyphs();
        const space::Design small({8, 16, 0.1, 0.0, 32, 4, 2, 2, 4});
        const auto explanation = problem->explain(small, {});
        QVERIFY(explanation && explanation->crossbar);
        const CrossbarDetail& machine = *explanation->crossbar;
        QCOMPARE(machine.layers.size(), std::size_t{3});
        QCOMPARE(machine.layers[0].rowTiles, std::int64_t{5}); // 144 pixels on arrays of 32 rows
        std::int64_t arrays = 0;
        for (const CrossbarLayerDetail& layer : machine.layers) {
            arrays += layer.arrays;
            QVERIFY(
                std::abs(static_cast<double>(layer.arrays) * (1.0 - layer.utilization) - layer.wastedArrays)
                < 1e-9);
        }
        QCOMPARE(machine.arrays, arrays);
        const auto views = crossbarLayerViews(*problem, small, *explanation, {});
        QVERIFY(views);
        QCOMPARE(views->size(), std::size_t{3});
        for (const CrossbarLayerView& view : *views) {
            QVERIFY(view.sums.measured && view.measuredSqnr_dB);
            const double all = std::accumulate(view.sums.shares.begin(), view.sums.shares.end(), 0.0);
            QVERIFY(std::abs(all - 1.0) < 1e-9);
        }
        QCOMPARE(views->front().sums.adc.largestCode, std::int64_t{15});
        QCOMPARE(views->front().sums.adc.step, 0.5 * 32 * 3 / 16.0);
    }
};

QTEST_APPLESS_MAIN(TestGlyphProblem)
#include "tst_glyph_problem.moc"
