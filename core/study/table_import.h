// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/session.h"
#include "core/study/study.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Results of other programs, as a study that is finished: a table with a line of names becomes a session
/// whose trials are its rows.
namespace paretoscope::study {

/// A table as its file holds it.
struct Table
{
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows; ///< as many cells as names
};

/// Comma, semicolon or tab between cells, whichever the first line has most of; quotes as in RFC 4180; a byte
/// order mark is skipped, empty lines, too.
/// Errors: InvalidInput with the line: no names, no rows, a line of another length, an open quote, more than
/// 256 columns or 200,000 rows.
[[nodiscard]] Result<Table> tableFromCsv(std::string_view text);

/// What a column is taken for.
struct ImportColumn
{
    enum class Role { Ignore, Parameter, Objective, Metric };
    std::string name; ///< without its unit
    std::string unit;
    Role role = Role::Ignore;
    problem::Direction better = problem::Direction::Minimize;
};

/// A first guess, by name and content (our choice): numbers whose name speaks of cost, time, energy, error,
/// accuracy and the like are objectives; texts and numbers with few values are parameters; numbers, notes and
/// constants that are none of these are metrics or left out. "energy_J" is energy in J.
[[nodiscard]] std::vector<ImportColumn> guessColumns(const Table& table);

/// The study that a table answers. \param columns as many as the table has
/// Errors: InvalidInput, in the words of problem::makeTableProblem().
[[nodiscard]] Result<Study> studyOfTable(const Table& table, const std::vector<ImportColumn>& columns,
                                         const std::string& name);

/// Writes a session with every row as a trial made by hand. Blocking. Errors: those of Session::create() and
/// append().
[[nodiscard]] Status writeTableSession(const Study& study, const std::filesystem::path& file);

} // namespace paretoscope::study
