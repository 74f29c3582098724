// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/problem/problem.h"
#include "core/study/file_lock.h"
#include "core/study/session.h"
#include "core/study/sqlite.h"
#include "core/study/trial.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::study {

/// What a session file is made of: its tables, how they are checked, written and read. Knows nothing of
/// threads; one thread uses a store.
class SessionStore
{
public:
    using State = std::map<std::string, nlohmann::json>;

    /// Writes a new file beside the target and renames it, so that no half-made session is ever seen.
    /// Errors as Session::create.
    [[nodiscard]] static Result<SessionStore> create(const std::filesystem::path& file,
                                                     const std::string& name, const nlohmann::json& document);
    /// Errors as Session::open.
    [[nodiscard]] static Result<SessionStore> open(const std::filesystem::path& file, Session::Access access);

    [[nodiscard]] const nlohmann::json& document() const { return m_document; }
    [[nodiscard]] bool writable() const { return m_lock.has_value(); }

    /// One transaction. Errors: InvalidInput (ids that do not continue, sizes that differ from the
    /// problem's), Io; then nothing of it is stored.
    [[nodiscard]] Status append(std::span<const Trial> trials, const problem::Problem& problem);
    /// Errors: InvalidInput naming the first trial that is missing, damaged or not of this problem.
    [[nodiscard]] Result<TrialLog> trials(const problem::Problem& problem);

    [[nodiscard]] Status write(const State& values); ///< one transaction; errors: Io
    [[nodiscard]] Result<State> state();

    /// Copies everything to another file, replacing what stands there, and is that file from then on; as it
    /// was where that fails. Errors: Busy, Io; InvalidInput (it is this file, and that stands where it did).
    [[nodiscard]] Status moveTo(const std::filesystem::path& file);

private:
    SessionStore(std::filesystem::path file, sqlite::Database database)
        : m_file(std::move(file))
        , m_database(std::move(database))
    { }
    [[nodiscard]] static Result<SessionStore> attach(const std::filesystem::path& file,
                                                     Session::Access access, std::optional<FileLock> lock);
    [[nodiscard]] Status load();
    /// Errors: Io when nothing can be kept in the file, though the system would take it.
    [[nodiscard]] Status checkWritable() const;
    [[nodiscard]] Result<std::int64_t> reasonId(const std::string& reason);
    [[nodiscard]] Status insert(std::span<const Trial> trials);
    using Record = std::shared_ptr<const std::vector<double>>;
    [[nodiscard]] Status insertRecords(std::span<const Trial> trials);
    [[nodiscard]] std::map<std::uint64_t, Record> records();
    [[nodiscard]] Error damaged(const std::string& what) const;

    std::filesystem::path m_file;
    std::optional<FileLock> m_lock; ///< released after the database below is closed
    sqlite::Database m_database;
    nlohmann::json m_document;
    std::uint64_t m_nextId = 0;
    std::map<std::string, std::int64_t> m_reasons;
};

} // namespace paretoscope::study
