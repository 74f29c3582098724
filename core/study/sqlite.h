// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

/// The few calls of SQLite that a session needs, with owners for its handles and sentences for its codes.
/// Not thread-safe: one thread uses a database.
namespace paretoscope::study::sqlite {

/// A compiled statement; reset() and bind again to reuse it.
class Statement
{
public:
    Statement(sqlite3_stmt* handle, std::string file);

    void bind(int place, std::int64_t value); ///< places count from 1
    void bind(int place, double value);       ///< NaN is stored as NULL, SQLite knows none
    void bind(int place, std::string_view text);
    /// As little-endian IEEE 754 doubles, NaN and infinities included.
    void bind(int place, std::span<const double> numbers);
    void bindNull(int place);

    [[nodiscard]] Result<bool> step(); ///< true: there is a row
    void reset();
    /// step() for statements without rows, then reset().
    [[nodiscard]] Status run();

    [[nodiscard]] std::int64_t integer(int column) const; ///< columns count from 0
    [[nodiscard]] double number(int column) const;        ///< NaN for NULL
    [[nodiscard]] std::string text(int column) const;
    /// False when the blob does not hold exactly numbers.size() doubles.
    [[nodiscard]] bool read(int column, std::span<double> numbers) const;
    /// A blob of doubles, however many; empty when it is none, or holds more than `most`.
    [[nodiscard]] std::vector<double> numbers(int column, std::size_t most) const;

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
    std::string m_file;
};

class Database
{
public:
    enum class Mode { Create, ReadWrite, ReadOnly, Immutable };
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, Mode mode);

    [[nodiscard]] Status run(const std::string& sql); ///< one or several statements without results
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// The first column of the first row; error when there is none.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);

    /// True when the file that was opened no longer stands under its name: deleted, moved or replaced.
    /// Writing to it goes on without an error, for nobody.
    [[nodiscard]] bool hasMoved() const;
    /// Everything there is, into a new file; also of a file that has moved. \errors Io, as open().
    [[nodiscard]] Status copyTo(const std::filesystem::path& file);

private:
    struct Close
    {
        void operator()(sqlite3* handle) const noexcept;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
    std::string m_file;
};

/// Rolls back unless committed.
class Transaction
{
public:
    /// Errors as Database::run.
    [[nodiscard]] static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    [[nodiscard]] Status commit();

private:
    explicit Transaction(Database& database)
        : m_database(&database)
    { }
    Database* m_database;
};

} // namespace paretoscope::study::sqlite
