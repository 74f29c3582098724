// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/other_data.h"

#include "core/problem/training_json.h"

#include <nlohmann/json.hpp>

namespace paretoscope::study {

using nlohmann::json;

namespace {

constexpr int kMostTraining = 6000;
constexpr int kMostValidation = 1000;

} // namespace

bool learnsFromData(const json& document)
{
    static const json::json_pointer kModel("/problem/model");
    return document.is_object() && document.contains(kModel) && document[kModel] == "training";
}

Result<json> withData(const json& document, const std::string& kind, const std::filesystem::path& folder)
{
    if (!learnsFromData(document))
        return Error{ErrorCode::InvalidInput, "This study trains no networks, so it has no data.", {}, {}};
    json data{{"kind", kind}};
    if (kind != "glyphs") {
        data["folder"] = folder.string();
        data["training"] = kMostTraining;
        data["validation"] = kMostValidation;
    }
    JsonReader reader(data, "data");
    const auto read = problem::dataSetFromJson(reader);
    if (!read)
        return read.error();
    json other = document;
    other["problem"]["data"] = data;
    other["name"] = document.value("name", std::string()) + ", learning from " + (*read)->name;
    other.erase("reference"); // it belonged to the other data's errors
    return other;
}

} // namespace paretoscope::study
