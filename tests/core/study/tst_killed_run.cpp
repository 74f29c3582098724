// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/runner.h"
#include "tests/core/study/fake_problem.h"

#include <QtTest>

#include <filesystem>

using namespace paretoscope;
using namespace paretoscope::study;

class TestKilledRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Kills the same study's process at several moments, each time going on with the same file.
    void everythingShown_isThereAndTheSearchGoesOnAsIfNeverKilled()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("killed").toStdString();
        std::size_t kept = 0;
        for (const int snapshots : {1, 2, 3, 5, 8}) {
            QProcess process;
            process.start(QStringLiteral(PARETOSCOPE_TEST_HELPER), {QString::fromStdString(file.string())});
            QVERIFY(process.waitForStarted());
            std::size_t shown = 0;
            for (int seen = 0; seen < snapshots;) {
                QVERIFY(process.canReadLine() || process.waitForReadyRead(10'000));
                for (; process.canReadLine(); ++seen)
                    shown = process.readLine().trimmed().toULongLong();
            }
            process.kill(); // SIGKILL
            QVERIFY(process.waitForFinished());
            QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            for (const QByteArray& line : process.readAll().split('\n'))
                shown = std::max<std::size_t>(shown, line.trimmed().toULongLong());
            auto session = Session::open(file); // for writing: the lock died with its holder
            QVERIFY2(session, session ? "" : session.error().text().c_str());
            const auto log = session.value()->trials();
            QVERIFY2(log, log ? "" : log.error().text().c_str());
            QVERIFY2(log->size() >= shown, "a trial was shown and then lost");
            QVERIFY(log->size() >= kept);
            kept = log->size();
        }
        QVERIFY(kept > 100);

        auto session = Session::open(file);
        auto survivor = Runner::make(*session.value(), {});
        survivor.value()->extendTo(kept + 50);
        survivor.value()->start();
        QVERIFY(survivor.value()->waitUntilQuiet(20));
        auto fresh = Session::create(folder.filePath("whole").toStdString(), fake::study("plain", kept + 50));
        auto whole = Runner::make(*fresh.value(), {});
        whole.value()->start();
        QVERIFY(whole.value()->waitUntilQuiet(20));
        QVERIFY(fake::bytes(survivor.value()->snapshot()->trials)
                == fake::bytes(whole.value()->snapshot()->trials));
    }
};

QTEST_APPLESS_MAIN(TestKilledRun)
#include "tst_killed_run.moc"
