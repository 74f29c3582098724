// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace paretoscope::cost {

/// How a model compares with one case of a reference file.
struct CaseResult
{
    std::string id;
    bool agrees = false;
    int figures = 0;             ///< how many were compared
    double worstDeviation = 0.0; ///< relative, over all figures
    std::string worst;           ///< which figure, ours and theirs; empty when all are equal
    /// One sentence for every figure that the model cannot predict; such figures are not compared.
    std::vector<std::string> unpredicted;
};

/// Counts a compared figure and keeps the largest deviation, those that do not agree before those that do.
void record(CaseResult& result, const std::string& figure, double ours, double theirs, double deviation,
            bool agrees);

/// |ours - theirs| over the larger of the two; 0 where both are 0.
[[nodiscard]] double relativeDeviation(double ours, double theirs);

/// What a tolerance in words begins with: "10 % + 160 cycles" is 10, and "% + 160 cycles" its rest.
struct StatedNumber
{
    double value = 0.0;
    std::string rest;
};
/// Nothing for words that do not begin with a number from 0 to 100.
[[nodiscard]] std::optional<StatedNumber> statedNumber(const std::string& words);

/// Reads {"family": family, "schema_version": 1, "cases": [..]}. Keys that `readCase` does not ask for are
/// where figures come from, and no error. Errors: InvalidInput, with file and place.
template <class ReadCase>
[[nodiscard]] Result<std::vector<std::invoke_result_t<ReadCase, JsonReader&>>>
readFamily(const std::filesystem::path& file, const std::string& family, ReadCase readCase)
{
    const Result<nlohmann::json> text = readJsonFile(file);
    if (!text)
        return text.error();
    JsonReader document(*text, file.string());
    (void)document.choice("family", {family});
    (void)document.integer("schema_version", 1, 1);
    std::vector<std::invoke_result_t<ReadCase, JsonReader&>> cases;
    for (JsonReader& reader : document.objects("cases")) {
        cases.push_back(readCase(reader));
        if (reader.failed())
            break;
    }
    if (document.failed())
        return document.finish().error();
    return cases;
}

/// Checks every case of a file, in its order.
template <class Case, class Check>
[[nodiscard]] Result<std::vector<std::invoke_result_t<Check, const Case&>>>
checkCases(const Result<std::vector<Case>>& cases, Check check)
{
    if (!cases)
        return cases.error();
    std::vector<std::invoke_result_t<Check, const Case&>> results;
    results.reserve(cases->size());
    for (const Case& each : *cases)
        results.push_back(check(each));
    return results;
}

} // namespace paretoscope::cost
