// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/external_problem.h"

#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::cli {

namespace {

using nlohmann::json;

Error malformed(std::string what, std::string where = {})
{
    return {ErrorCode::InvalidInput, std::move(what), std::move(where), {}};
}

/// The array at `key`; absent or null reads as empty where that is allowed.
Result<std::vector<json>> arrayAt(const json& object, const char* key, bool required)
{
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) {
        if (required)
            return malformed("\"" + std::string(key) + "\" is missing; an array is expected.");
        return std::vector<json>{};
    }
    if (!found->is_array())
        return malformed("\"" + std::string(key) + "\" is " + describe(*found) + "; an array is expected.");
    return found->get<std::vector<json>>();
}

std::string textAt(const json& object, const char* key)
{
    if (!object.is_object())
        return {};
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<bool> flagAt(const json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || found->is_null())
        return false;
    if (!found->is_boolean())
        return malformed("\"" + std::string(key) + "\" is " + describe(*found)
                         + "; true or false is expected.");
    return found->get<bool>();
}

Result<double> numberAt(const json& object, const char* key, const std::string& where)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number() || !std::isfinite(found->get<double>())) {
        return malformed("\"" + std::string(key) + "\" is "
                             + (found == object.end() ? std::string("missing") : describe(*found))
                             + "; a finite number is expected.",
                         where);
    }
    return found->get<double>();
}

Result<space::ParameterPtr> readRange(const json& variable, const space::ParameterName& name,
                                      const std::string& where, bool whole)
{
    const auto low = numberAt(variable, "low", where);
    const auto high = numberAt(variable, "high", where);
    if (!low || !high)
        return low ? high.error() : low.error();
    if (!whole)
        return *low == *high ? space::makeOrdinal(name, {*low}) : space::makeReal(name, *low, *high, false);
    constexpr double kMost = 9007199254740992.0; // 2^53
    if (std::trunc(*low) != *low || std::trunc(*high) != *high || std::abs(*low) > kMost
        || std::abs(*high) > kMost)
        return malformed("the ends of an integer must be whole numbers within 2^53.", where);
    return space::makeInteger(name, static_cast<std::int64_t>(*low), static_cast<std::int64_t>(*high));
}

Result<space::ParameterPtr> readOrdinal(const std::vector<json>& values, const space::ParameterName& name,
                                        const std::string& where)
{
    std::vector<double> numbers;
    for (const json& value : values) {
        if (!value.is_number())
            return malformed("an ordinal value is " + describe(value) + "; a number is expected.", where);
        numbers.push_back(value.get<double>());
    }
    std::sort(numbers.begin(), numbers.end());
    return space::makeOrdinal(name, std::move(numbers));
}

Result<space::ParameterPtr> readVariable(const json& variable, std::size_t index, std::vector<json>& labels)
{
    const std::string where = "variable " + std::to_string(index + 1);
    if (!variable.is_object())
        return malformed("is " + describe(variable) + "; an object is expected.", where);
    const std::string type = textAt(variable, "type");
    const space::ParameterName name{"x" + std::to_string(index + 1), textAt(variable, "name"), "", {}};
    if (type == "real" || type == "int")
        return readRange(variable, name, where, type == "int");
    if (type != "ordinal" && type != "cat") {
        return malformed("its type is \"" + type.substr(0, 40) + "\"; real, int, ordinal or cat is expected.",
                         where);
    }
    const auto values = arrayAt(variable, "values", true);
    if (!values)
        return malformed(values.error().what, where);
    if (type == "ordinal")
        return readOrdinal(*values, name, where);
    labels = *values;
    std::vector<std::string> texts;
    for (const json& label : labels)
        texts.push_back(label.is_string() ? label.get<std::string>() : label.dump());
    return space::makeCategorical(name, std::move(texts));
}

} // namespace

Result<ExternalProblem> ExternalProblem::read(const json& document)
{
    if (!document.is_object())
        return malformed("\"problem\" is " + describe(document) + "; an object is expected.");
    const auto variables = arrayAt(document, "variables", true);
    const auto objectives = arrayAt(document, "objectives", true);
    const auto constraints = arrayAt(document, "constraints", false);
    const auto reference = arrayAt(document, "reference_point", false);
    for (const auto* part : {&variables, &objectives, &constraints, &reference})
        if (!*part)
            return part->error();
    const auto noisy = flagAt(document, "noisy");
    const auto repeats = flagAt(document, "repeats");
    if (!noisy || !repeats)
        return noisy ? repeats.error() : noisy.error();
    ExternalProblem problem;
    problem.m_search.noisy = *noisy;
    problem.m_search.repeats = *repeats;
    std::vector<space::ParameterPtr> parameters;
    for (const json& variable : *variables) {
        auto parameter = readVariable(variable, parameters.size(), problem.m_labels.emplace_back());
        if (!parameter)
            return parameter.error();
        parameters.push_back(std::move(parameter).value());
    }
    auto space = space::Space::make(std::move(parameters));
    if (!space)
        return space.error();
    problem.m_search.space = std::move(space).value();
    problem.m_search.objectives = objectives->size();
    for (const json& objective : *objectives)
        problem.m_signs.push_back(textAt(objective, "sense") == "max" ? -1.0 : 1.0);
    for (const json& constraint : *constraints)
        problem.m_search.constraints.push_back(
            {textAt(constraint, "name"), textAt(constraint, "kind") == "known"});
    if (reference->empty())
        return problem;
    if (reference->size() != objectives->size())
        return malformed("\"reference_point\" has " + std::to_string(reference->size())
                         + " numbers; one per objective is expected.");
    problem.m_search.reference.emplace();
    for (std::size_t i = 0; i < reference->size(); ++i) {
        if (!(*reference)[i].is_number())
            return malformed("\"reference_point\" holds " + describe((*reference)[i])
                             + "; numbers are expected.");
        problem.m_search.reference->push_back(problem.m_signs[i] * (*reference)[i].get<double>());
    }
    return problem;
}

json ExternalProblem::valuesOf(const space::Design& design) const
{
    json values = json::array();
    const space::Space& space = m_search.space;
    for (std::size_t i = 0; i < space.size(); ++i) {
        const double value = space.value(design, i)[0];
        if (!m_labels[i].empty())
            values.push_back(m_labels[i][static_cast<std::size_t>(value)]);
        else if (std::trunc(value) == value && std::abs(value) < 1e15
                 && space.parameter(i).kind() != space::ParameterKind::Real)
            values.push_back(static_cast<std::int64_t>(value));
        else
            values.push_back(value);
    }
    return values;
}

Result<optimizer::Observation> ExternalProblem::read(const json& result, std::uint64_t id,
                                                     const space::Design& design) const
{
    if (!result.is_object())
        return malformed("a result is " + describe(result) + "; an object is expected.");
    const auto objectives = arrayAt(result, "f", false);
    const auto constraints = arrayAt(result, "g", false);
    if (!objectives || !constraints)
        return objectives ? constraints.error() : objectives.error();
    optimizer::Observation seen;
    seen.id = id;
    seen.design = design;
    const bool failed = objectives->empty()
                        || std::any_of(objectives->begin(), objectives->end(),
                                       [](const json& value) { return value.is_null(); });
    const std::size_t expected = m_search.constraints.size();
    if (!failed && objectives->size() != m_search.objectives)
        return malformed("a result has " + std::to_string(objectives->size()) + " objectives; "
                         + std::to_string(m_search.objectives) + " are expected.");
    if (constraints->size() != expected && !(failed && constraints->empty()))
        return malformed("a result has " + std::to_string(constraints->size()) + " constraints; "
                         + std::to_string(expected) + " are expected.");
    for (const json& value : *constraints) {
        if (!value.is_number() && !value.is_null())
            return malformed("a constraint is " + describe(value) + "; a number is expected.");
        seen.constraints.push_back(value.is_null() ? std::numeric_limits<double>::infinity()
                                                   : value.get<double>());
        seen.violation += std::max(0.0, seen.constraints.back());
    }
    if (failed) {
        seen.violation = std::numeric_limits<double>::infinity();
        return seen;
    }
    for (std::size_t i = 0; i < objectives->size(); ++i) {
        if (!(*objectives)[i].is_number())
            return malformed("an objective is " + describe((*objectives)[i]) + "; a number is expected.");
        seen.objectives.push_back(m_signs[i] * (*objectives)[i].get<double>());
    }
    seen.metrics = seen.objectives;
    return seen;
}

std::size_t ExternalProblem::knownConstraints() const
{
    return static_cast<std::size_t>(
        std::count_if(m_search.constraints.begin(), m_search.constraints.end(),
                      [](const optimizer::ConstraintDoc& constraint) { return constraint.known; }));
}

} // namespace paretoscope::cli
