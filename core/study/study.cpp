// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study.h"

#include "core/base/json_reader.h"
#include "core/codesign/codesign_json.h"
#include "core/cost/spatial/map_constraints_json.h"
#include "core/hardware/crossbar_array.h"
#include "core/hardware/spatial_architecture.h"
#include "core/hardware/systolic_array.h"
#include "core/problem/problem_json.h"
#include "core/study/proposals.h"
#include "core/study/reference.h"
#include "core/workload/network.h"

namespace paretoscope::study {

namespace {

using nlohmann::json;

/// Replaces a file name by the content that `read` makes of the file.
/// \param key of the name, as a JSON pointer
template <class Read>
Status embed(json& document, const std::string& key, const std::filesystem::path& folder, Read read)
{
    const json::json_pointer place(key);
    if (!document.is_object() || !document.contains(place) || !document[place].is_string())
        return success(); // an object already, or a mistake that the strict reading will name
    const std::filesystem::path name = document[place].get<std::string>();
    auto content = read(name.is_absolute() ? name : folder / name);
    if (!content)
        return content.error();
    document[place] = std::move(content).value();
    return success();
}

/// Images stay in their files, however large; where these are must not depend on where the program runs.
void makeAbsolute(json& document, const std::string& key, const std::filesystem::path& folder)
{
    const json::json_pointer place(key);
    if (!document.is_object() || !document.contains(place) || !document[place].is_string())
        return;
    std::error_code ignored;
    const auto absolute = std::filesystem::absolute(folder / document[place].get<std::string>(), ignored);
    document[place] = absolute.lexically_normal().string();
}

/// A command runs in the folder of its study unless that says another; a session knows where that was.
void placeCommand(json& document, const std::filesystem::path& folder)
{
    const json::json_pointer problem("/problem");
    if (!document.is_object() || !document.contains(problem) || !document[problem].is_object()
        || document[problem].value("model", json()) != "command")
        return;
    document[problem].emplace("folder", ".");
    makeAbsolute(document, "/problem/folder", folder);
}

Result<json> readNetworkDocument(const std::filesystem::path& file)
{
    const auto network = workload::readNetwork(file);
    if (!network)
        return network.error();
    return workload::networkToJson(*network);
}

/// The machine's file says itself which family it describes; another one than the model's is refused later.
Result<json> readMachineDocument(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    const json format = document->is_object() ? document->value("format", json()) : json();
    if (format == "paretoscope-crossbar-array") {
        const auto machine = hardware::CrossbarTemplate::fromJson(*document, file.string());
        if (!machine)
            return machine.error();
        return machine->toJson();
    }
    if (format == "paretoscope-systolic-array") {
        const auto machine = hardware::SystolicTemplate::fromJson(*document, file.string());
        if (!machine)
            return machine.error();
        return machine->toJson();
    }
    const auto machine = hardware::SpatialTemplate::fromJson(*document, file.string());
    if (!machine)
        return machine.error();
    return machine->toJson();
}

Result<json> readConstraintsDocument(const std::filesystem::path& file)
{
    const auto constraints = cost::spatial::readMapConstraintsFile(file);
    if (!constraints)
        return constraints.error();
    return cost::spatial::mapConstraintsToJson(*constraints);
}

optimizer::MethodChoice methodFrom(JsonReader& study)
{
    optimizer::MethodChoice choice;
    JsonReader method = study.object("method", true);
    std::vector<std::string> names;
    for (const optimizer::MethodDoc& doc : optimizer::methods())
        names.push_back(doc.name);
    choice.name = method.choice("name", names, choice.name);
    for (const optimizer::MethodDoc& doc : optimizer::methods()) {
        for (const optimizer::OptionDoc& option : doc.options) {
            if (doc.name != choice.name || !method.has(option.name))
                continue;
            if (option.choices.empty())
                choice.options.emplace_back(option.name,
                                            method.number(option.name, {option.minimum, option.maximum}));
            else
                choice.choices.emplace_back(option.name, method.choice(option.name, option.choices));
        }
    }
    return choice;
}

Error placed(Error error, const JsonReader& reader)
{
    if (error.where.empty())
        error.where = reader.where();
    return error;
}

/// `reference` bounds the hypervolume, so it needs one number per objective.
Status checkReference(const Study& study, JsonReader& reader)
{
    const std::size_t objectives = study.problem->objectives().size();
    if (!study.reference || study.reference->size() == objectives)
        return success();
    reader.fail("reference", "has " + std::to_string(study.reference->size())
                                 + " numbers; one per objective, " + std::to_string(objectives)
                                 + ", is expected.");
    return reader.finish();
}

} // namespace

Result<Study> studyFromDocument(const json& document, const std::string& origin)
{
    Study study;
    JsonReader reader(document, origin);
    reader.format("paretoscope-study", 1);
    study.name = reader.string("name");
    study.description = reader.string("description", "");
    study.method = methodFrom(reader);
    study.evaluations = static_cast<std::uint64_t>(reader.integer("evaluations", 1, 100'000'000, 2'000));
    study.seed = static_cast<std::uint64_t>(reader.integer("seed", 0, 1'000'000'000, 1));
    if (reader.has("reference"))
        study.reference = reader.numbers("reference", {});
    if (reader.failed())
        return reader.finish().error();

    auto problem = problem::problemFromJson(reader, {{"codesign", codesign::codesignFromJson}});
    if (!problem)
        return placed(problem.error(), reader);
    study.problem = std::move(problem).value();
    auto references = referenceDesigns(reader, *study.problem);
    if (!references)
        return references.error();
    study.references = std::move(references).value();
    if (Status status = reader.finish(); !status)
        return status.error();
    if (Status status = checkReference(study, reader); !status)
        return status.error();
    // The method may not suit the space (a grid over a continuum): better said now than when it starts.
    if (auto method = optimizer::makeOptimizer(study.method, searchProblemOf(study), study.seed); !method)
        return placed(method.error(), reader);
    study.document = std::make_shared<const json>(document);
    return study;
}

Result<Study> readStudy(const std::filesystem::path& file)
{
    auto document = readJsonFile(file, 16U << 20U);
    if (!document)
        return document.error();
    const std::filesystem::path folder = file.parent_path();
    if (Status status = embed(document.value(), "/problem/network", folder, readNetworkDocument); !status)
        return status.error();
    if (Status status = embed(document.value(), "/problem/architecture", folder, readMachineDocument);
        !status)
        return status.error();
    if (Status status = embed(document.value(), "/problem/mapper/constraints", folder,
                              readConstraintsDocument);
        !status)
        return status.error();
    makeAbsolute(document.value(), "/problem/data/folder", folder);
    placeCommand(document.value(), folder);
    return studyFromDocument(*document, file.string());
}

std::uint64_t fingerprint(const json& document)
{
    // FNV-1a over the canonical text: nlohmann::json keeps object keys sorted.
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : document.dump())
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

} // namespace paretoscope::study
