// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_problem.h"
#include "core/problem/test_problem.h"
#include "core/study/study.h"

#include <QtTest>

using namespace paretoscope;
using problem::Outcome;
using problem::Verdict;

namespace {

const study::Study& sample()
{
    static const auto read = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR)
                                              + "/studies/dqn-in-seconds.json");
    return read.value();
}

space::Design designed(double columns, double rows, double buffer_bytes)
{
    return space::Design({columns, rows, buffer_bytes, 24, 256});
}

double edp(const Outcome& outcome)
{
    return outcome.metrics[3];
}

} // namespace

class TestShorterSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownDesign_isScoredAsWellAsBefore()
    {
        const problem::Problem& whole = *sample().problem;
        const space::Design known = designed(12, 14, 65536);
        const auto shorter = problem::withShorterSearch(whole, known, 20);
        const Outcome exact = whole.evaluate(known, {});
        const Outcome quick = shorter->evaluate(known, {});
        QVERIFY(exact.verdict == Verdict::Feasible && quick.verdict == Verdict::Feasible);
        QVERIFY(edp(quick) <= edp(exact)); // it starts from those very mappings
        QCOMPARE(*problem::searchBudget(*shorter), std::int64_t{20});
    }

    void knownMappings_helpNearby()
    {
        const problem::Problem& whole = *sample().problem;
        const auto near = problem::withShorterSearch(whole, designed(12, 14, 65536), 40);
        const auto far = problem::withShorterSearch(whole, designed(4, 4, 4096), 40);
        const space::Design asked = designed(12, 14, 131072);
        QVERIFY(edp(near->evaluate(asked, {})) <= edp(far->evaluate(asked, {})));
        QVERIFY(edp(near->evaluate(asked, {})) < 1.1 * edp(whole.evaluate(asked, {})));
    }

    void sameQuestion_sameAnswer()
    {
        const space::Design known = designed(12, 14, 65536), asked = designed(10, 14, 65536);
        const auto one = problem::withShorterSearch(*sample().problem, known, 30);
        const auto other = problem::withShorterSearch(*sample().problem, known, 30);
        QVERIFY(one->evaluate(asked, {}).metrics == other->evaluate(asked, {}).metrics);
    }

    void problemWithoutMappings_hasNoShorterSearch()
    {
        const auto other = problem::makeTestProblem({});
        QVERIFY(other);
        QVERIFY(!problem::searchBudget(**other));
        QVERIFY(problem::withShorterSearch(**other, space::Design(), 10) == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestShorterSearch)
#include "tst_shorter_search.moc"
