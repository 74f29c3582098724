// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/session.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

/// The commands of the command line, one function each. They print results on stdout and return an exit code;
/// an Error is printed by main.
namespace paretoscope::cli {

inline constexpr int kOk = 0;
inline constexpr int kBadInput = 2;
inline constexpr int kStopped = 3;
inline constexpr int kFailed = 4;

struct RunOptions
{
    std::string study;
    std::string session;
    std::optional<std::uint64_t> evaluations;
    std::optional<std::uint64_t> seed;
    unsigned workers = 0;
    std::string progress = "text"; ///< "text", "json" or "none"
    bool allowCommand = false;     ///< of the study
};
[[nodiscard]] Result<int> run(const RunOptions& options);

[[nodiscard]] Result<int> front(const std::string& session, const std::string& format);
[[nodiscard]] Result<int> curves(const std::string& session);
[[nodiscard]] Result<int> explain(const std::string& session, std::uint64_t trial, const std::string& format);
[[nodiscard]] Result<int> validate(const std::string& study);
[[nodiscard]] Result<int> check(const std::string& file);

/// A session opened for reading, and one of its trials.
struct OpenedTrial
{
    std::unique_ptr<study::Session> session;
    study::Trial trial;
};
[[nodiscard]] Result<OpenedTrial> openTrial(const std::string& session, std::uint64_t trial);

/// A study over a command runs it only where the command line says so. Errors: Unsupported with the command.
[[nodiscard]] Status permitCommand(const problem::Problem& problem, const std::string& study, bool allowed);

/// Writes to stdout. A reader that went away (head) is no error; a full disk is.
[[nodiscard]] Result<int> print(const std::string& text);

} // namespace paretoscope::cli
