// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cost/whole_networks.h"

#include <QTest>

#include <cstdlib>

using namespace paretoscope;
using namespace paretoscope::cost::crossbar;

class TestCrossbarReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReferenceCase_agrees();
    void wholeNetworks_costWhatTheirSimulatorSays();
    void wordsOfATolerance_areUnderstood();
    void aWrongModel_isCaught();
};

namespace {

std::filesystem::path referenceFile()
{
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    return shared != nullptr ? std::filesystem::path(shared) / "reference/crossbar.json"
                             : std::filesystem::path();
}

} // namespace

void TestCrossbarReference::everyReferenceCase_agrees()
{
    if (!std::filesystem::exists(referenceFile()))
        QSKIP("The reference simulators' cases are not here; set PARETOSCOPE_SHARED to run them.");
    const auto results = checkReferenceFile(referenceFile());
    QVERIFY(results.hasValue());
    QVERIFY(results->size() >= 77);
    for (const cost::CaseResult& result : *results)
        QVERIFY2(result.agrees && result.figures > 0, (result.id + ": " + result.worst).c_str());
}

void TestCrossbarReference::wholeNetworks_costWhatTheirSimulatorSays()
{
    if (!std::filesystem::exists(referenceFile()))
        QSKIP("The reference simulators' cases are not here; set PARETOSCOPE_SHARED to run them.");
    const auto comparison = whole::compare(referenceFile(), PARETOSCOPE_RESOURCE_DIR "/hardware");
    QVERIFY(comparison.hasValue());
    QVERIFY(comparison->mnsim.layers > 50 && comparison->puma.layers > 10);
    constexpr double kPrinted = 1e-6;
    for (const auto& [figure, deviation] : comparison->mnsim.worst)
        if (figure.rfind("pipelined", 0) != 0) // theirs is that of their buffers
            QVERIFY2(deviation < kPrinted, figure.c_str());
    QVERIFY(comparison->mnsim.worst.at("pipelined latency, fast buffers") < 0.3); // rows, no pooling
    const auto puma = [&](const char* figure) { return comparison->puma.worst.at(figure); };
    for (const char* counted : {"arrays", "conversions", "array reads"})
        QCOMPARE(puma(counted), 0.0);
    QVERIFY(puma("cycles") < 0.08);                 // of eight copies that start one after the other
    QVERIFY(puma("energy of the products") < 0.01); // and of the activation, which a machine always has
    QVERIFY(puma("dynamic energy") < 0.07);
}

void TestCrossbarReference::wordsOfATolerance_areUnderstood()
{
    QCOMPARE(allowanceFrom("0.1 %")->relative, 0.001);
    QCOMPARE(allowanceFrom("10 % + 160 cycles for programs on one core")->absolute, 160.0);
    QCOMPARE(allowanceFrom("factor 3")->factor, 3.0);
    QVERIFY(allowanceFrom("exact").has_value());
    QVERIFY(!allowanceFrom("exact given the same rule, else informative").has_value());
    QVERIFY(!allowanceFrom("informative").has_value());
    QVERIFY(!allowanceFrom("").has_value());
}

void TestCrossbarReference::aWrongModel_isCaught()
{
    ReferenceCase wrong;
    wrong.inputs = IsaacCase{};
    wrong.expected = {{"arrays", 16'129.0}};
    wrong.tolerance = {{"*", "exact"}};
    QVERIFY(!checkCase(wrong).agrees);
    wrong.expected = {{"arrays", 16'128.0}};
    QVERIFY(checkCase(wrong).agrees);
    wrong.expected.clear();
    QVERIFY(!checkCase(wrong).agrees); // nothing compared is no agreement
}

QTEST_APPLESS_MAIN(TestCrossbarReference)
#include "tst_crossbar_reference.moc"
