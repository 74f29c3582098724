// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/crossbar_inference.h"
#include "core/accuracy/drawn_glyphs.h"
#include "core/accuracy/network_plans.h"
#include "core/accuracy/trainer.h"
#include "core/accuracy/training_log.h"

#include <QtTest>

#include <thread>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

std::shared_ptr<const DataSet> smallData()
{
    GlyphOptions options;
    options.side = 12;
    options.trainingImages = 320;
    options.validationImages = 160;
    return std::make_shared<const DataSet>(drawGlyphs(options).value());
}

/// With dropout, so that every random number matters.
Candidate smallCandidate()
{
    HyperParameters parameters;
    parameters.depth = 1;
    parameters.filters = 6;
    parameters.hidden = 24;
    parameters.dropout = 0.1;
    parameters.recipe.batch = 16;
    return plainNetwork(parameters, {1, 12, 12}, 16);
}

EpochRecord withoutTime(EpochRecord record)
{
    record.cpu_s = 0.0;
    return record;
}

} // namespace

class TestTrainer : public QObject
{
    Q_OBJECT

    std::shared_ptr<const DataSet> m_data = smallData();
    QTemporaryDir m_folder;

    Trainer trainer(std::uint64_t seed = 1, const Candidate& candidate = smallCandidate())
    {
        auto made = Trainer::make(candidate, m_data, seed);
        if (!made)
            qFatal("%s", made.error().text().c_str());
        return std::move(made).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const Status status = trainingAvailable(); !status)
            QSKIP(status.error().text().c_str());
    }

    void networks_learn()
    {
        Trainer training = trainer();
        QVERIFY(training.trainUntil(8, {}, {}, {}));
        const auto& records = training.records();
        QCOMPARE(records.size(), 8U);
        QVERIFY(records.back().loss < 0.5 * records.front().loss);
        QVERIFY(records.back().validationAccuracy > 0.5); // chance is 1 in 16
        QCOMPARE(records[2].epoch, 3);
        // The same network in our own floating point names as many wrong.
        const auto error = floatError(training.network(), m_data->validation, {});
        QVERIFY2(error, error ? "" : error.error().text().c_str());
        QVERIFY(std::abs(1.0 - error.value() - records.back().validationAccuracy) < 0.01);
        const auto judged = judgeOnCrossbar(training.network(), {}, m_data->validation, {});
        QVERIFY(std::abs(judged->crossbarError - error.value()) < 0.05);
    }

    void sameSeed_givesTheSameWeightsBesideAnotherTraining()
    {
        Trainer alone = trainer();
        QVERIFY(alone.trainUntil(2, {}, {}, {}));
        Trainer first = trainer(), second = trainer(2);
        {
            const std::jthread other([&] { (void)second.trainUntil(2, {}, {}, {}); });
            QVERIFY(first.trainUntil(2, {}, {}, {}));
        }
        QVERIFY(first.network().steps == alone.network().steps);
        QVERIFY(second.network().steps != alone.network().steps);
        QVERIFY(withoutTime(first.records()[1]) == withoutTime(alone.records()[1]));
    }

    void resumedTraining_isTheUninterruptedOne()
    {
        const std::filesystem::path file = m_folder.filePath("checkpoint").toStdString();
        Trainer straight = trainer();
        QVERIFY(straight.trainUntil(2, {}, {}, {}));
        QVERIFY(straight.saveCheckpoint(file));
        QVERIFY(straight.trainUntil(4, {}, {}, {}));
        Trainer resumed = trainer();
        const Status loaded = resumed.loadCheckpoint(file);
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        QCOMPARE(resumed.records().size(), 2U);
        QVERIFY(resumed.trainUntil(4, {}, {}, {}));
        QVERIFY(resumed.network().steps == straight.network().steps);
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(withoutTime(resumed.records()[i]) == withoutTime(straight.records()[i]));
    }

    void strangersAndDamagedCheckpoints_areRefused()
    {
        const std::filesystem::path file = m_folder.filePath("other").toStdString();
        Trainer training = trainer();
        QVERIFY(training.trainEpoch({}));
        QVERIFY(training.saveCheckpoint(file));
        Trainer other = trainer(2);
        QVERIFY(other.loadCheckpoint(file).error().what.find("another network") != std::string::npos);
        QCOMPARE(other.records().size(), 0U);
        QFile bytes(QString::fromStdString(file.string()));
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        QVERIFY(bytes.resize(bytes.size() / 2));
        bytes.close();
        QVERIFY(training.loadCheckpoint(file).error().what.find("damaged") != std::string::npos);
        QCOMPARE(training.loadCheckpoint("/nowhere").error().code, ErrorCode::NotFound);
        QCOMPARE(training.records().size(), 1U);
    }

    void cancelledEpoch_leavesNoTrace()
    {
        Trainer straight = trainer(), interrupted = trainer();
        QVERIFY(straight.trainUntil(2, {}, {}, {}));
        std::stop_source now;
        now.request_stop();
        QCOMPARE(interrupted.trainEpoch(now.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(interrupted.trainEpoch({}));
        // Somewhere inside the second epoch, or after it; in either case it counts wholly or not at all.
        std::stop_source soon;
        {
            const std::jthread stopper([&] { soon.request_stop(); });
            (void)interrupted.trainEpoch(soon.get_token());
        }
        QVERIFY(interrupted.trainUntil(2, {}, {}, {}));
        QVERIFY(interrupted.network().steps == straight.network().steps);
    }

    void tooFastARate_isToldInASentence()
    {
        Candidate candidate = smallCandidate();
        candidate.recipe.learningRate = 100.0;
        candidate.recipe.weightDecay = 1.0;
        const Status status = trainer(1, candidate).trainUntil(20, {}, {}, {});
        QVERIFY(!status);
        QVERIFY2(status.error().what.find("ran away") != std::string::npos, status.error().text().c_str());
    }

    void misfits_areRefusedBeforeTraining()
    {
        Candidate candidate = smallCandidate();
        candidate.input = {1, 16, 16};
        QVERIFY(!Trainer::make(candidate, m_data, 1));
        candidate = smallCandidate();
        candidate.steps[0].kernel = 2;
        QVERIFY(!Trainer::make(candidate, m_data, 1));
    }

    void cells_train()
    {
        CellPlan plan;
        plan.filters = 4;
        plan.recipe.batch = 16;
        plan.cell = Cell{{{CellOperation::Convolution3x3, {0}}, {CellOperation::MaxPool3x3, {0, 1}}}};
        const Candidate candidate = cellNetwork(plan, {1, 12, 12}, 16).value();
        Trainer training = trainer(1, candidate);
        QVERIFY(training.trainUntil(3, {}, {}, {}));
        const auto error = floatError(training.network(), m_data->validation, {});
        QVERIFY(std::abs(1.0 - error.value() - training.records().back().validationAccuracy) < 0.01);
        // A sum of which one part counts twice, the other being what the cell reads.
        using enum EdgeOperation;
        plan.cell = EdgeCell{{Convolution3x3, Skip, Skip, None, Skip, Skip}};
        Trainer edges = trainer(1, cellNetwork(plan, {1, 12, 12}, 16).value());
        QVERIFY(edges.trainUntil(3, {}, {}, {}));
        const auto same = floatError(edges.network(), m_data->validation, {});
        QVERIFY(std::abs(1.0 - same.value() - edges.records().back().validationAccuracy) < 0.01);
    }

    void stalledTraining_endsEarly()
    {
        const auto after = [](std::initializer_list<double> accuracies) {
            std::vector<EpochRecord> records;
            for (const double accuracy : accuracies)
                records.push_back({static_cast<int>(records.size()) + 1, 1.0, 0.5, accuracy, 0.0});
            return records;
        };
        const EarlyStopping early{2, 0.01};
        QVERIFY(!early.isOver({}));
        QVERIFY(!early.isOver(after({0.5, 0.4})));
        QVERIFY(early.isOver(after({0.5, 0.4, 0.505})));
        QVERIFY(!early.isOver(after({0.5, 0.4, 0.52})));
        QVERIFY(early.isOver(after({0.3, 0.5, 0.5, 0.5})));
        QVERIFY(!EarlyStopping().isOver(after({0.5, 0.5, 0.5, 0.5, 0.5})));
        // And the trainer obeys: nothing beats this by as much as 1.
        Trainer training = trainer();
        QVERIFY(training.trainUntil(50, {1, 1.0}, {}, {}));
        QCOMPARE(training.records().size(), 2U);
    }

    void log_givesEveryEpochToWhoWatches()
    {
        TrainingLog log;
        int changes = 0;
        log.setListener([&] { ++changes; });
        const auto id = log.begin("a network", 3);
        const auto before = log.snapshot();
        Trainer training = trainer();
        QVERIFY(training.trainUntil(3, {}, {}, [&](const EpochRecord& record) { log.add(id, record); }));
        log.end(id, TrainingState::Finished);
        QCOMPARE(changes, 5);
        QCOMPARE(before->front()->epochs.size(), 0U); // snapshots do not change
        QCOMPARE(log.snapshot()->front()->epochs, training.records());
        QCOMPARE(log.snapshot()->front()->state, TrainingState::Finished);
    }
};

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
