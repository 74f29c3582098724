// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/session.h"
#include "tests/core/study/fake_problem.h"

#include <sqlite3.h>

#include <QtTest>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

using namespace paretoscope;
using namespace paretoscope::study;
using nlohmann::json;
namespace fs = std::filesystem;
using Access = Session::Access;

namespace {

Trial trialNumber(std::uint64_t id)
{
    Trial trial;
    trial.id = id;
    trial.design = space::Design({static_cast<double>(1 + id % 64), 3.0, 1.0});
    trial.outcome = {problem::Verdict::Feasible, {1e-6, 2.5}, 0.0, {}, 0.25};
    trial.at_s = 0.5 * static_cast<double>(id);
    trial.hypervolume = 0.125;
    return trial;
}

std::vector<Trial> trialsFrom(std::uint64_t first, std::uint64_t count)
{
    std::vector<Trial> trials;
    for (std::uint64_t id = first; id < first + count; ++id)
        trials.push_back(trialNumber(id));
    return trials;
}

void write(const fs::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

std::string read(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void runSql(const fs::path& file, const char* sql)
{
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

/// No file of this process grows beyond `bytes` while it lives: a full disk that stops root as well.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    /// A closed session with `count` trials.
    fs::path sessionWith(std::uint64_t count)
    {
        const fs::path file = path(QTest::currentTestFunction());
        fs::remove(file);
        const auto session = Session::create(file, fake::study("plain", 100));
        if (!session || !session.value()->append(trialsFrom(0, count)))
            qFatal("cannot make a session");
        return file;
    }

private Q_SLOTS:
    void trials_comeBackAsTheyWere()
    {
        const fs::path file = path("roundtrip");
        Trial odd = trialNumber(1);
        odd.outcome = {problem::Verdict::Infeasible, {std::nan(""), HUGE_VAL}, HUGE_VAL, "too many µ", 0.0};
        odd.origin = Origin::Manual;
        odd.hypervolume = std::nan("");
        {
            auto session = Session::create(file, fake::study("plain", 100));
            QVERIFY(session);
            QVERIFY(session.value()->append(std::vector{trialNumber(0), odd}));
            QVERIFY(session.value()->append(trialsFrom(2, 3'000)));
        }
        QVERIFY(!fs::exists(path("roundtrip.lock")));
        QVERIFY(!fs::exists(path("roundtrip-wal")));
        auto session = Session::open(file);
        QVERIFY2(session, session ? "" : session.error().text().c_str());
        QCOMPARE(session.value()->study().evaluations, std::uint64_t{100});
        const auto log = session.value()->trials();
        QVERIFY2(log, log ? "" : log.error().text().c_str());
        QCOMPARE(log->size(), std::size_t{3'002});
        const Trial& back = (*log)[1];
        QVERIFY(back.design == odd.design);
        QVERIFY(std::isnan(back.outcome.metrics[0]) && std::isinf(back.outcome.metrics[1]));
        QVERIFY(std::isinf(back.outcome.violation) && std::isnan(back.hypervolume));
        QCOMPARE(back.outcome.reason, odd.outcome.reason);
        QVERIFY(back.origin == Origin::Manual && back.outcome.verdict == problem::Verdict::Infeasible);
        QCOMPARE((*log)[3'001].at_s, 1'500.5);
        QVERIFY(session.value()->append(std::vector{trialNumber(3'002)}));
    }

    void whatDoesNotContinue_isRefusedAndNothingIsStored()
    {
        const fs::path file = sessionWith(5);
        auto session = Session::open(file);
        QVERIFY(!session.value()->append(std::vector{trialNumber(7)}));
        QVERIFY(!session.value()->append(std::vector{trialNumber(5), trialNumber(7)}));
        Trial wide = trialNumber(5);
        wide.design = space::Design({1, 2, 0, 4});
        const Status refused = session.value()->append(std::vector{wide});
        QVERIFY(!refused);
        QVERIFY(refused.error().text().find("trial 5") != std::string::npos);
        QCOMPARE(session.value()->trials()->size(), std::size_t{5});
        QVERIFY(session.value()->append(std::vector{trialNumber(5)}));
    }

    void unusableFiles_areRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const int invalid = static_cast<int>(ErrorCode::InvalidInput);
        QTest::newRow("missing") << "missing" << static_cast<int>(ErrorCode::NotFound) << "does not exist";
        QTest::newRow("folder") << "folder" << invalid << "is a folder";
        QTest::newRow("device") << "device" << invalid << "not a regular file";
        QTest::newRow("empty") << "empty" << invalid << "is empty";
        QTest::newRow("text") << "text" << invalid << "not an SQLite database";
        QTest::newRow("truncated") << "truncated" << invalid << "is truncated";
        QTest::newRow("header only") << "header" << invalid << "is truncated";
        QTest::newRow("scrambled schema") << "scrambled" << invalid << "is damaged";
        QTest::newRow("not ours") << "other" << invalid << "another program";
        QTest::newRow("newer") << "newer" << invalid << "newer version";
        QTest::newRow("table missing") << "table" << invalid << "is damaged";
        QTest::newRow("no study") << "nostudy" << invalid << "holds no study";
        QTest::newRow("document cut") << "document" << invalid << "";
    }
    void unusableFiles_areRefusedInOneSentence()
    {
        QFETCH(QString, kind);
        QFETCH(int, code);
        QFETCH(QString, words);
        fs::path file = sessionWith(200);
        const std::string good = read(file);
        if (kind == "missing")
            file += "-not-there";
        else if (kind == "folder")
            file = m_folder.path().toStdString();
        else if (kind == "device")
            file = "/dev/null";
        else if (kind == "empty")
            write(file, "");
        else if (kind == "text")
            write(file, std::string(5'000, 'x'));
        else if (kind == "truncated")
            write(file, good.substr(0, good.size() / 2));
        else if (kind == "header")
            write(file, good.substr(0, 60));
        else if (kind == "scrambled")
            write(file, good.substr(0, 100) + std::string(4'000, '\x5a') + good.substr(4'100));
        else if (kind == "other")
            runSql(file, "PRAGMA application_id=77");
        else if (kind == "newer")
            runSql(file, "PRAGMA user_version=99");
        else if (kind == "table")
            runSql(file, "DROP TABLE trials");
        else if (kind == "nostudy")
            runSql(file, "DELETE FROM studies");
        else if (kind == "document")
            runSql(file, "UPDATE studies SET document='{\"behaviour\": '");
        for (const Access access : {Access::ReadWrite, Access::ReadOnly}) {
            const auto session = Session::open(file, access);
            QVERIFY(!session);
            const Error& error = session.error();
            QVERIFY2(static_cast<int>(error.code) == code, error.text().c_str());
            QVERIFY2(QString::fromStdString(error.what).contains(words), error.text().c_str());
            QVERIFY2(error.text().find('\n') == std::string::npos, error.text().c_str());
            QVERIFY2(error.text().find(file.string()) != std::string::npos, error.text().c_str());
        }
    }

    void damagedTrials_areNamed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("words");
        QTest::newRow("gap") << "DELETE FROM trials WHERE id=3"
                             << "trial 3 is missing";
        QTest::newRow("short slots") << "UPDATE trials SET slots=x'0011' WHERE id=3"
                                     << "trial 3";
        QTest::newRow("text slots") << "UPDATE trials SET slots='abc' WHERE id=3"
                                    << "trial 3";
        QTest::newRow("long metrics") << "UPDATE trials SET metrics=zeroblob(800) WHERE id=3"
                                      << "trial 3";
        QTest::newRow("verdict") << "UPDATE trials SET verdict=9 WHERE id=3"
                                 << "trial 3";
        QTest::newRow("reason") << "UPDATE trials SET reason_id=44 WHERE id=3"
                                << "trial 3";
        QTest::newRow("design") << "UPDATE trials SET slots=zeroblob(24) WHERE id=3"
                                << "does not allow";
    }
    void damagedTrials_areNamed()
    {
        QFETCH(QString, sql);
        QFETCH(QString, words);
        const fs::path file = sessionWith(6);
        runSql(file, sql.toUtf8().constData());
        auto session = Session::open(file);
        QVERIFY2(session, session ? "" : session.error().text().c_str());
        const auto log = session.value()->trials();
        QVERIFY(!log);
        QVERIFY2(QString::fromStdString(log.error().text()).contains(words), log.error().text().c_str());
    }

    void anyScrambledPage_isAnErrorNeverACrash()
    {
        const fs::path file = sessionWith(400);
        const std::string good = read(file);
        Rng rng(3);
        int refused = 0;
        for (std::size_t page = 0; page * 4'096 < good.size(); ++page) {
            std::string bad = good;
            for (int i = 0; i < 400; ++i)
                bad[page * 4'096 + rng.below(4'096)] = static_cast<char>(rng.below(256));
            write(file, bad);
            auto session = Session::open(file);
            if (!session || !session.value()->trials())
                ++refused;
        }
        QVERIFY(refused > 0);
    }

    void secondWriter_isBusyAndAReaderIsNot()
    {
        const fs::path file = sessionWith(5);
        auto first = Session::open(file);
        QVERIFY(first);
        const auto second = Session::open(file);
        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::Busy);
        auto reader = Session::open(file, Access::ReadOnly);
        QVERIFY(reader);
        QVERIFY(first.value()->append(std::vector{trialNumber(5)}));
        QCOMPARE(reader.value()->trials()->size(), std::size_t{6});
        QVERIFY(!reader.value()->append(std::vector{trialNumber(6)}));
        first.value().reset();
        QVERIFY(Session::open(file));
    }

    void create_refusesExistingFilesAndImpossibleFolders()
    {
        const fs::path file = sessionWith(1);
        const auto again = Session::create(file, fake::study("plain", 10));
        QVERIFY(!again && again.error().code == ErrorCode::InvalidInput);
        const auto below = Session::create(file / "inside", fake::study("plain", 10));
        QVERIFY(!below && below.error().code == ErrorCode::Io);
        const auto nowhere = Session::create("/proc/paretoscope.pscope", fake::study("plain", 10));
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::Io);
    }

    void lockLeftByADeadProcess_doesNotBlock()
    {
        const fs::path file = sessionWith(1);
        write(file.string() + ".lock", "");
        QVERIFY(Session::open(file));
    }

    void putValues_areSeenAtOnceAndKept()
    {
        const fs::path file = sessionWith(1);
        {
            auto session = Session::open(file);
            QVERIFY(session.value()->get("notes").is_null());
            for (int i = 0; i <= 2'000; ++i)
                session.value()->put("notes", {{"i", i}});
            QCOMPARE(session.value()->get("notes")["i"].get<int>(), 2'000);
            QVERIFY(session.value()->flush());
            auto reader = Session::open(file, Access::ReadOnly);
            QCOMPARE(reader.value()->get("notes")["i"].get<int>(), 2'000);
            session.value()->put("last", "\xff not utf-8");
        }
        auto session = Session::open(file);
        QCOMPARE(session.value()->get("notes")["i"].get<int>(), 2'000);
        QVERIFY(session.value()->get("last").is_string());
    }

    void fullDisk_isAnErrorAndCostsNothingDurable()
    {
        const fs::path file = sessionWith(5);
        auto session = Session::open(file);
        QVERIFY(session);
        std::atomic<int> reported = 0;
        session.value()->onWriteError([&](const Error&) { ++reported; });
        {
            const FullDisk full(fs::file_size(file) + 4'096);
            const Status refused = session.value()->append(trialsFrom(5, 2'000));
            QVERIFY(!refused);
            QVERIFY2(refused.error().code == ErrorCode::Io, refused.error().text().c_str());
            session.value()->put("big", std::string(200'000, 'x'));
            QTRY_VERIFY(reported > 0);
            QVERIFY(!session.value()->flush());
            QCOMPARE(session.value()->trials()->size(), std::size_t{5});
        }
        QVERIFY(session.value()->append(trialsFrom(5, 2'000)));
        QVERIFY(session.value()->flush());
        session.value().reset();
        auto again = Session::open(file);
        QCOMPARE(again.value()->trials()->size(), std::size_t{2'005});
        QCOMPARE(again.value()->get("big").get<std::string>().size(), std::size_t{200'000});
    }

    /// Writing to a deleted file succeeds until it is closed, and then nothing is there.
    void deletedFile_isAnErrorAndEverythingGoesIntoAnother()
    {
        const fs::path file = sessionWith(5);
        auto opened = Session::open(file);
        QVERIFY(opened);
        Session& session = **opened;
        std::atomic<int> reported = 0;
        session.onWriteError([&](const Error&) { ++reported; });
        QVERIFY(session.append(trialsFrom(5, 10)));
        fs::remove(file);
        const Status refused = session.append(trialsFrom(15, 10));
        QVERIFY(!refused);
        QVERIFY2(refused.error().text().find("was deleted") != std::string::npos,
                 refused.error().text().c_str());
        session.put("late", 1);
        QTRY_VERIFY(reported > 0);

        const fs::path folder = file.parent_path() / "elsewhere";
        QVERIFY(!session.moveTo(folder / "copy.pscope")); // no such folder
        QVERIFY(session.file() == file);
        fs::create_directory(folder);
        write(folder / "copy.pscope", "what stood there before");
        QVERIFY(session.moveTo(folder / "copy.pscope"));
        QVERIFY(session.file() == folder / "copy.pscope");
        QVERIFY(session.append(trialsFrom(15, 10)));
        QVERIFY(Session::open(folder / "copy.pscope").error().code == ErrorCode::Busy);
        opened.value().reset();
        auto copy = Session::open(folder / "copy.pscope");
        QVERIFY(copy);
        QCOMPARE(copy.value()->trials()->size(), std::size_t{25});
        QCOMPARE(copy.value()->get("late").get<int>(), 1);
        QVERIFY(!fs::exists(file));
    }

    void movedFile_mayBePutBackOrWrittenAnew()
    {
        const fs::path file = sessionWith(5);
        auto session = Session::open(file);
        const fs::path away = file.parent_path() / "away.pscope";
        fs::rename(file, away);
        QVERIFY(!session.value()->append(trialsFrom(5, 1)));
        fs::rename(away, file);
        QVERIFY(session.value()->append(trialsFrom(5, 1)));
        QVERIFY(!session.value()->moveTo(file)); // it stands there
        fs::remove(file);
        QVERIFY(session.value()->moveTo(file));
        QVERIFY(session.value()->append(trialsFrom(6, 1)));
        session.value().reset();
        QCOMPARE(Session::open(file).value()->trials()->size(), std::size_t{7});
    }
};

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
