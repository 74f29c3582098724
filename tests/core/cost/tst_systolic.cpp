// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/rng.h"
#include "core/cost/systolic/epoch_cache.h"
#include "core/cost/systolic/evaluate.h"
#include "core/cost/systolic/preloaded_windows.h"
#include "core/cost/systolic/reference_cases.h"

#include <QtTest>

#include <cmath>
#include <cstdlib>

using namespace paretoscope;
using namespace paretoscope::cost::systolic;
using hardware::SystolicArray;
using hardware::SystolicDataflow;
using nlohmann::json;

namespace {

constexpr auto kOs = SystolicDataflow::OutputStationary;
constexpr auto kWs = SystolicDataflow::WeightStationary;
constexpr auto kIs = SystolicDataflow::InputStationary;

SystolicArray arrayOf(std::int64_t rows, std::int64_t columns, SystolicDataflow dataflow,
                      std::int64_t sram_bytes = 65'536)
{
    SystolicArray array;
    array.rows = rows;
    array.columns = columns;
    array.dataflow = dataflow;
    array.inputs.size_bytes = array.weights.size_bytes = array.outputs.size_bytes = sram_bytes;
    return array;
}

Gemm gemmOf(std::int64_t m, std::int64_t k, std::int64_t n)
{
    Gemm gemm;
    gemm.m = m;
    gemm.k = k;
    gemm.n = n;
    return gemm;
}

/// Six by six outputs of a 3 x 3 filter over eight by eight pixels of `channels` channels.
Gemm smallConvolution(std::int64_t channels, std::int64_t filters)
{
    Windows windows;
    windows.outputRows = windows.outputColumns = 6;
    windows.filterRows = windows.filterColumns = 3;
    windows.channels = channels;
    return toGemm(windows, filters);
}

std::filesystem::path referenceFile()
{
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    const std::filesystem::path root = shared != nullptr
                                           ? std::filesystem::path(shared)
                                           : std::filesystem::path(PARETOSCOPE_RESOURCE_DIR).parent_path()
                                                 / ".." / "shared";
    return root / "reference" / "systolic.json";
}

json smallDocument()
{
    // 4 x 5 x 6 on 2 x 3, output stationary: 2 x 2 folds of 2 + 3 + 5 - 2 = 8 cycles.
    return json::parse(R"({
      "schema_version": 1, "family": "systolic", "n_cases": 1, "cases": [{
        "id": "only", "origin": "by hand",
        "inputs": {"array_rows": 2, "array_cols": 3, "dataflow": "os", "ifmap_sram_kib": 1,
          "filter_sram_kib": 1, "ofmap_sram_kib": 1, "bytes_per_word": 1, "memory_mode": "stall_free",
          "layer": {"kind": "gemm", "M": 4, "N": 6, "K": 5}},
        "expected": {"active_cycles": 32, "reported_cycles": 31, "sram_ifmap_reads": 40,
          "sram_filter_reads": 60, "dram_ifmap_reads": 20, "mapping_efficiency_pct": 100.0},
        "tolerance": {"active_cycles": "exact", "reported_cycles": "exact", "sram_ifmap_reads": "exact",
          "sram_filter_reads": "exact", "dram_ifmap_reads": "exact if replayed, else 10 %",
          "mapping_efficiency_pct": "0.01 abs"}}]})");
}

Result<std::vector<cost::CaseResult>> check(const json& document)
{
    QTemporaryDir folder;
    const std::string file = folder.filePath("cases.json").toStdString();
    if (Status written = writeFileAtomically(file, document.dump()); !written)
        return written.error();
    return checkReferenceFile(file);
}

} // namespace

class TestSystolic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ------------------------------------------------------------------------------- known answers

    void folds_byHand_data()
    {
        QTest::addColumn<SystolicDataflow>("dataflow");
        QTest::addColumn<int>("rowFolds");
        QTest::addColumn<int>("columnFolds");
        QTest::addColumn<int>("cycles");
        QTest::addColumn<int>("inputReads");
        QTest::addColumn<int>("weightReads");
        QTest::addColumn<int>("outputWrites");
        // M = 10, K = 7, N = 5 on 4 rows x 3 columns.
        // OS: ceil(10/4) x ceil(5/3) = 3 x 2 folds of 4 + 3 + 7 - 2 = 12 cycles.
        QTest::newRow("os") << kOs << 3 << 2 << 72 << 140 << 105 << 50;
        // WS: ceil(7/4) x ceil(5/3) = 2 x 2 folds of 8 + 3 + 10 - 2 = 19 cycles.
        QTest::newRow("ws") << kWs << 2 << 2 << 76 << 140 << 35 << 100;
        // IS: ceil(7/4) x ceil(10/3) = 2 x 4 folds of 8 + 3 + 5 - 2 = 14 cycles.
        QTest::newRow("is") << kIs << 2 << 4 << 112 << 70 << 140 << 100;
    }
    void folds_byHand()
    {
        QFETCH(SystolicDataflow, dataflow);
        const Folds folds = fold(gemmOf(10, 7, 5), arrayOf(4, 3, dataflow));
        QTEST(static_cast<int>(folds.rowFolds), "rowFolds");
        QTEST(static_cast<int>(folds.columnFolds), "columnFolds");
        QTEST(static_cast<int>(folds.cycles), "cycles");
        QTEST(static_cast<int>(folds.inputReads), "inputReads");
        QTEST(static_cast<int>(folds.weightReads), "weightReads");
        QTEST(static_cast<int>(folds.outputWrites), "outputWrites");
    }

    void explicitDrain_addsTheRowsToEveryOutputStationaryFold()
    {
        SystolicArray array = arrayOf(4, 3, kOs);
        array.options.explicitDrain = true;
        QCOMPARE(fold(gemmOf(10, 7, 5), array).cycles, 6 * (2 * 4 + 3 + 7 - 2));
    }

    void doubleBufferedWeights_hideBehindTheStream()
    {
        SystolicArray array = arrayOf(4, 3, kWs);
        array.options.doubleBufferedStationary = true;
        QCOMPARE(fold(gemmOf(10, 7, 5), array).cycles, 4 + 3 + 2 + 4 * 10); // load, skew, streams
        QCOMPARE(fold(gemmOf(2, 7, 5), array).cycles, 4 + 3 + 2 + 4 * 4);   // loads are the longer
    }

    void pods_shareTheFolds()
    {
        SystolicArray array = arrayOf(4, 3, kOs);
        array.pods = 4;
        QCOMPARE(fold(gemmOf(10, 7, 5), array).cycles, 2 * 12); // six folds on four pods: two turns
    }

    void convolution_isAProductWhoseInputsRepeat()
    {
        workload::Convolution convolution;
        convolution.filterWidth = convolution.filterHeight = 3;
        convolution.outputWidth = convolution.outputHeight = 6;
        convolution.inputChannels = 8;
        convolution.outputChannels = 10;
        convolution.groups = 2;
        convolution.batch = 3;
        const auto gemm = toGemm(workload::toOperation(convolution));
        QVERIFY(gemm);
        QCOMPARE(gemm->m, 3 * 36);
        QCOMPARE(gemm->k, 9 * 4);
        QCOMPARE(gemm->n, 5);
        QCOMPARE(gemm->repeats, 2);
        QCOMPARE(gemm->distinctInputs(), 3 * 8 * 8 * 4);
        QCOMPARE(gemm->macs() * gemm->repeats, workload::toOperation(convolution).macs());
    }

    void distinctInputs_countGapsOfStrideAndDilation()
    {
        Windows windows;
        windows.outputRows = 4;
        windows.filterRows = 2;
        windows.strideRows = 2;
        windows.dilationRows = 2; // rows 0 2, 2 4, 4 6, 6 8
        QCOMPARE(windows.distinctElements(), 5);
        windows.dilationRows = 1;
        windows.strideRows = 3; // rows 0 1, 3 4, 6 7, 9 10
        QCOMPARE(windows.distinctElements(), 8);
    }

    void energy_sumsAccessesByHand()
    {
        SystolicArray array = arrayOf(4, 3, kOs);
        array.macEnergy_J = 1.0;
        array.dramEnergy_J = 1000.0;
        array.inputs.read_J = array.weights.read_J = array.outputs.read_J = 2.0;
        array.inputs.write_J = array.weights.write_J = array.outputs.write_J = 3.0;
        const auto layer = evaluate(gemmOf(10, 7, 5), array);
        QVERIFY(layer);
        // Fits everywhere: 70 inputs and 35 weights come in, 50 outputs go out.
        const double expected = 350.0 + 1000.0 * (70 + 35 + 50)       // arithmetic, off chip
                                + 2.0 * (140 + 105) + 3.0 * (70 + 35) // operands: read, filled
                                + 3.0 * 50 + 2.0 * 50;                // results: written, drained
        QCOMPARE(layer->report.energy_J, expected);
        QCOMPARE(layer->report.macs, 350);
        QCOMPARE(layer->report.bound, "compute");
    }

    void bandwidth_limitsWhenTrafficTakesLonger()
    {
        SystolicArray array = arrayOf(4, 3, kOs);
        array.bandwidth_bytesPerCycle = 0.5; // 70 inputs take 140 cycles, computing takes 72
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->report.cycles, 140);
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->report.bound, "DRAM");
        array.options.sharedBandwidth = true; // 70 + 35 + 50 words
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->report.cycles, 310);
        array.options.chargesFirstFill = true; // all 70 + 35 words fit
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->report.cycles, 310 + 210);
    }

    void partialSums_followTheOptions()
    {
        SystolicArray array = arrayOf(4, 3, kWs); // two row folds: the first leaves partial sums
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->traffic.outputWrites, 100);
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->traffic.outputReads, 0);
        array.options.readsBackPartialSums = true;
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->traffic.outputReads, 50);
        array.options.keepsPartialSums = true;
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->traffic.outputReads, 0);
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->traffic.outputWrites, 50);
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->folds.outputReads, 50);
        array.outputs.size_bytes = 59; // half does not hold the 10 x 3 sums of a column fold
        QCOMPARE(evaluate(gemmOf(10, 7, 5), array)->traffic.outputWrites, 100);
    }

    // ---------------------------------------------------------------------------------- properties

    void epochsInClosedForm_equalAWalkThrough()
    {
        Rng rng(7);
        for (int i = 0; i < 2000; ++i) {
            const auto epoch_words = static_cast<std::int64_t>(1 + rng.below(40));
            EpochCounter counter(epoch_words);
            EpochReplay replay(10'000, epoch_words, 1);
            std::size_t first = 0;
            for (int block = 0; block < 4; ++block) {
                const auto words = static_cast<std::size_t>(1 + rng.below(60));
                const auto passes = static_cast<std::size_t>(1 + rng.below(5));
                counter.stream(static_cast<std::int64_t>(words), static_cast<std::int64_t>(passes));
                for (std::size_t pass = 0; pass < passes; ++pass)
                    for (std::size_t word = 0; word < words; ++word)
                        replay.touch(first + word);
                first += words;
                QCOMPARE(counter.reads(), replay.reads());
            }
        }
    }

    void cycles_areNeverBelowTheArithmetic()
    {
        Rng rng(3);
        for (int i = 0; i < 500; ++i) {
            const auto any = [&](std::uint64_t most) {
                return static_cast<std::int64_t>(1 + rng.below(most));
            };
            const Gemm gemm = gemmOf(any(300), any(300), any(300));
            for (const auto dataflow : {kOs, kWs, kIs}) {
                const SystolicArray array = arrayOf(any(40), any(40), dataflow);
                const Folds folds = fold(gemm, array);
                QVERIFY(folds.cycles * array.macs() >= gemm.macs());
                QVERIFY(folds.mappingEfficiency > 0.0 && folds.mappingEfficiency <= 1.0);
            }
        }
    }

    void weightAndInputStationary_swapWithTheirOperands()
    {
        Rng rng(5);
        for (int i = 0; i < 200; ++i) {
            const auto any = [&] { return static_cast<std::int64_t>(1 + rng.below(400)); };
            const Gemm gemm = gemmOf(any(), any(), any());
            const Gemm swapped = gemmOf(gemm.n, gemm.k, gemm.m);
            const auto ws = evaluate(gemm, arrayOf(16, 16, kWs, 4096));
            const auto is = evaluate(swapped, arrayOf(16, 16, kIs, 4096));
            QCOMPARE(ws->folds.cycles, is->folds.cycles);
            QCOMPARE(ws->folds.inputReads, is->folds.weightReads);
            QCOMPARE(ws->traffic.inputReads, is->traffic.weightReads);
            QCOMPARE(ws->traffic.weightReads, is->traffic.inputReads);
        }
    }

    void twiceTheRows_takeTwiceAsLongWhenWeightsStay()
    {
        const SystolicArray array = arrayOf(16, 16, kWs);
        const auto once = static_cast<double>(fold(gemmOf(1'000'000, 64, 64), array).cycles);
        const auto twice = static_cast<double>(fold(gemmOf(2'000'000, 64, 64), array).cycles);
        QVERIFY(std::abs(twice / once - 2.0) < 1e-3);
    }

    void largerArray_isSlowerUnlessItSavesFolds()
    {
        const Gemm gemm = gemmOf(100, 50, 100);
        QVERIFY(fold(gemm, arrayOf(256, 256, kOs)).cycles > fold(gemm, arrayOf(128, 128, kOs)).cycles);
        QVERIFY(fold(gemm, arrayOf(128, 128, kOs)).cycles < fold(gemm, arrayOf(16, 16, kOs)).cycles);
    }

    void onChipReads_doNotDependOnMemorySize()
    {
        for (const auto dataflow : {kOs, kWs, kIs}) {
            const auto small = evaluate(smallConvolution(32, 24), arrayOf(8, 8, dataflow, 512));
            const auto large = evaluate(smallConvolution(32, 24), arrayOf(8, 8, dataflow, 1 << 20));
            QCOMPARE(small->folds.inputReads, large->folds.inputReads);
            QCOMPARE(small->folds.weightReads, large->folds.weightReads);
            QVERIFY(small->traffic.inputReads > large->traffic.inputReads);
            QCOMPARE(large->traffic.inputReads, 8 * 8 * 32);
        }
    }

    void followingSegments_staysNearFollowingWords()
    {
        for (const auto dataflow : {kOs, kWs, kIs}) {
            for (const std::int64_t size_bytes : {600, 1200, 2400}) {
                const SystolicArray array = arrayOf(8, 8, dataflow, size_bytes);
                const auto words = evaluate(smallConvolution(16, 40), array, Following::ByWord);
                const auto segments = evaluate(smallConvolution(16, 40), array, Following::BySegment);
                const auto exact = static_cast<double>(words->traffic.inputReads);
                QVERIFY2(std::abs(static_cast<double>(segments->traffic.inputReads) - exact) <= 0.1 * exact,
                         qPrintable(QString("%1 B: %2 for %3")
                                        .arg(size_bytes)
                                        .arg(segments->traffic.inputReads)
                                        .arg(words->traffic.inputReads)));
            }
        }
    }

    void preloadedWindows_chargeNothingThatFits()
    {
        SystolicArray array = arrayOf(4, 3, kOs);
        array.bandwidth_bytesPerCycle = 0.01;
        const auto layer = evaluate(gemmOf(10, 7, 5), array);
        QCOMPARE(preloadedWindowsCycles(*layer, array), 72);
        array.weights.size_bytes = 20; // windows of 10 words... 35 weights need more than one
        QVERIFY(preloadedWindowsCycles(*evaluate(gemmOf(10, 7, 5), array), array) > 72);
    }

    // ------------------------------------------------------------------------------ hostile input

    void otherOperations_areRefused()
    {
        workload::Operation scale;
        scale.dimensions = {{"P", 4}};
        scale.tensors = {{"inputs", workload::TensorRole::Input, {{{0, 1}}}},
                         {"outputs", workload::TensorRole::Output, {{{0, 1}}}}};
        const auto outcome = evaluate(scale, arrayOf(4, 4, kOs));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unsupported);
    }

    void tooManyWordsToFollow_areRefusedRatherThanWaitedFor()
    {
        Windows windows;
        windows.outputRows = windows.outputColumns = 1 << 14;
        windows.filterRows = windows.filterColumns = 3;
        windows.channels = 3;
        const auto outcome = evaluate(toGemm(windows, 64), arrayOf(7, 8, kWs, 1024));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unsupported);
    }

    // ----------------------------------------------------------------------------- reference files

    void statedTolerances_areRead_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<double>("relative");
        QTest::addColumn<double>("absolute");
        QTest::newRow("exact") << "exact if the epoch cache of the spec is replayed, else 10 %" << 0.0 << 0.0;
        QTest::newRow("relative") << "0.5 % rel" << 0.005 << 0.0;
        QTest::newRow("plain") << "30 %" << 0.3 << 0.0;
        QTest::newRow("absolute") << "0.01 abs" << 0.0 << 0.01;
        QTest::newRow("line") << "0.5 % + one line of C words" << 0.005 << 32.0;
    }
    void statedTolerances_areRead()
    {
        QFETCH(QString, words);
        const auto tolerance = toleranceFrom(words.toStdString(), 32);
        QVERIFY(tolerance);
        QTEST(tolerance->relative, "relative");
        QTEST(tolerance->absolute, "absolute");
        QVERIFY(!toleranceFrom("informative", 32));
        QVERIFY(!toleranceFrom("", 32));
        QVERIFY(!toleranceFrom("7", 32));
    }

    void aCaseByHand_agreesAndABrokenOneDoesNot()
    {
        const auto good = check(smallDocument());
        QVERIFY2(good, good ? "" : good.error().text().c_str());
        QVERIFY2(good->front().agrees, good->front().worst.c_str());
        QVERIFY(good->front().figures >= 6);
        for (const char* figure : {"active_cycles", "sram_ifmap_reads", "dram_ifmap_reads"}) {
            json broken = smallDocument();
            auto& value = broken["cases"][0]["expected"][figure];
            value = value.get<int>() + 1;
            const auto result = check(broken);
            QVERIFY(result);
            QVERIFY2(!result->front().agrees, figure);
            QVERIFY2(result->front().worst.rfind(figure, 0) == 0, result->front().worst.c_str());
        }
    }

    void malformedFile_isRefusedWithItsPlace_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("no rows") << "/cases/0/inputs/array_rows"
                                 << "0";
        QTest::newRow("text for a number") << "/cases/0/inputs/layer/M"
                                           << "\"four\"";
        QTest::newRow("unknown dataflow") << "/cases/0/inputs/dataflow"
                                          << "\"rs\"";
        QTest::newRow("figure of the wrong type") << "/cases/0/expected/active_cycles"
                                                  << "[]";
        QTest::newRow("tolerance of the wrong type") << "/cases/0/tolerance/active_cycles"
                                                     << "3";
        QTest::newRow("another family") << "/family"
                                        << "\"crossbar\"";
    }
    void malformedFile_isRefusedWithItsPlace()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        json document = smallDocument();
        document[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const auto outcome = check(document);
        QVERIFY(!outcome);
        QVERIFY2(outcome.error().where.find(pointer.toStdString()) != std::string::npos,
                 outcome.error().text().c_str());
    }

    void allReferenceCases_agree()
    {
        if (!std::filesystem::exists(referenceFile()))
            QSKIP("the reference file is not here");
        const auto results = checkReferenceFile(referenceFile());
        QVERIFY2(results, results ? "" : results.error().text().c_str());
        QVERIFY(!results->empty());
        for (const cost::CaseResult& result : *results)
            QVERIFY2(result.agrees, (result.id + ": " + result.worst).c_str());
    }
};

QTEST_APPLESS_MAIN(TestSystolic)
#include "tst_systolic.moc"

#include <nlohmann/json.hpp>
