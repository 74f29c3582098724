// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/table_problem.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace paretoscope::problem {

namespace {

using nlohmann::json;
using Role = TableColumn::Role;

Error wrong(const std::string& what, std::size_t row, const TableColumn& column)
{
    return {ErrorCode::InvalidInput,
            "Row " + std::to_string(row + 1) + ", column \"" + column.name + "\": " + what,
            {},
            {}};
}

Error wrong(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

class TableProblem final : public Problem
{
public:
    const std::string& name() const override { return m_name; }
    const space::Space& space() const override { return m_space; }
    const std::vector<Metric>& metrics() const override { return m_metrics; }
    const std::vector<Objective>& objectives() const override { return m_objectives; }
    const std::vector<MetricConstraint>& constraints() const override { return m_constraints; }

    Outcome evaluate(const space::Design& design, const std::stop_token&) const override
    {
        const auto found = m_rowOf.find(design);
        if (found == m_rowOf.end())
            return {Verdict::Failed, unknown(), 0.0, "not in the table", 0.0};
        return m_outcomes[found->second];
    }
    Result<Explanation> explain(const space::Design&, const std::stop_token&) const override
    {
        return Error{ErrorCode::Unsupported, "A table of results tells no more than its columns.", {}, {}};
    }
    [[nodiscard]] std::vector<double> unknown() const
    {
        return std::vector<double>(m_metrics.size(), std::numeric_limits<double>::quiet_NaN());
    }

    std::string m_name;
    space::Space m_space;
    std::vector<Metric> m_metrics;
    std::vector<Objective> m_objectives;
    std::vector<MetricConstraint> m_constraints;
    std::vector<space::Design> m_designs;
    std::vector<Outcome> m_outcomes;
    std::unordered_map<space::Design, std::size_t, space::DesignHash> m_rowOf;
};

std::string textOf(const json& cell)
{
    return cell.is_string() ? cell.get<std::string>() : cell.dump();
}

/// A column of numbers is ordinal; one with any text is categorical, its numbers read as texts.
Result<space::ParameterPtr> parameterOf(const TableColumn& column, std::size_t place, const json& rows)
{
    std::vector<double> numbers;
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const json& cell = rows[row][place];
        if (cell.is_null() || (cell.is_string() && cell.get<std::string>().empty()))
            return wrong("a parameter needs a value.", row, column);
        if (!cell.is_string() && !cell.is_number() && !cell.is_boolean())
            return wrong("a number or a text is expected.", row, column);
        if (cell.is_number())
            numbers.push_back(cell.get<double>());
        texts.push_back(textOf(cell));
    }
    space::ParameterName name{column.name, {}, column.unit, {}};
    if (numbers.size() == rows.size()) {
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        return space::makeOrdinal(std::move(name), std::move(numbers));
    }
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return space::makeCategorical(std::move(name), std::move(texts));
}

Status checkShape(const TableQuestion& question)
{
    if (!question.rows.is_array() || question.rows.empty())
        return wrong("The table has no rows.");
    for (std::size_t row = 0; row < question.rows.size(); ++row)
        if (!question.rows[row].is_array() || question.rows[row].size() != question.columns.size())
            return wrong("Row " + std::to_string(row + 1) + " has not "
                         + std::to_string(question.columns.size()) + " cells, one for each column.");
    for (std::size_t i = 0; i < question.columns.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (question.columns[i].name == question.columns[j].name)
                return wrong("Two columns are called \"" + question.columns[i].name + "\".");
    return success();
}

/// Parameters and metrics, in the order of columns.
Status readColumns(const TableQuestion& question, TableProblem& problem)
{
    std::vector<space::ParameterPtr> parameters;
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        const TableColumn& column = question.columns[i];
        if (column.role == Role::Parameter) {
            auto parameter = parameterOf(column, i, question.rows);
            if (!parameter)
                return parameter.error();
            parameters.push_back(std::move(parameter).value());
            continue;
        }
        if (column.role == Role::Objective)
            problem.m_objectives.push_back({problem.m_metrics.size()});
        std::string label = column.name;
        std::replace(label.begin(), label.end(), '_', ' ');
        label.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(label.front())));
        problem.m_metrics.push_back(
            {column.name, label, column.unit, column.better, Scale::Linear, "As the table says."});
    }
    if (parameters.empty() || problem.m_objectives.empty())
        return wrong(parameters.empty() ? "No column is a parameter; at least one is needed."
                                        : "No column is an objective; at least one is needed.");
    auto space = space::Space::make(std::move(parameters));
    if (!space)
        return space.error();
    problem.m_space = std::move(space).value();
    return success();
}

double slotOf(const space::Parameter& parameter, const json& cell)
{
    if (parameter.kind() != space::ParameterKind::Categorical)
        return cell.get<double>();
    const std::vector<std::string> labels = space::labelsOf(parameter);
    return static_cast<double>(std::lower_bound(labels.begin(), labels.end(), textOf(cell)) - labels.begin());
}

Status readRow(const TableQuestion& question, std::size_t row, TableProblem& problem)
{
    std::vector<double> slots;
    Outcome outcome{Verdict::Feasible, {}, 0.0, {}, 0.0};
    for (std::size_t i = 0; i < question.columns.size(); ++i) {
        const TableColumn& column = question.columns[i];
        const json& cell = question.rows[row][i];
        if (column.role == Role::Parameter) {
            slots.push_back(slotOf(problem.m_space.parameter(slots.size()), cell));
            continue;
        }
        if (!cell.is_null() && !cell.is_number())
            return wrong("a number is expected.", row, column);
        const double value = cell.is_null() ? std::numeric_limits<double>::quiet_NaN() : cell.get<double>();
        if (std::isnan(value) && column.role == Role::Objective) {
            outcome.verdict = Verdict::Infeasible;
            outcome.violation = 1.0;
            outcome.reason = "no value for " + column.name;
        }
        outcome.metrics.push_back(value);
    }
    space::Design design(std::move(slots));
    problem.m_rowOf.try_emplace(design, row);
    problem.m_designs.push_back(std::move(design));
    problem.m_outcomes.push_back(std::move(outcome));
    return success();
}

} // namespace

Result<std::shared_ptr<const Problem>> makeTableProblem(TableQuestion question)
{
    if (const Status shape = checkShape(question); !shape)
        return shape.error();
    auto problem = std::make_shared<TableProblem>();
    problem->m_name = std::move(question.name);
    if (const Status columns = readColumns(question, *problem); !columns)
        return columns.error();
    for (std::size_t row = 0; row < question.rows.size(); ++row)
        if (const Status read = readRow(question, row, *problem); !read)
            return read.error();
    return std::shared_ptr<const Problem>(std::move(problem));
}

std::vector<space::Design> tableDesigns(const Problem& problem)
{
    const auto* table = dynamic_cast<const TableProblem*>(&problem);
    return table == nullptr ? std::vector<space::Design>() : table->m_designs;
}

std::vector<Outcome> tableOutcomes(const Problem& problem)
{
    const auto* table = dynamic_cast<const TableProblem*>(&problem);
    return table == nullptr ? std::vector<Outcome>() : table->m_outcomes;
}

Result<std::shared_ptr<const Problem>> tableProblemFromJson(JsonReader& description, const std::string& name)
{
    TableQuestion question;
    question.name = name;
    const std::vector<std::string> roles{"parameter", "objective", "metric"};
    for (JsonReader& item : description.objects("columns")) {
        TableColumn column;
        column.name = item.string("name");
        column.unit = item.string("unit", "");
        const std::string role = item.choice("role", roles);
        column.role = role == "parameter"   ? Role::Parameter
                      : role == "objective" ? Role::Objective
                                            : Role::Metric;
        column.better = item.choice("better", {"less", "more"}, "less") == "more" ? Direction::Maximize
                                                                                  : Direction::Minimize;
        if (column.name.empty())
            item.fail("name", "is empty.");
        question.columns.push_back(std::move(column));
    }
    question.rows = description.raw("rows");
    if (description.failed())
        return description.finish().error();
    auto made = makeTableProblem(std::move(question));
    if (!made) {
        Error error = made.error();
        error.where = description.where("rows");
        return error;
    }
    return made;
}

} // namespace paretoscope::problem
