// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/problem/problem.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// One column of a table of results.
struct TableColumn
{
    enum class Role { Parameter, Objective, Metric };
    std::string name;
    std::string unit;
    Role role = Role::Metric;
    Direction better = Direction::Minimize; ///< of objectives and metrics
};

/// Results that somebody has measured already: a design is a row, its parameters are the values found in
/// their columns, and evaluating it reads the row. A design that no row has fails, and says so; of rows with
/// the same parameters the first counts.
struct TableQuestion
{
    std::string name;
    std::vector<TableColumn> columns;
    /// Row by row, a number, a text or null for each column. Texts only in columns of parameters.
    nlohmann::json rows;
};

/// Errors: InvalidInput with the row and the column for a cell of the wrong kind or a parameter without a
/// value; no parameter, no objective, no row; a name used twice.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeTableProblem(TableQuestion question);

/// The design of each row of a problem made by makeTableProblem(), in order; empty for other problems.
[[nodiscard]] std::vector<space::Design> tableDesigns(const Problem& problem);
/// What each row says of its design, in the same order.
[[nodiscard]] std::vector<Outcome> tableOutcomes(const Problem& problem);

/// The keys "columns" and "rows" of a study's "problem".
[[nodiscard]] Result<std::shared_ptr<const Problem>> tableProblemFromJson(JsonReader& description,
                                                                          const std::string& name);

} // namespace paretoscope::problem
