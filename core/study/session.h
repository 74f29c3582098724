// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study.h"
#include "core/study/trial.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace paretoscope::study {

/// The document a person opens and saves: one SQLite file (WAL, one transaction a batch) with the study, its
/// trials and everything the person did to it. Written as the run goes; a killed process loses at most the
/// trials that nobody had seen.
///
/// All SQL runs on the session's own thread. append() and the readers wait for it and must not be called from
/// a thread that draws; put() returns at once. Thread-safe.
class Session
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Errors: Io (cannot be written, disk full), Busy, InvalidInput (the file exists).
    [[nodiscard]] static Result<std::unique_ptr<Session>> create(const std::filesystem::path& file,
                                                                 const Study& study);
    /// Errors, one sentence each: NotFound; InvalidInput (not SQLite, truncated, not a session, written by a
    /// newer version); Busy (open for writing in another process; a file lock beside it, which dies with its
    /// holder, says so).
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(const std::filesystem::path& file,
                                                               Access access = Access::ReadWrite);
    virtual ~Session() = default;

    [[nodiscard]] virtual std::filesystem::path file() const = 0;
    /// The study inside, rebuilt from its embedded document.
    [[nodiscard]] virtual const Study& study() const = 0;

    /// Durable on return. Ids must continue where the file ends. Errors: Io, also when the file was deleted
    /// or moved; nothing of the batch is stored then.
    [[nodiscard]] virtual Status append(std::span<const Trial> trials) = 0;
    /// Every trial, in order of id. 50,000 in well under a second.
    [[nodiscard]] virtual Result<TrialLog> trials() = 0;

    /// Small named values: pins, tags, notes, selection, budget, window layout, steering marks. Written in
    /// the background; failures reach the handler below.
    virtual void put(const std::string& key, nlohmann::json value) = 0;
    /// Null when absent.
    [[nodiscard]] virtual nlohmann::json get(const std::string& key) = 0;
    /// Writes everything into another file, replacing what stands there, and goes on in that one; the old
    /// one stays. The way out when the file was deleted or its disk is full. Where it fails the session stays
    /// as it was. Waits for the disk. Errors: Busy, Io, InvalidInput.
    [[nodiscard]] virtual Status moveTo(const std::filesystem::path& file) = 0;
    /// Waits until everything put so far is durable.
    [[nodiscard]] virtual Status flush() = 0;
    /// Called on the session's thread when a background write fails.
    virtual void onWriteError(std::function<void(const Error&)> handler) = 0;
};

// Keys of put() and get().
inline constexpr const char* kPinsKey = "pins";
inline constexpr const char* kBudgetKey = "budget";
inline constexpr const char* kMarksKey = "steering_marks";
inline constexpr const char* kReferencesKey = "references"; ///< see core/study/reference.h

} // namespace paretoscope::study
