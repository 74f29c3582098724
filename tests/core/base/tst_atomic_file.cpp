// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"

#include <QtTest>

#include <fstream>

using namespace paretoscope;

class TestAtomicFile : public QObject
{
    Q_OBJECT

    static QStringList namesIn(const QTemporaryDir& folder)
    {
        return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

private Q_SLOTS:
    void write_leavesNoTemporary()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("out.json").toStdString();
        QVERIFY(writeFileAtomically(file, "{}"));
        QVERIFY(writeFileAtomically(file, "{\"a\": 1}"));
        QCOMPARE(readJsonFile(file).value().at("a").get<int>(), 1);
        QCOMPARE(namesIn(folder), QStringList("out.json"));
        QVERIFY(!writeFileAtomically("/nowhere/at/all.json", "{}"));
    }

    void halvesOfKilledWriters_goAndNothingElse()
    {
        QTemporaryDir folder;
        for (const char* name : {"a.training", "a.training.writing-4711", "b.training.writing-1",
                                 "c.writing-", "d.writing-12x", ".writing-7", "e.writing-7.bak"})
            std::ofstream(folder.filePath(name).toStdString()) << "bytes";
        QVERIFY(QDir(folder.path()).mkdir("folder.writing-3"));
        removeHalfWrittenFiles(folder.path().toStdString());
        QCOMPARE(namesIn(folder),
                 QStringList({".writing-7", "a.training", "c.writing-", "d.writing-12x", "e.writing-7.bak"}));
        QVERIFY(QDir(folder.filePath("folder.writing-3")).exists());
        removeHalfWrittenFiles("/nowhere/at/all"); // nothing there, nothing happens
    }
};

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
