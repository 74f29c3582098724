// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/table_import.h"

#include "core/problem/table_problem.h"
#include "core/study/filter_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

namespace paretoscope::study {

namespace {

using nlohmann::json;
using Role = ImportColumn::Role;

constexpr std::size_t kMostColumns = 256;
constexpr std::size_t kMostRows = 200'000;

Error wrong(std::string what)
{
    return {ErrorCode::InvalidInput,
            std::move(what),
            {},
            "A table has a line of names and then a line a design."};
}

char separatorOf(std::string_view text)
{
    const std::string_view first = text.substr(0, text.find('\n'));
    constexpr std::array<char, 3> kKnown{',', ';', '\t'};
    return *std::max_element(kKnown.begin(), kKnown.end(), [&](char a, char b) {
        return std::count(first.begin(), first.end(), a) < std::count(first.begin(), first.end(), b);
    });
}

/// The cells of one record, which may span lines where quotes do. \param text is left behind it
std::optional<std::vector<std::string>> record(std::string_view& text, char separator)
{
    std::vector<std::string> cells(1);
    bool quoted = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"')
                cells.back() += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                cells.back() += text[i++];
            else
                quoted = false;
        } else if (c == '"' && cells.back().empty()) {
            quoted = true;
        } else if (c == separator) {
            cells.emplace_back();
        } else if (c == '\n') {
            break;
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    text.remove_prefix(std::min(text.size(), i + 1));
    return quoted ? std::nullopt : std::optional(std::move(cells));
}

std::string trimmed(const std::string& text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> numberIn(const std::string& cell)
{
    double value = 0.0;
    const char* end = cell.data() + cell.size();
    const auto read = std::from_chars(cell.data(), end, value);
    return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

bool isBlank(const std::string& cell)
{
    return cell.empty() || sameWord(cell, "nan") || sameWord(cell, "inf") || sameWord(cell, "null")
           || sameWord(cell, "n/a");
}

bool speaksOf(const std::string& name, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return containsWord(name, word); });
}

/// "energy_J" and "area [mm²]" into name and unit; a last part that is no unit stays in the name.
void splitUnit(ImportColumn& column)
{
    static constexpr std::array<std::string_view, 14> kUnits{"J",  "s",  "W", "Hz",     "B",   "mm²", "mm2",
                                                             "mJ", "ms", "V", "cycles", "bit", "J·s", "%"};
    std::string unit;
    std::string name = column.name;
    if (const std::size_t open = name.find_last_of("[(");
        open != std::string::npos && open > 0 && (name.back() == ']' || name.back() == ')')) {
        unit = name.substr(open + 1, name.size() - open - 2);
        name = trimmed(name.substr(0, open));
    } else if (const std::size_t bar = name.rfind('_'); bar != std::string::npos && bar > 0) {
        unit = name.substr(bar + 1);
        if (std::find(kUnits.begin(), kUnits.end(), unit) == kUnits.end())
            return;
        name.resize(bar);
    }
    column.name = name.empty() ? column.name : name;
    column.unit = unit == "mm2" ? "mm²" : unit;
}

ImportColumn guess(const Table& table, std::size_t place)
{
    constexpr std::size_t kMostValues = 64;
    ImportColumn column;
    column.name = table.names[place];
    std::set<std::string> values;
    bool allNumbers = true;
    bool blank = false;
    for (const auto& row : table.rows) {
        const std::string& cell = row[place];
        if (isBlank(cell)) {
            blank = true;
            continue;
        }
        allNumbers = allNumbers && numberIn(cell).has_value();
        if (values.size() <= kMostValues)
            values.insert(cell);
    }
    if (allNumbers)
        splitUnit(column);
    static constexpr std::array<std::string_view, 7> kNames{"id",       "design",  "trial", "index",
                                                            "standing", "verdict", "reason"};
    const bool isName = std::any_of(kNames.begin(), kNames.end(),
                                    [&](std::string_view word) { return sameWord(column.name, word); })
                        || speaksOf(column.name, {"note", "tags", "comment"});
    if (isName || values.size() < 2)
        return column;
    const bool more = speaksOf(column.name, {"accuracy", "throughput", "speed", "utilization", "utilisation",
                                             "score", "fps", "ops"});
    const bool less = speaksOf(column.name, {"energy", "latency", "delay", "time", "area", "cost", "error",
                                             "loss", "power", "cycles", "edp"});
    column.better = more ? problem::Direction::Maximize : problem::Direction::Minimize;
    if (allNumbers && (more || less) && values.size() > std::min<std::size_t>(2, table.rows.size() / 4))
        column.role = Role::Objective;
    else if (!blank && values.size() <= kMostValues)
        column.role = Role::Parameter;
    else if (allNumbers)
        column.role = Role::Metric;
    return column;
}

json cellOf(const std::string& cell, const ImportColumn& column)
{
    if (isBlank(cell))
        return nullptr;
    if (const auto number = numberIn(cell))
        return *number;
    return column.role == Role::Parameter ? json(cell) : json(nullptr);
}

} // namespace

Result<Table> tableFromCsv(std::string_view text)
{
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        text.remove_prefix(3);
    const char separator = separatorOf(text);
    Table table;
    for (std::size_t line = 1; !text.empty(); ++line) {
        auto cells = record(text, separator);
        if (!cells)
            return wrong("A quote that is opened in line " + std::to_string(line) + " is never closed.");
        for (std::string& cell : *cells)
            cell = trimmed(cell);
        if (cells->size() == 1 && cells->front().empty())
            continue;
        if (table.names.empty()) {
            table.names = std::move(*cells);
            continue;
        }
        if (cells->size() != table.names.size())
            return wrong("Line " + std::to_string(line) + " has " + std::to_string(cells->size())
                         + " cells, and " + std::to_string(table.names.size())
                         + " names stand in the first.");
        table.rows.push_back(std::move(*cells));
        if (table.rows.size() > kMostRows)
            return wrong("The table has more than 200000 rows.");
    }
    if (table.rows.empty() || table.names.size() < 2 || table.names.size() > kMostColumns)
        return wrong("This is no table of results: it has " + std::to_string(table.names.size())
                     + " columns and " + std::to_string(table.rows.size()) + " rows.");
    for (std::size_t i = 0; i < table.names.size(); ++i)
        if (table.names[i].empty())
            table.names[i] = "column_" + std::to_string(i + 1);
    return table;
}

std::vector<ImportColumn> guessColumns(const Table& table)
{
    std::vector<ImportColumn> columns;
    for (std::size_t i = 0; i < table.names.size(); ++i)
        columns.push_back(guess(table, i));
    return columns;
}

Result<Study> studyOfTable(const Table& table, const std::vector<ImportColumn>& columns,
                           const std::string& name)
{
    static constexpr std::array<const char*, 4> kRoles{"", "parameter", "objective", "metric"};
    json described = json::array();
    json rows = json::array();
    for (const ImportColumn& column : columns)
        if (column.role != Role::Ignore)
            described.push_back(
                {{"name", column.name},
                 {"unit", column.unit},
                 {"role", kRoles[static_cast<std::size_t>(column.role)]},
                 {"better", column.better == problem::Direction::Maximize ? "more" : "less"}});
    for (const auto& row : table.rows) {
        json cells = json::array();
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].role != Role::Ignore)
                cells.push_back(cellOf(row[i], columns[i]));
        rows.push_back(std::move(cells));
    }
    const json document{
        {"format", "paretoscope-study"},
        {"version", 1},
        {"name", name},
        {"description", "Results from a table of " + std::to_string(table.rows.size()) + " rows."},
        {"problem", {{"model", "table"}, {"columns", described}, {"rows", rows}}},
        {"method", {{"name", "random"}}},
        {"evaluations", table.rows.size()}};
    return studyFromDocument(document, name);
}

Status writeTableSession(const Study& study, const std::filesystem::path& file)
{
    Result<std::unique_ptr<Session>> session = Session::create(file, study);
    if (!session)
        return session.error();
    const std::vector<space::Design> designs = problem::tableDesigns(*study.problem);
    const std::vector<problem::Outcome> outcomes = problem::tableOutcomes(*study.problem);
    std::vector<Trial> trials(designs.size());
    for (std::size_t i = 0; i < designs.size(); ++i) {
        trials[i].id = i;
        trials[i].design = designs[i];
        trials[i].outcome = outcomes[i];
        trials[i].origin = Origin::Manual;
    }
    return session.value()->append(trials);
}

} // namespace paretoscope::study
