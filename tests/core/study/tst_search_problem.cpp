// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/proposals.h"
#include "core/study/study.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;

/// What a method is told of a study's problem beyond its space.
class TestSearchProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void glyphStudy_saysWhatIsFreeAndWhoseParametersAreWhose()
    {
        const auto study = readStudy(PARETOSCOPE_RESOURCE_DIR "/studies/pabo-glyphs.json");
        QVERIFY2(bool(study), study ? "" : study.error().what.c_str());
        QCOMPARE(study->method.name, std::string("pabo"));
        const optimizer::SearchProblem search = searchProblemOf(*study);
        QCOMPARE(search.objectiveDocs.size(), std::size_t{2});
        QCOMPARE(search.objectiveDocs[0].name, std::string("error"));
        QVERIFY(search.objectiveDocs[0].quality && !search.objectiveDocs[0].free);
        QVERIFY(search.objectiveDocs[1].free && search.objectiveDocs[1].logarithmic);
        QVERIFY(!search.objectiveDocs[1].quality);
        const space::Design design({64, 0, 0.1, 0.1, 128, 8, 8, 2, 8});
        const std::vector<double> known = search.free(design);
        QVERIFY(std::isnan(known[0]));
        QCOMPARE(known[1], study->problem->freeMetrics(design)[1]);
        QVERIFY(search.parts);
        QCOMPARE(std::count(search.parts->software.begin(), search.parts->software.end(), true), 4);
        QVERIFY(study->problem->space().check(search.parts->reference));
        for (const char* method : {"pabo", "hpabo", "ehvi"})
            QVERIFY(optimizer::makeOptimizer({method, {}, {}}, search, 1));
    }

    void problemWithoutFreeMetrics_offersNone()
    {
        const auto study = readStudy(PARETOSCOPE_RESOURCE_DIR "/studies/zdt1-front.json");
        QVERIFY(bool(study));
        const optimizer::SearchProblem search = searchProblemOf(*study);
        QVERIFY(!search.free && !search.parts);
        QCOMPARE(search.objectiveDocs.size(), std::size_t{2});
        QVERIFY(!optimizer::makeOptimizer({"hpabo", {}, {}}, search, 1));
    }
};

QTEST_APPLESS_MAIN(TestSearchProblem)
#include "tst_search_problem.moc"
