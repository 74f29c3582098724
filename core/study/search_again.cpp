// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/search_again.h"

#include "core/base/atomic_file.h"
#include "core/study/proposals.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace paretoscope::study {

namespace {

using nlohmann::json;

/// Whole numbers are written as people write them: 100, not 100.0.
json numberOf(double value)
{
    if (std::trunc(value) == value && std::abs(value) < 1e15)
        return static_cast<std::int64_t>(value);
    return value;
}

json methodToJson(const optimizer::MethodChoice& choice)
{
    json method{{"name", choice.name}};
    const auto& docs = optimizer::methods();
    const auto doc = std::find_if(docs.begin(), docs.end(),
                                  [&](const optimizer::MethodDoc& each) { return each.name == choice.name; });
    const auto isDefault = [&](const std::string& name, const auto& says) {
        return doc != docs.end()
               && std::any_of(doc->options.begin(), doc->options.end(),
                              [&](const auto& option) { return option.name == name && says(option); });
    };
    for (const auto& [name, value] : choice.options)
        if (!isDefault(name, [value = value](const auto& option) { return option.fallback == value; }))
            method[name] = numberOf(value);
    for (const auto& [name, text] : choice.choices)
        if (!isDefault(name, [&text = text](const auto& option) {
                return static_cast<std::size_t>(option.fallback) < option.choices.size()
                       && option.choices[static_cast<std::size_t>(option.fallback)] == text;
            }))
            method[name] = text;
    return method;
}

} // namespace

Status checkSearch(const Study& study, const Search& search)
{
    const auto made = optimizer::makeOptimizer(search.method, searchProblemOf(study), search.seed);
    if (!made)
        return made.error();
    return success();
}

Result<Study> searchedAgain(const Study& study, const Search& search)
{
    if (study.document == nullptr)
        return Error{ErrorCode::InvalidInput, "the study came without its document.", study.name, {}};
    json document = *study.document;
    document["method"] = methodToJson(search.method);
    document["seed"] = search.seed;
    document["evaluations"] = search.evaluations;
    return studyFromDocument(document, study.name);
}

Status writeStudy(const Study& study, const std::filesystem::path& file)
{
    if (study.document == nullptr)
        return Error{ErrorCode::InvalidInput, "the study came without its document.", study.name, {}};
    return writeFileAtomically(file, study.document->dump(2) + '\n');
}

} // namespace paretoscope::study
