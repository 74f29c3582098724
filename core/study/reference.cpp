// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reference.h"

#include "core/study/safe_evaluation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace paretoscope::study {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestNote = 2'000;
constexpr std::array<const char*, 3> kVerdicts{"feasible", "infeasible", "failed"};

/// A value as a person writes it: a number, or the text that the parameter prints.
std::optional<std::string> writtenValue(const json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_number())
        return std::nullopt;
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value.get<double>()).ptr;
    return std::string(text.data(), end);
}

/// The design that the object names, or an empty one with the mistake left in `item`.
space::Design designFrom(JsonReader& item, const space::Space& space)
{
    const json& values = item.raw("parameters");
    if (!values.is_object()) {
        item.fail("parameters", "is missing; an object with a value for every parameter is expected.");
        return {};
    }
    for (const auto& [name, value] : values.items()) {
        if (!space.indexOf(name)) {
            item.fail("parameters", "names \"" + name.substr(0, 40) + "\", which is no parameter here.");
            return {};
        }
    }
    space::Design design(std::vector<double>(space.slotCount(), space::kInactive));
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        const auto given = values.find(parameter.name());
        if (given == values.end())
            continue;
        const std::optional<std::string> written = writtenValue(*given);
        const auto slots = written ? parameter.parse(*written) : Result<std::vector<double>>(Error{});
        if (!slots) {
            item.fail("parameters", written ? slots.error().text()
                                            : "gives " + parameter.name() + " no number and no text.");
            return {};
        }
        std::copy(slots->begin(), slots->end(), space.value(design, i).begin());
    }
    space::Design active = design;
    space.activate(active);
    for (std::size_t i = 0; i < space.size(); ++i) {
        const bool given = space.isActive(design, i);
        if (given != space.isActive(active, i)) {
            item.fail("parameters", given ? "sets " + space.parameter(i).name()
                                                + ", which is not in use with its other values."
                                          : "has no value for " + space.parameter(i).name() + ".");
            return {};
        }
    }
    return design;
}

Reference referenceFrom(const problem::ReferenceDesign& told, std::uint64_t id)
{
    Reference made;
    made.trial.id = id;
    made.trial.design = told.design.value_or(space::Design());
    made.trial.origin = Origin::Manual;
    made.trial.outcome.reason = "not measured yet";
    made.trial.hypervolume = std::numeric_limits<double>::quiet_NaN();
    made.name = told.name;
    made.note = told.note;
    made.measure = told.measure;
    return made;
}

json knownOrNull(double value)
{
    return std::isfinite(value) ? json(value) : json();
}

json outcomeToJson(const problem::Outcome& outcome)
{
    json metrics = json::array();
    for (const double metric : outcome.metrics)
        metrics.push_back(knownOrNull(metric));
    return {{"verdict", kVerdicts[static_cast<std::size_t>(outcome.verdict)]},
            {"metrics", std::move(metrics)},
            {"violation", knownOrNull(outcome.violation)},
            {"reason", outcome.reason},
            {"cost_s", knownOrNull(outcome.cost_s)}};
}

/// Absent where the object makes no sense; then the reference is measured again.
std::optional<problem::Outcome> outcomeFromJson(const json& kept, const problem::Problem& problem)
{
    if (!kept.is_object() || !kept.contains("verdict") || !kept.contains("metrics")
        || !kept["metrics"].is_array() || kept["metrics"].size() != problem.metrics().size())
        return std::nullopt;
    const auto verdict = std::find_if(kVerdicts.begin(), kVerdicts.end(),
                                      [&](const char* word) { return kept["verdict"] == word; });
    if (verdict == kVerdicts.end())
        return std::nullopt;
    const auto number = [](const json& value, double fallback) {
        return value.is_number() ? value.get<double>() : fallback;
    };
    problem::Outcome outcome;
    outcome.verdict = static_cast<problem::Verdict>(verdict - kVerdicts.begin());
    for (const json& metric : kept["metrics"])
        outcome.metrics.push_back(number(metric, std::numeric_limits<double>::quiet_NaN()));
    outcome.violation = number(kept.value("violation", json()), std::numeric_limits<double>::infinity());
    if (const json reason = kept.value("reason", json()); reason.is_string())
        outcome.reason = reason.get<std::string>();
    outcome.cost_s = number(kept.value("cost_s", json()), 0.0);
    return madeReliable(std::move(outcome), problem);
}

/// A design of this space, or an empty one.
space::Design slotsFromJson(const json& kept, const space::Space& space)
{
    if (!kept.is_array() || kept.size() != space.slotCount())
        return {};
    std::vector<double> row;
    for (const json& slot : kept)
        row.push_back(slot.is_number() ? slot.get<double>() : space::kInactive);
    space::Design design(std::move(row));
    space::Design active = design;
    for (std::size_t i = 0; i < space.size(); ++i)
        if (space.isActive(design, i) && !space.parameter(i).contains(space.value(design, i)))
            return {};
    space.activate(active);
    for (std::size_t i = 0; i < space.size(); ++i)
        if (space.isActive(design, i) != space.isActive(active, i))
            return {};
    return design;
}

std::string textOf(const json& item, const char* key, std::size_t longest)
{
    const json text = item.value(key, json());
    return text.is_string() ? text.get<std::string>().substr(0, longest) : std::string();
}

} // namespace

Result<std::vector<problem::ReferenceDesign>> referenceDesigns(JsonReader& study,
                                                               const problem::Problem& problem)
{
    std::vector<problem::ReferenceDesign> designs;
    std::set<std::string> names;
    for (JsonReader& item : study.objects("references", true)) {
        problem::ReferenceDesign made;
        made.name = item.string("name");
        made.note = item.string("note", "");
        if (!study.failed() && (made.name.empty() || made.name.size() > kLongestReferenceName))
            item.fail("name", "has " + std::to_string(made.name.size()) + " letters; 1 to "
                                  + std::to_string(kLongestReferenceName) + " fit beside a mark.");
        if (!study.failed() && made.note.size() > kLongestNote)
            item.fail("note", "is longer than " + std::to_string(kLongestNote) + " letters.");
        if (!study.failed() && !names.insert(made.name).second)
            item.fail("name", "\"" + made.name + "\" is the name of another reference already.");
        if (!study.failed())
            made.design = designFrom(item, problem.space());
        if (!study.failed() && designs.size() == kMostReferences)
            item.fail({}, "is one too many; " + std::to_string(kMostReferences) + " references are allowed.");
        if (study.failed())
            return study.finish().error();
        designs.push_back(std::move(made));
    }
    return designs;
}

References referencesOf(const Study& study)
{
    std::vector<problem::ReferenceDesign> all = study.references;
    for (problem::ReferenceDesign& brought : study.problem->references()) {
        const bool named = std::any_of(all.begin(), all.end(),
                                       [&](const auto& known) { return known.name == brought.name; });
        if (!named && (brought.design || brought.measure))
            all.push_back(std::move(brought));
    }
    References made;
    for (const problem::ReferenceDesign& told : all)
        made.push_back(referenceFrom(told, kFirstReference + made.size()));
    return made;
}

std::optional<problem::Outcome> evaluateReference(const problem::Problem& problem, const Reference& reference,
                                                  const std::stop_token& stop)
{
    if (reference.trial.design.empty() && reference.measure)
        return measureSafely(problem, reference.measure, stop);
    return evaluateSafely(problem, reference.trial.design, stop);
}

json referencesToJson(std::span<const Reference> references)
{
    json list = json::array();
    for (const Reference& reference : references) {
        json item{{"id", reference.trial.id}, {"name", reference.name}, {"own", reference.own}};
        if (!reference.note.empty())
            item["note"] = reference.note;
        if (!reference.trial.design.empty()) {
            json slots = json::array();
            for (const double slot : reference.trial.design.row())
                slots.push_back(knownOrNull(slot));
            item["design"] = std::move(slots);
        }
        if (reference.evaluated)
            item["outcome"] = outcomeToJson(reference.trial.outcome);
        list.push_back(std::move(item));
    }
    return list;
}

References referencesFromJson(const json& kept, const Study& study)
{
    References known = referencesOf(study);
    if (!kept.is_array())
        return known;
    References made;
    std::set<std::uint64_t> ids;
    for (const json& item : kept) {
        const json id = item.is_object() ? item.value("id", json()) : json();
        Reference reference;
        reference.name = item.is_object() ? textOf(item, "name", kLongestReferenceName) : std::string();
        if (!id.is_number_unsigned() || !isReference(id.get<std::uint64_t>()) || reference.name.empty()
            || made.size() == kMostReferences || !ids.insert(id.get<std::uint64_t>()).second)
            continue;
        reference.trial.id = id.get<std::uint64_t>();
        reference.trial.origin = Origin::Manual;
        reference.trial.outcome.reason = "not measured yet";
        reference.trial.hypervolume = std::numeric_limits<double>::quiet_NaN();
        reference.trial.design = slotsFromJson(item.value("design", json()), study.problem->space());
        reference.note = textOf(item, "note", kLongestNote);
        reference.own = item.value("own", json()) == true;
        const auto same = std::find_if(known.begin(), known.end(),
                                       [&](const Reference& one) { return one.name == reference.name; });
        if (same != known.end())
            reference.measure = same->measure;
        if (auto outcome = outcomeFromJson(item.value("outcome", json()), *study.problem)) {
            reference.trial.outcome = std::move(*outcome);
            reference.evaluated = true;
        }
        if (reference.evaluated || !reference.trial.design.empty() || reference.measure)
            made.push_back(std::move(reference));
    }
    return made;
}

std::uint64_t freeReferenceId(std::span<const Reference> references)
{
    std::uint64_t free = kFirstReference;
    for (const Reference& reference : references)
        free = std::max(free, reference.trial.id + 1);
    return free;
}

} // namespace paretoscope::study
