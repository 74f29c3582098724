// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include "core/optimizer/parted_history.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

using Rows = std::vector<std::size_t>;

History historyOf(const std::vector<std::pair<std::vector<double>, double>>& rows, std::size_t objectives)
{
    const SearchProblem problem{sample::unitCube(1), objectives};
    const Candidates candidates(problem);
    History history(objectives);
    for (const auto& [values, violation] : rows) {
        Observation seen;
        seen.id = history.size();
        seen.design = space::Design({0.5});
        seen.objectives = values;
        seen.violation = violation;
        (void)history.learn(seen, candidates);
    }
    return history;
}

} // namespace

class TestPartedHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeRanks_goFirst()
    {
        const History history = historyOf(
            {{{5, 5}, 0}, {{1, 2}, 0}, {{9, 9}, 0.5}, {{2, 1}, 0}, {{3, 3}, 0}, {{0, 0}, 0.1}}, 2);
        QCOMPARE(partedByQuality(history, 2, {}).best, (Rows{1, 3}));
        QCOMPARE(partedByQuality(history, 3, {}).best, (Rows{1, 3, 4}));
        QCOMPARE(partedByQuality(history, 5, {}).best, (Rows{0, 1, 3, 4, 5}));
        QCOMPARE(partedByQuality(history, 5, {}).rest, Rows{2});
    }

    void cutRanks_keepWhatCoversThem()
    {
        // Three alike and one apart on one front: of two, the one apart must be one.
        const History history = historyOf(
            {{{0.0, 1.0}, 0}, {{0.01, 0.99}, 0}, {{0.02, 0.98}, 0}, {{1, 0}, 0}}, 2);
        const Rows best = partedByQuality(history, 2, {}).best;
        QCOMPARE(best.size(), 2U);
        QCOMPARE(best.back(), 3U);
        // A reference that leaves it outside changes that; one that leaves all outside changes nothing.
        QCOMPARE(partedByQuality(history, 1, std::vector<double>{0.5, 2.0}).best.back() < 3U, true);
        QCOMPARE(partedByQuality(history, 2, std::vector<double>{-5, -5}).best, best);
    }

    void everyNumberOfObjectives_isParted()
    {
        for (const std::size_t k : {1U, 2U, 6U, 7U, 9U}) {
            std::vector<std::pair<std::vector<double>, double>> rows;
            Rng rng(k);
            for (int i = 0; i < 40; ++i) {
                std::vector<double> values(k);
                for (double& value : values)
                    value = rng.uniform();
                rows.emplace_back(values, 0.0);
            }
            const Parted parted = partedByQuality(historyOf(rows, k), 6, {});
            QCOMPARE(parted.best.size(), 6U);
            QCOMPARE(parted.rest.size(), 34U);
            QVERIFY(std::is_sorted(parted.best.begin(), parted.best.end()));
        }
    }

    void extremes_areHarmless()
    {
        QVERIFY(partedByQuality(historyOf({}, 2), 3, {}).best.empty());
        const History equal = historyOf({{{1, 1}, 0}, {{1, 1}, 0}, {{1, 1}, 0}}, 2);
        QCOMPARE(partedByQuality(equal, 2, {}).best.size(), 2U);
        QCOMPARE(partedByQuality(equal, 9, {}).best.size(), 3U);
        QCOMPARE(partedByQuality(equal, 0, {}).rest.size(), 3U);
        const History huge = historyOf({{{1e308, -1e308}, 0}, {{-1e308, 1e308}, 0}, {{0, 0}, 0}}, 2);
        QCOMPARE(partedByQuality(huge, 2, {}).best.size(), 2U);
        const History failed = historyOf({{{}, INFINITY}, {{}, 0.5}, {{}, INFINITY}}, 2);
        QCOMPARE(partedByQuality(failed, 1, {}).best, Rows{1});
    }
};

QTEST_APPLESS_MAIN(TestPartedHistory)
#include "tst_parted_history.moc"
