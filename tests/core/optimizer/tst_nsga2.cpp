// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

std::vector<space::Design> designs(const sample::Run& run)
{
    std::vector<space::Design> all;
    for (const Observation& trial : run.trials)
        all.push_back(trial.design);
    return all;
}

double medianVolume(const std::string& method, const sample::Problem& problem, std::size_t budget)
{
    std::vector<double> volumes;
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
        volumes.push_back(sample::run(*sample::made(method, problem, seed), problem, budget).volume);
    std::sort(volumes.begin(), volumes.end());
    return volumes[2];
}

sample::Problem problemNamed(const QString& name)
{
    return name == "zdt1" ? sample::zdt1() : name == "dtlz2" ? sample::dtlz2() : sample::machine();
}

} // namespace

class TestNsga2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void atEqualBudget_itBeatsRandomSearch_data()
    {
        QTest::addColumn<QString>("problem");
        for (const char* problem : {"zdt1", "dtlz2", "machine"})
            QTest::newRow(problem) << problem;
    }
    void atEqualBudget_itBeatsRandomSearch()
    {
        QFETCH(QString, problem);
        const double bred = medianVolume("nsga2", problemNamed(problem), 800);
        const double drawn = medianVolume("random", problemNamed(problem), 800);
        qInfo("hypervolume, median of 5 seeds: nsga2 %.6g, random %.6g", bred, drawn);
        QVERIFY(bred > drawn);
    }

    void sameSeed_sameSequence()
    {
        const sample::Problem problem = sample::machine();
        const auto a = designs(sample::run(*sample::made("nsga2", problem, 1), problem, 300, 3));
        const auto b = designs(sample::run(*sample::made("nsga2", problem, 1), problem, 300, 3));
        const auto c = designs(sample::run(*sample::made("nsga2", problem, 2), problem, 300, 3));
        QVERIFY(a == b);
        QVERIFY(a != c);
    }

    void resumedFromItsTrials_goesOnAsIfNeverStopped()
    {
        const sample::Problem problem = sample::machine();
        const sample::Run whole = sample::run(*sample::made("nsga2", problem, 1), problem, 300);
        for (const std::size_t stop : {1U, 63U, 64U, 65U, 150U, 256U, 299U}) {
            const auto resumed = sample::made("nsga2", problem, 1);
            resumed->tell({whole.trials.data(), stop});
            for (std::size_t i = stop; i < std::min<std::size_t>(stop + 10, 300); ++i) {
                const auto design = resumed->ask(i);
                QVERIFY(design == whole.trials[i].design);
                resumed->tell({&whole.trials[i], 1});
            }
        }
    }

    void resumedWithTrialsInFlight_asksForTheSameAgain()
    {
        constexpr std::size_t kLookahead = 4;
        const sample::Problem problem = sample::machine();
        const sample::Run whole = sample::run(*sample::made("nsga2", problem, 1), problem, 300, kLookahead);
        const auto resumed = sample::made("nsga2", problem, 1);
        std::size_t next = 0;
        for (std::size_t told = 0; told < 300; ++told) {
            for (; next < std::min<std::size_t>(told + kLookahead, 300); ++next)
                QVERIFY(resumed->ask(next) == whole.trials[next].design);
            if (told == 120) { // withdrawn before they started, then asked for once more
                const std::vector<std::uint64_t> gone{122, 123};
                resumed->withdraw(gone);
                for (const std::uint64_t id : gone)
                    QVERIFY(resumed->ask(id));
                resumed->withdraw(gone);
                next = 122;
                const auto again = resumed->ask(next++);
                const auto onceMore = resumed->ask(next++);
                resumed->withdraw(gone);
                QVERIFY(resumed->ask(122) == again && resumed->ask(123) == onceMore);
                break;
            }
            resumed->tell({&whole.trials[told], 1});
        }
    }

    void steeringThereAndBack_isAsIfItHadOnlyCome_data()
    {
        QTest::addColumn<bool>("detour");
        QTest::newRow("detour over other pins") << true;
        QTest::newRow("the same pins twice") << false;
    }
    void steeringThereAndBack_isAsIfItHadOnlyCome()
    {
        QFETCH(bool, detour);
        const sample::Problem problem = sample::machine();
        const sample::Run random = sample::run(*sample::made("random", problem, 9), problem, 200);
        Steering steering;
        steering.metrics = {{1, 0.0, 300.0}};
        Steering other;
        other.parameters = {{0, 30, 40}};
        const auto a = sample::made("nsga2", problem, 1);
        const auto b = sample::made("nsga2", problem, 1);
        a->tell(random.trials);
        b->tell(random.trials);
        a->constrain(steering);
        b->constrain(detour ? other : steering);
        b->constrain(steering);
        for (std::uint64_t id = 200; id < 230; ++id)
            QVERIFY(a->ask(id) == b->ask(id));
    }

    void tellingAtOnceOrOneByOne_isTheSame()
    {
        const sample::Problem problem = sample::machine();
        const sample::Run random = sample::run(*sample::made("random", problem, 9), problem, 300);
        const auto atOnce = sample::made("nsga2", problem, 1);
        const auto oneByOne = sample::made("nsga2", problem, 1);
        atOnce->tell(random.trials);
        for (const Observation& trial : random.trials)
            oneByOne->tell({&trial, 1});
        for (std::uint64_t id = 300; id < 350; ++id)
            QVERIFY(atOnce->ask(id) == oneByOne->ask(id));
    }

    void noDesign_isProposedTwice()
    {
        const sample::Problem problem = sample::machine();
        const auto all = designs(sample::run(*sample::made("nsga2", problem, 4), problem, 500, 8));
        QCOMPARE(std::set<space::Design>(all.begin(), all.end()).size(), all.size());
        for (const space::Design& design : all)
            QVERIFY(problem.space.check(design));
    }
};

QTEST_APPLESS_MAIN(TestNsga2)
#include "tst_nsga2.moc"
