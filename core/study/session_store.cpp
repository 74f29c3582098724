// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/session_store.h"

#include "core/base/json_reader.h"

#include <array>
#include <cmath>
#include <fstream>
#include <system_error>
#include <utility>

namespace paretoscope::study {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

constexpr std::int64_t kApplicationId = 0x50525343; // "PRSC", in the file's header
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kStudy = 1; // the format has room for several studies; this version writes one

/// What problems keep with their trials; made when the first one does, so that earlier versions read and
/// write the file as ever.
constexpr const char* kRecordSchema = R"sql(
CREATE TABLE IF NOT EXISTS records(
    study_id INTEGER NOT NULL, id INTEGER NOT NULL,
    numbers BLOB NOT NULL, -- little-endian doubles
    PRIMARY KEY(study_id, id)) WITHOUT ROWID;
)sql";
constexpr std::size_t kMostRecorded = 1'000'000; ///< numbers of a trial

constexpr const char* kSchema = R"sql(
CREATE TABLE meta(format TEXT NOT NULL, version INTEGER NOT NULL);
INSERT INTO meta VALUES('paretoscope-session', 1);
CREATE TABLE studies(id INTEGER PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE reasons(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE trials(
    study_id INTEGER NOT NULL, id INTEGER NOT NULL,
    slots BLOB NOT NULL, metrics BLOB NOT NULL, -- little-endian doubles
    verdict INTEGER NOT NULL, violation REAL NOT NULL, reason_id INTEGER, cost_s REAL,
    origin INTEGER NOT NULL, at_s REAL NOT NULL, hypervolume REAL,
    PRIMARY KEY(study_id, id)) WITHOUT ROWID;
CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)sql";

fs::path beside(const fs::path& file, const char* suffix)
{
    fs::path path = file;
    path += suffix;
    return path;
}

bool hasBytes(const fs::path& file)
{
    std::error_code failure;
    const auto size = fs::file_size(file, failure);
    return !failure && size > 0;
}

std::uint32_t bigEndian(const unsigned char* bytes, std::size_t count)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8U | bytes[i];
    return value;
}

/// Looks at the file before SQLite does: cheap, and tells a person more than an error code can.
/// Header layout: https://www.sqlite.org/fileformat2.html, section 1.3.
Status checkFile(const fs::path& file)
{
    const std::string where = file.string();
    std::error_code failure;
    const fs::file_status status = fs::status(file, failure);
    if (status.type() == fs::file_type::not_found || status.type() == fs::file_type::none)
        return Error{ErrorCode::NotFound, "does not exist.", where, {}};
    if (fs::is_directory(status))
        return Error{ErrorCode::InvalidInput, "is a folder, not a session file.", where, {}};
    const auto size = fs::file_size(file, failure);
    if (failure || !fs::is_regular_file(status))
        return Error{ErrorCode::InvalidInput, "is not a regular file, so it cannot be a session.", where, {}};
    if (size == 0)
        return Error{ErrorCode::InvalidInput, "is empty, so it is not a session.", where, {}};
    std::array<unsigned char, 100> header{};
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorCode::Io, "cannot be read: access is denied.", where, {}};
    stream.read(reinterpret_cast<char*>(header.data()), static_cast<std::streamsize>(header.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    const std::string magic("SQLite format 3\0", 16);
    if (std::string(header.begin(), header.begin() + 16) != magic)
        return Error{
            ErrorCode::InvalidInput, "is not a session file: it is not an SQLite database.", where, {}};
    const std::uint64_t page = header[16] == 0 && header[17] == 1 ? 65'536 : bigEndian(&header[16], 2);
    const std::uint64_t pages = bigEndian(&header[28], 4);
    // With a write-ahead log beside it the newest pages may stand there only.
    if (got < header.size() || (size < page * pages && !hasBytes(beside(file, "-wal"))))
        return Error{ErrorCode::InvalidInput,
                     "is truncated: it has " + std::to_string(size) + " bytes of "
                         + std::to_string(page * pages) + '.',
                     where, "Restore it from a copy."};
    return success();
}

/// Prepares, hands over, runs: for statements executed once.
template <class Bind> Status runOnce(Database& database, const char* sql, Bind bind)
{
    Result<Statement> statement = database.prepare(sql);
    if (!statement)
        return statement.error();
    bind(statement.value());
    return statement.value().run();
}

Status writeNew(const fs::path& file, const std::string& name, const json& document)
{
    Result<Database> opened = Database::open(file, Database::Mode::Create);
    if (!opened)
        return opened.error();
    Database& database = opened.value();
    Result<Transaction> transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    if (Status status = database.run("PRAGMA application_id=" + std::to_string(kApplicationId)
                                     + "; PRAGMA user_version=" + std::to_string(kVersion) + ';' + kSchema);
        !status)
        return status;
    const std::string text = document.dump(-1, ' ', false, json::error_handler_t::replace);
    Status status = runOnce(database, "INSERT INTO studies VALUES(?, ?, ?)", [&](Statement& insert) {
        insert.bind(1, kStudy);
        insert.bind(2, name);
        insert.bind(3, text);
    });
    return status ? transaction.value().commit() : status;
}

Status checkIdentity(Database& database, const std::string& where)
{
    const auto application = database.integer("PRAGMA application_id");
    if (!application)
        return application.error();
    if (*application != kApplicationId)
        return Error{ErrorCode::InvalidInput, "is a database of another program, not a session.", where, {}};
    const auto version = database.integer("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version > kVersion || *version < 1)
        return Error{ErrorCode::InvalidInput,
                     "was written by a newer version of the program (format " + std::to_string(*version)
                         + "; this one reads format " + std::to_string(kVersion) + ").",
                     where, "Open it with that version."};
    return success();
}

} // namespace

Error SessionStore::damaged(const std::string& what) const
{
    return {ErrorCode::InvalidInput, "is damaged: " + what + '.', m_file.string(), "Restore it from a copy."};
}

Result<SessionStore> SessionStore::create(const fs::path& file, const std::string& name, const json& document)
{
    std::error_code failure;
    if (fs::exists(file, failure))
        return Error{ErrorCode::InvalidInput, "exists already.", file.string(),
                     "Open it, or choose another name."};
    Result<FileLock> lock = FileLock::acquire(file);
    if (!lock)
        return lock.error();
    const fs::path part = beside(file, ".part");
    fs::remove(part, failure);
    Status written = writeNew(part, name, document);
    if (written) {
        fs::rename(part, file, failure);
        if (failure)
            written = Error{
                ErrorCode::Io, "cannot be written: " + failure.message() + '.', file.string(), {}};
    }
    if (!written) {
        fs::remove(part, failure);
        Error error = written.error();
        error.where = file.string();
        return error;
    }
    return attach(file, Session::Access::ReadWrite, std::move(lock).value());
}

Result<SessionStore> SessionStore::open(const fs::path& file, Session::Access access)
{
    if (Status status = checkFile(file); !status)
        return status.error();
    std::optional<FileLock> lock;
    if (access == Session::Access::ReadWrite) {
        Result<FileLock> acquired = FileLock::acquire(file);
        if (!acquired)
            return acquired.error();
        lock.emplace(std::move(acquired).value());
    }
    return attach(file, access, std::move(lock));
}

Result<SessionStore> SessionStore::attach(const fs::path& file, Session::Access access,
                                          std::optional<FileLock> lock)
{
    const bool writes = access == Session::Access::ReadWrite;
    using Mode = Database::Mode;
    Result<Database> database = Database::open(file, writes ? Mode::ReadWrite : Mode::ReadOnly);
    Status identity = database ? checkIdentity(database.value(), file.string()) : Status(database.error());
    // A reader of a write-ahead log needs to write beside it. Where it may not, and there is no log to miss,
    // the file alone is the whole truth.
    if (!identity && !writes && identity.error().code == ErrorCode::Io && !hasBytes(beside(file, "-wal"))) {
        database = Database::open(file, Mode::Immutable);
        identity = database ? checkIdentity(database.value(), file.string()) : Status(database.error());
    }
    if (!identity)
        return identity.error();
    SessionStore store(file, std::move(database).value());
    const std::string mode = writes ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" : "";
    if (Status status = store.m_database.run(mode + "PRAGMA trusted_schema=OFF;"); !status)
        return status.error();
    if (Status status = store.load(); !status)
        return status.error();
    if (lock)
        store.m_lock.emplace(std::move(*lock));
    return store;
}

Status SessionStore::load()
{
    Result<Statement> study = m_database.prepare("SELECT document FROM studies WHERE id=1");
    if (!study)
        return damaged("its table of studies cannot be read");
    const Result<bool> row = study.value().step();
    if (!row)
        return row.error();
    if (!row.value())
        return damaged("it holds no study");
    Result<json> document = parseJson(study.value().text(0), m_file.string());
    if (!document)
        return document.error();
    m_document = std::move(document).value();

    Result<Statement> reasons = m_database.prepare("SELECT id, text FROM reasons");
    Result<Statement> last = m_database.prepare(
        "SELECT id, verdict, at_s FROM trials WHERE study_id=1 ORDER BY id DESC LIMIT 1");
    Result<Statement> values = m_database.prepare("SELECT key, value FROM state LIMIT 1");
    if (!reasons || !last || !values)
        return damaged("a table is missing");
    Result<bool> more = true;
    while ((more = reasons.value().step()) && more.value())
        m_reasons.emplace(reasons.value().text(1), reasons.value().integer(0));
    if (!more)
        return more.error();
    if (more = last.value().step(); !more)
        return more.error();
    m_nextId = more.value() ? static_cast<std::uint64_t>(last.value().integer(0)) + 1 : 0;
    if (more = values.value().step(); !more)
        return more.error();
    return success();
}

Result<std::int64_t> SessionStore::reasonId(const std::string& reason)
{
    if (const auto known = m_reasons.find(reason); known != m_reasons.end())
        return known->second;
    const auto id = static_cast<std::int64_t>(m_reasons.size()) + 1;
    Status status = runOnce(m_database, "INSERT INTO reasons VALUES(?, ?)", [&](Statement& insert) {
        insert.bind(1, id);
        insert.bind(2, reason);
    });
    if (!status)
        return status.error();
    m_reasons.emplace(reason, id);
    return id;
}

Status SessionStore::insert(std::span<const Trial> trials)
{
    Result<Statement> prepared = m_database.prepare(
        "INSERT INTO trials VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!prepared)
        return prepared.error();
    Statement& row = prepared.value();
    for (const Trial& trial : trials) {
        row.bind(1, kStudy);
        row.bind(2, static_cast<std::int64_t>(trial.id));
        row.bind(3, trial.design.row());
        row.bind(4, std::span<const double>(trial.outcome.metrics));
        row.bind(5, static_cast<std::int64_t>(trial.outcome.verdict));
        row.bind(6, trial.outcome.violation);
        if (!trial.outcome.reason.empty()) {
            const Result<std::int64_t> reason = reasonId(trial.outcome.reason);
            if (!reason)
                return reason.error();
            row.bind(7, *reason);
        }
        row.bind(8, trial.outcome.cost_s);
        row.bind(9, static_cast<std::int64_t>(trial.origin));
        row.bind(10, trial.at_s);
        row.bind(11, trial.hypervolume);
        if (Status status = row.run(); !status)
            return status;
    }
    return insertRecords(trials);
}

Status SessionStore::insertRecords(std::span<const Trial> trials)
{
    std::optional<Statement> row;
    for (const Trial& trial : trials) {
        const auto& record = trial.outcome.record;
        if (record == nullptr || record->empty() || record->size() > kMostRecorded)
            continue;
        if (!row) {
            if (Status status = m_database.run(kRecordSchema); !status)
                return status;
            Result<Statement> prepared = m_database.prepare("INSERT OR REPLACE INTO records VALUES(?, ?, ?)");
            if (!prepared)
                return prepared.error();
            row.emplace(std::move(prepared).value());
        }
        row->bind(1, kStudy);
        row->bind(2, static_cast<std::int64_t>(trial.id));
        row->bind(3, std::span<const double>(*record));
        if (Status status = row->run(); !status)
            return status;
    }
    return success();
}

/// A record that cannot be read is one that is not there: the trial is whole without it.
std::map<std::uint64_t, SessionStore::Record> SessionStore::records()
{
    std::map<std::uint64_t, Record> records;
    Result<Statement> row = m_database.prepare("SELECT id, numbers FROM records WHERE study_id=1");
    if (!row)
        return records; // a file of an earlier version, or nothing was recorded
    Result<bool> more = true;
    while ((more = row.value().step()) && more.value())
        if (std::vector<double> numbers = row.value().numbers(1, kMostRecorded); !numbers.empty())
            records[static_cast<std::uint64_t>(row.value().integer(0))] =
                std::make_shared<const std::vector<double>>(std::move(numbers));
    return records;
}

Status SessionStore::checkWritable() const
{
    if (!writable())
        return Error{ErrorCode::Io, "is open for reading only.", m_file.string(), {}};
    // The system lets a deleted file be written until it is closed, and then all of it is gone.
    if (m_database.hasMoved())
        return Error{ErrorCode::Io, "was deleted, moved or replaced while it was in use.", m_file.string(),
                     "Save under another name, or put it back."};
    return success();
}

Status SessionStore::append(std::span<const Trial> trials, const problem::Problem& problem)
{
    if (Status status = checkWritable(); !status)
        return status;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const Trial& trial = trials[i];
        const std::string which = "trial " + std::to_string(trial.id);
        if (trial.id != m_nextId + i)
            return Error{ErrorCode::InvalidInput,
                         which + " was handed in where trial " + std::to_string(m_nextId + i) + " belongs.",
                         m_file.string(),
                         {}};
        if (trial.design.row().size() != problem.space().slotCount()
            || trial.outcome.metrics.size() != problem.metrics().size())
            return Error{
                ErrorCode::InvalidInput, which + " does not have the study's sizes.", m_file.string(), {}};
    }
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    const auto reasonsBefore = m_reasons;
    Status status = insert(trials);
    if (status)
        status = transaction.value().commit();
    if (status)
        m_nextId += trials.size();
    else
        m_reasons = reasonsBefore;
    return status;
}

Result<TrialLog> SessionStore::trials(const problem::Problem& problem)
{
    Result<Statement> prepared = m_database.prepare(
        "SELECT t.id, slots, metrics, verdict, violation, text, cost_s, origin, at_s, hypervolume,"
        " reason_id IS NOT NULL AND text IS NULL"
        " FROM trials t LEFT JOIN reasons r ON r.id=reason_id WHERE study_id=1 ORDER BY t.id");
    if (!prepared)
        return prepared.error();
    Statement& row = prepared.value();
    const std::map<std::uint64_t, Record> kept = records();
    TrialLog log;
    Result<bool> more = true;
    while ((more = row.step()) && more.value()) {
        Trial trial;
        trial.id = log.size();
        const std::string which = "trial " + std::to_string(trial.id);
        if (row.integer(0) != static_cast<std::int64_t>(trial.id))
            return damaged(which + " is missing");
        std::vector<double> slots(problem.space().slotCount());
        trial.outcome.metrics.resize(problem.metrics().size());
        if (!row.read(1, slots) || !row.read(2, trial.outcome.metrics))
            return damaged(which + " does not have the study's sizes");
        trial.design = space::Design(std::move(slots));
        if (Status status = problem.space().check(trial.design); !status)
            return damaged(which + " holds a design that the study does not allow");
        const std::int64_t verdict = row.integer(3);
        const std::int64_t origin = row.integer(7);
        if (verdict < 0 || verdict > 2 || origin < 0 || origin > 1 || row.integer(10) != 0)
            return damaged(which + " holds values that no version writes");
        trial.outcome.verdict = static_cast<problem::Verdict>(verdict);
        trial.outcome.violation = row.number(4);
        trial.outcome.reason = row.text(5);
        trial.outcome.cost_s = row.number(6);
        trial.origin = static_cast<Origin>(origin);
        trial.at_s = row.number(8);
        trial.hypervolume = row.number(9);
        if (const auto found = kept.find(trial.id); found != kept.end())
            trial.outcome.record = found->second;
        log.append(std::move(trial));
    }
    if (!more)
        return more.error();
    return log;
}

Status SessionStore::write(const State& values)
{
    if (Status status = checkWritable(); !status)
        return status;
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    Result<Statement> prepared = m_database.prepare("INSERT OR REPLACE INTO state VALUES(?, ?)");
    if (!prepared)
        return prepared.error();
    for (const auto& [key, value] : values) {
        prepared.value().bind(1, key);
        prepared.value().bind(2, value.dump(-1, ' ', false, json::error_handler_t::replace));
        if (Status status = prepared.value().run(); !status)
            return status;
    }
    return transaction.value().commit();
}

Status SessionStore::moveTo(const fs::path& file)
{
    std::error_code failure;
    const bool same = fs::weakly_canonical(file, failure) == fs::weakly_canonical(m_file, failure);
    if (same && !m_database.hasMoved())
        return Error{ErrorCode::InvalidInput, "is the session itself.", file.string(),
                     "Choose another name."};
    std::optional<FileLock> lock;
    if (!same) {
        Result<FileLock> acquired = FileLock::acquire(file);
        if (!acquired)
            return acquired.error();
        lock.emplace(std::move(acquired).value());
    }
    const fs::path part = beside(file, ".part");
    fs::remove(part, failure);
    // Errors of copying name the file that is read; what fails is nearly always the other.
    Status copied = m_database.copyTo(part);
    if (copied) {
        for (const char* log : {"-wal", "-shm"}) // of the file that is replaced
            fs::remove(beside(file, log), failure);
        fs::rename(part, file, failure);
        if (failure)
            copied = Error{ErrorCode::Io, "cannot be written: " + failure.message() + '.', file.string(), {}};
    }
    if (!copied) {
        fs::remove(part, failure);
        Error error = copied.error();
        error.where = file.string();
        return error;
    }
    Result<SessionStore> there = attach(file, Session::Access::ReadWrite, {});
    if (!there)
        return there.error();
    m_database = std::move(there.value().m_database);
    m_file = file;
    m_nextId = there.value().m_nextId;
    m_reasons = std::move(there.value().m_reasons);
    if (lock) {
        m_lock.reset();
        m_lock.emplace(std::move(*lock));
    }
    return success();
}

Result<SessionStore::State> SessionStore::state()
{
    Result<Statement> prepared = m_database.prepare("SELECT key, value FROM state");
    if (!prepared)
        return prepared.error();
    State values;
    Result<bool> more = true;
    while ((more = prepared.value().step()) && more.value()) {
        const std::string key = prepared.value().text(0);
        Result<json> value = parseJson(prepared.value().text(1), m_file.string());
        if (!value)
            return damaged("the stored value \"" + key + "\" cannot be read");
        values.emplace(key, std::move(value).value());
    }
    if (!more)
        return more.error();
    return values;
}

} // namespace paretoscope::study
