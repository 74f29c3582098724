// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/mapper.h"
#include "tests/bench/silicon/agreement.h"
#include "tests/bench/silicon/gemmini.h"
#include "tests/bench/silicon/simba.h"
#include "tests/bench/silicon/table.h"

#include <QtTest>

#include <zlib.h>

#include <cmath>
#include <cstdlib>

using namespace paretoscope;
using namespace paretoscope::silicon;

namespace {

std::filesystem::path shared(const char* folder)
{
    const char* root = std::getenv("PARETOSCOPE_SHARED");
    return std::filesystem::path(root != nullptr ? root : "../shared") / "data" / folder;
}

workload::Operation smallLayer()
{
    return workload::toOperation(workload::Convolution{3, 3, 4, 4, 8, 16, 1, 1, 1, 1, 1, 1});
}

hardware::Technology technology()
{
    return hardware::readTechnology(std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "technology"
                                    / "45nm.json")
        .value();
}

} // namespace

class TestSilicon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranks_decideTheCorrelation()
    {
        const std::vector<double> rising{1.0, 2.0, 3.0, 4.0};
        const std::vector<double> steep{1.0, 10.0, 100.0, 1e6};
        const std::vector<double> falling{4.0, 3.0, 2.0, 1.0};
        const std::vector<double> tied{1.0, 2.0, 2.0, 3.0};
        const std::vector<double> constant{5.0, 5.0, 5.0, 5.0};
        QCOMPARE(spearman(rising, steep), 1.0);
        QCOMPARE(spearman(rising, falling), -1.0);
        // Ranks 0, 1.5, 1.5, 3 against 0 to 3: 4.5 / sqrt(5 * 4.5).
        QVERIFY(std::abs(spearman(rising, tied) - std::sqrt(0.9)) < 1e-12);
        QVERIFY(std::isnan(spearman(rising, constant)));
        QVERIFY(std::isnan(spearman({}, {})));
    }

    void errors_areRelativeToTheirs()
    {
        const std::vector<double> ours{1.0, 3.0, 8.0};
        const std::vector<double> theirs{2.0, 2.0, 8.0};
        const Following f = follow(ours, theirs);
        QCOMPARE(f.points, std::size_t{3});
        QCOMPARE(f.medianError, 0.5);
        QCOMPARE(f.worstError, 0.5);
    }

    void productsOfEffects_areFittedExactly()
    {
        const std::vector<double> a{1.0, 1.0, 2.0, 2.0};
        const std::vector<double> b{7.0, 9.0, 7.0, 9.0};
        const std::vector<double> theirs{2.0, 6.0, 10.0, 30.0};
        const std::vector<double> fitted = additiveFit({a, b}, theirs);
        for (std::size_t i = 0; i < theirs.size(); ++i)
            QVERIFY(std::abs(fitted[i] - theirs[i]) < 1e-9);
    }

    void packedTables_readLikePlainOnes()
    {
        QTemporaryDir folder;
        const std::string text = "a,b\n1,x\n2.5,\n";
        const std::filesystem::path file = folder.filePath("t.csv.gz").toStdString();
        gzFile packed = gzopen(file.c_str(), "wb");
        QCOMPARE(gzwrite(packed, text.data(), static_cast<unsigned>(text.size())),
                 static_cast<int>(text.size()));
        gzclose(packed);
        const Result<Table> table = Table::read(file);
        QVERIFY2(table, table ? "" : table.error().text().c_str());
        QCOMPARE(table->rows(), std::size_t{2});
        QCOMPARE(table->number(1, table->column("a").value()).value(), 2.5);
        QCOMPARE(table->text(0, table->column("b").value()), std::string("x"));
    }

    void damagedTables_areRefusedInOneSentence()
    {
        QVERIFY(!Table::read("/nowhere/t.csv"));
        const Result<Table> ragged = Table::parse("a,b\n1,2\n3\n", "t.csv");
        QVERIFY(!ragged);
        QCOMPARE(ragged.error().where, std::string("t.csv:3"));
        const Table table = Table::parse("a,b\n1,nan\nx,2 \n", "t.csv").value();
        QVERIFY(!table.column("c"));
        QVERIFY(!table.number(0, 1));
        QVERIFY(!table.number(1, 1));
        const Result<double> word = table.number(1, 0);
        QVERIFY(!word);
        QVERIFY2(word.error().text().find("\"x\"") != std::string::npos, word.error().text().c_str());
        QTemporaryDir folder;
        const std::string cut = folder.filePath("cut.csv.gz").toStdString();
        gzFile packed = gzopen(cut.c_str(), "wb");
        const std::string text(100'000, 'a');
        QVERIFY(gzwrite(packed, text.data(), static_cast<unsigned>(text.size())) > 0);
        gzclose(packed);
        std::filesystem::resize_file(cut, std::filesystem::file_size(cut) / 2);
        QVERIFY(!Table::read(cut));
    }

    void mappingText_becomesLoopsInItsOrder()
    {
        const workload::Operation layer = smallLayer();
        const auto read = gemminiMapping("L3[WIO] Q2 K4 - L2[WI] N1 K4X - L1[O] R3 S3 C2 C4X - L0[W] P4 Q2",
                                         layer);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        const auto name = [&](const cost::spatial::Loop& loop) {
            return layer.dimensions[loop.dimension].name;
        };
        QCOMPARE(name(read->levels[0].temporal[0]), std::string("Q"));
        QCOMPARE(name(read->levels[1].spatialX[0]), std::string("K"));
        QCOMPARE(read->levels[2].spatialY[0].factor, std::int64_t{4});
        QVERIFY((read->levels[1].keeps == std::vector<bool>{true, true, false}));
        QVERIFY((read->levels[2].keeps == std::vector<bool>{false, false, true}));
        // 4 columns and 4 rows of PEs at work: a 16th of the multiply-accumulates, all else unlimited.
        auto machine = gemmini({4, 64, 4096});
        for (hardware::MemoryLevel& level : machine.levels)
            level.shared_wordsPerCycle.reset();
        const auto outcome = cost::spatial::evaluate(layer, machine, *read);
        QVERIFY(std::holds_alternative<cost::LayerReport>(outcome));
        QCOMPARE(std::get<cost::LayerReport>(outcome).cycles, layer.macs() / 16);
    }

    void malformedMappings_areRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << "";
        QTest::newRow("level") << "L2[WIO] Q2";
        QTest::newRow("short") << "L3[WIO] Q2 - L2[WI] N1";
        QTest::newRow("dimension") << "L3[WIO] Z2 - L2[WI] N1 - L1[O] N1 - L0[W] N1";
        QTest::newRow("factor") << "L3[WIO] Q0 - L2[WI] N1 - L1[O] N1 - L0[W] N1";
        QTest::newRow("no factor") << "L3[WIO] Q - L2[WI] N1 - L1[O] N1 - L0[W] N1";
        QTest::newRow("letter") << "L3[WIO] Q2Y - L2[WI] N1 - L1[O] N1 - L0[W] N1";
        QTest::newRow("more") << "L3[WIO] Q2 - L2[WI] N1 - L1[O] N1 - L0[W] N1 - L0[W] N1";
    }
    void malformedMappings_areRefused()
    {
        QFETCH(QString, text);
        const auto read = gemminiMapping(text.toStdString(), smallLayer());
        QVERIFY(!read);
        QVERIFY(!read.error().what.empty());
    }

    void sharedBandwidth_countsReadsAndWritesTogether()
    {
        const workload::Operation layer = smallLayer();
        const auto mapping = gemminiMapping("L3[WIO] Q4 P4 K16 C8 - L2[WI] N1 - L1[O] R3 S3 - L0[W] N1",
                                            layer);
        QVERIFY(mapping);
        auto machine = gemmini({4, 64, 4096});
        for (hardware::MemoryLevel& level : machine.levels)
            level.shared_wordsPerCycle.reset();
        const auto free = std::get<cost::LayerReport>(cost::spatial::evaluate(layer, machine, *mapping));
        double words = 0.0;
        for (const cost::TensorAccesses& tensor : free.levels[0].tensors)
            words += static_cast<double>(tensor.reads + tensor.fills + tensor.updates);
        machine.levels[0].shared_wordsPerCycle = 0.25;
        const auto slow = std::get<cost::LayerReport>(cost::spatial::evaluate(layer, machine, *mapping));
        QVERIFY(slow.cycles > free.cycles);
        QVERIFY(std::abs(static_cast<double>(slow.cycles) - words / 0.25) <= 1.0);
    }

    void bothMachines_areSound()
    {
        QVERIFY(gemmini({16, 2048, 262'144}).validate());
        for (const std::int64_t macs : {256, 1024, 4096})
            QVERIFY(simba({.macs = macs}, technology()).validate());
    }

    void fullyConnectedLayerOnSimba_takesItsWeightsOverTheLink()
    {
        workload::Convolution layer;
        layer.inputChannels = 2048;
        layer.outputChannels = 1000;
        cost::spatial::MapperOptions options;
        options.objective = cost::spatial::MappingObjective::Delay;
        options.evaluations = 500;
        const auto found = cost::spatial::searchMapping(workload::toOperation(layer), simba({}, technology()),
                                                        options);
        QVERIFY(found.best);
        QCOMPARE(found.report.cycles,
                 std::int64_t{205'005}); // (2048 * 1000 + 2048) / 10, as the data set says
    }

    void gemminiModelRows_areFollowed()
    {
        if (!std::filesystem::exists(shared("dosa_gemmini")))
            QSKIP("The published design points are not here; set PARETOSCOPE_SHARED to compare with them.");
        const auto points = readGemminiRtl(shared("dosa_gemmini"));
        QVERIFY2(points, points ? "" : points.error().text().c_str());
        QCOMPARE(points->size(), std::size_t{872});
        std::vector<double> ours, theirs;
        for (const GemminiPoint& point : *points) {
            const auto outcome = cost::spatial::evaluate(point.operation, gemmini(point.sizes),
                                                         point.mapping);
            QVERIFY(std::holds_alternative<cost::LayerReport>(outcome));
            ours.push_back(std::get<cost::LayerReport>(outcome).energy_J);
            theirs.push_back(point.energy_J);
        }
        QVERIFY(spearman(ours, theirs) > 0.99);
        QVERIFY(follow(ours, theirs).medianError < 0.01);
    }

    void simbaGrid_isReadWhole()
    {
        if (!std::filesystem::exists(shared("vaesa_simba")))
            QSKIP("The published grid is not here; set PARETOSCOPE_SHARED to read it.");
        const auto grid = readSimbaGrid(shared("vaesa_simba"));
        QVERIFY2(grid, grid ? "" : grid.error().text().c_str());
        QCOMPARE(grid->machines.size(), std::size_t{768});
        QCOMPARE(grid->layers.size(), std::size_t{32});
        for (const SimbaGrid::Layer& layer : grid->layers)
            QVERIFY(layer.cycles.size() == 768 && layer.energy_J.size() == 768);
    }
};

QTEST_APPLESS_MAIN(TestSilicon)
#include "tst_silicon.moc"
