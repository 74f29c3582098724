// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/problem/command_process.h"
#include "core/problem/judgement.h"
#include "core/problem/problem.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Evaluators of other people: a command that reads a design a line and writes an outcome a line.
namespace paretoscope::problem {

struct CommandQuestion
{
    std::string name;
    Command command;
    double timeout_s = 3600.0; ///< for one design; our choice
    std::size_t processes = 0; ///< at the same time; 0 = as many as there are evaluations
    bool isNoisy = false;      ///< the command says another thing when it is asked again
    space::Space space;
    std::vector<Metric> metrics;
    std::vector<std::string> objectives; ///< names of metrics, 1 to 4
    std::vector<Limit> limits;
};

/// Makes the problem; starts nothing. Whatever the command does, evaluate() returns: crashes, time-outs and
/// nonsense are failed outcomes with a sentence. Until allowCommand() every evaluation fails and says so: a
/// study comes from anywhere, and its command may do anything. ready() says that it is not allowed, cannot be
/// started, or has answered none of its first three questions. explain() asks nothing.
/// Errors: InvalidInput for a metric named twice or like a parameter, an unknown objective or limit.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeCommandProblem(CommandQuestion question);

/// What a problem of makeCommandProblem() would run.
struct CommandTerms
{
    Command command;
    double timeout_s = 0.0;
    std::size_t processes = 0;
    bool isAllowed = false;
};
/// Absent for other problems.
[[nodiscard]] std::optional<CommandTerms> commandTermsOf(const Problem& problem);
/// Lets a problem of makeCommandProblem() start its command; nothing for other problems. Thread-safe.
void allowCommand(const Problem& problem);

/// What a command was asked about a design, and what it said.
struct CommandExchange
{
    std::string question; ///< the line that was written
    std::string answer;   ///< the line that was read, cut where it is long; empty where none came
    std::string errors;   ///< the last lines of its standard error
    double took_s = 0.0;
};
/// The newest about this design. Absent for other problems, and where it was not asked since the study was
/// opened, or long ago. Thread-safe.
[[nodiscard]] std::optional<CommandExchange> exchangeOf(const Problem& problem, const space::Design& design);

/// The rest of a study whose "problem" has the model "command". The folder must be absolute already
/// (core/study/study.cpp sees to that).
[[nodiscard]] Result<std::shared_ptr<const Problem>> commandProblemFromJson(JsonReader& study,
                                                                            JsonReader& description);

} // namespace paretoscope::problem
