// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sqlite.h"

#include <sqlite3.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace paretoscope::study::sqlite {

namespace {

static_assert(std::endian::native == std::endian::little, "blobs hold little-endian doubles");

/// Tells SQLite's result code in a sentence about the file, and what a person can do.
Error explained(sqlite3* database, int code, const std::string& file)
{
    switch (code & 0xFF) {
    case SQLITE_NOTADB:
        return {ErrorCode::InvalidInput, "is not a session file: it is not an SQLite database.", file, {}};
    case SQLITE_CORRUPT:
        return {ErrorCode::InvalidInput, "is damaged or truncated and cannot be read.", file,
                "Restore it from a copy."};
    case SQLITE_FULL:
        return {ErrorCode::Io, "cannot be written: the disk is full.", file, "Free some space and continue."};
    case SQLITE_READONLY:
        return {ErrorCode::Io, "cannot be written: the file or its folder is read-only.", file,
                "Copy it to a folder you may write to."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Busy, "is in use by another program.", file, "Close it there and try again."};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorCode::Io, "cannot be opened: the folder is missing or access is denied.", file, {}};
    case SQLITE_IOERR:
        return {ErrorCode::Io, "cannot be read or written: the disk reported an error.", file,
                "Check the disk and continue."};
    default: {
        const std::string message = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
        return {ErrorCode::Internal, "cannot be used: " + message + '.', file, {}};
    }
    }
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept
{
    sqlite3_finalize(handle);
}

Statement::Statement(sqlite3_stmt* handle, std::string file)
    : m_handle(handle)
    , m_file(std::move(file))
{ }

// A failed bind (out of memory, text beyond a gigabyte) shows as an error of the step that follows: the value
// stays NULL, and every column that matters is declared NOT NULL.
void Statement::bind(int place, std::int64_t value)
{
    sqlite3_bind_int64(m_handle.get(), place, value);
}
void Statement::bind(int place, double value)
{
    sqlite3_bind_double(m_handle.get(), place, value);
}
void Statement::bindNull(int place)
{
    sqlite3_bind_null(m_handle.get(), place);
}

void Statement::bind(int place, std::string_view text)
{
    sqlite3_bind_text64(m_handle.get(), place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int place, std::span<const double> numbers)
{
    // A null pointer would bind NULL instead of an empty blob.
    const void* bytes = numbers.empty() ? static_cast<const void*>("") : numbers.data();
    sqlite3_bind_blob64(m_handle.get(), place, bytes, numbers.size_bytes(), SQLITE_TRANSIENT);
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_handle.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return explained(sqlite3_db_handle(m_handle.get()), code, m_file);
}

void Statement::reset()
{
    sqlite3_reset(m_handle.get());
    sqlite3_clear_bindings(m_handle.get());
}

Status Statement::run()
{
    const Result<bool> stepped = step();
    reset();
    if (!stepped)
        return stepped.error();
    return success();
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_handle.get(), column);
}

double Statement::number(int column) const
{
    const int type = sqlite3_column_type(m_handle.get(), column);
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER)
        return std::numeric_limits<double>::quiet_NaN();
    return sqlite3_column_double(m_handle.get(), column);
}

std::string Statement::text(int column) const
{
    const auto* bytes = sqlite3_column_text(m_handle.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

std::vector<double> Statement::numbers(int column, std::size_t most) const
{
    const void* bytes = sqlite3_column_blob(m_handle.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    if (bytes == nullptr || size % sizeof(double) != 0 || size / sizeof(double) > most)
        return {};
    std::vector<double> numbers(size / sizeof(double));
    std::memcpy(numbers.data(), bytes, size);
    return numbers;
}

bool Statement::read(int column, std::span<double> numbers) const
{
    const void* bytes = sqlite3_column_blob(m_handle.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    if (size != numbers.size_bytes())
        return false;
    if (size > 0)
        std::memcpy(numbers.data(), bytes, size);
    return true;
}

void Database::Close::operator()(sqlite3* handle) const noexcept
{
    sqlite3_close_v2(handle);
}

Result<Database> Database::open(const std::filesystem::path& file, Mode mode)
{
    const bool writes = mode == Mode::Create || mode == Mode::ReadWrite;
    int flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    if (mode == Mode::Create)
        flags |= SQLITE_OPEN_CREATE;
    std::string name = file.string();
    if (mode == Mode::Immutable) {
        flags |= SQLITE_OPEN_URI;
        std::string escaped;
        for (const char c : std::filesystem::absolute(file).string())
            escaped += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string(1, c);
        name = "file://" + escaped + "?immutable=1";
    }
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
    Database database;
    database.m_handle.reset(handle);
    database.m_file = file.string();
    if (code != SQLITE_OK)
        return explained(handle, code, database.m_file);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, 2'000);
    return database;
}

Status Database::run(const std::string& sql)
{
    const int code = sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return explained(m_handle.get(), code, m_file);
    return success();
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(m_handle.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                                        nullptr);
    if (code != SQLITE_OK)
        return explained(m_handle.get(), code, m_file);
    return Statement(statement, m_file);
}

Result<std::int64_t> Database::integer(std::string_view sql)
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return statement.error();
    const Result<bool> row = statement.value().step();
    if (!row)
        return row.error();
    if (!row.value())
        return Error{ErrorCode::InvalidInput, "lacks a value that every session has.", m_file, {}};
    return statement.value().integer(0);
}

// https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntlhasmoved
bool Database::hasMoved() const
{
    int moved = 0;
    return sqlite3_file_control(m_handle.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK
           && moved != 0;
}

Status Database::copyTo(const std::filesystem::path& file)
{
    Result<Statement> copy = prepare("VACUUM INTO ?");
    if (!copy)
        return copy.error();
    copy.value().bind(1, std::string_view(file.native()));
    return copy.value().run();
}

Result<Transaction> Transaction::begin(Database& database)
{
    if (Status status = database.run("BEGIN IMMEDIATE"); !status)
        return status.error();
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{ }

Transaction::~Transaction()
{
    // SQLite may have rolled back by itself (a full disk does that); then this fails, as it should.
    if (m_database != nullptr)
        static_cast<void>(m_database->run("ROLLBACK").hasValue());
}

Status Transaction::commit()
{
    Status status = m_database->run("COMMIT");
    if (status)
        m_database = nullptr;
    return status;
}

} // namespace paretoscope::study::sqlite
