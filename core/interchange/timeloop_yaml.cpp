// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_yaml.h"

#include "core/interchange/timeloop_architecture.h"
#include "core/interchange/timeloop_mapping.h"
#include "core/interchange/timeloop_problem.h"

namespace paretoscope::interchange {

namespace {

/// Parts of a specification by key. The v4 front end merges all files it is given, so people also write
/// everything into one; then each reader passes over what the others read.
const std::vector<std::string> kArchitectureKeys{"architecture", "constraints", "variables", "ERT", "ART"};
const std::vector<std::string> kProblemKeys{"problem"};
const std::vector<std::string> kMappingKeys{"mapping"};
/// How to search for a mapping, and what compound components are made of, which only Accelergy's estimators
/// need: neither changes what a given mapping costs with a given energy table.
const std::vector<std::string> kIndifferentKeys{"mapper", "mapspace", "components"};

void passOver(YamlReader& document, const std::vector<std::string>& keys)
{
    for (const std::string& key : keys)
        document.pass(key);
}

struct Documents
{
    YamlNode architecture, problem, mapping;
};

Result<TimeloopCase> read(const Documents& documents, const TimeloopText& names)
{
    TimeloopCase result;
    YamlReader problem(documents.problem, names.problem);
    YamlReader architecture(documents.architecture, names.architecture);
    YamlReader mapping(documents.mapping, names.mapping);
    for (YamlReader* reader : {&problem, &architecture, &mapping})
        passOver(*reader, kIndifferentKeys);
    const auto shareFile = [](YamlReader& a, const std::string& nameA, const std::vector<std::string>& keysA,
                              YamlReader& b, const std::string& nameB,
                              const std::vector<std::string>& keysB) {
        if (nameA != nameB)
            return;
        passOver(a, keysB);
        passOver(b, keysA);
    };
    shareFile(problem, names.problem, kProblemKeys, architecture, names.architecture, kArchitectureKeys);
    shareFile(problem, names.problem, kProblemKeys, mapping, names.mapping, kMappingKeys);
    shareFile(mapping, names.mapping, kMappingKeys, architecture, names.architecture, kArchitectureKeys);

    YamlReader shape = problem.at("problem");
    result.operation = readProblem(shape);
    if (Status status = problem.finish(); !status)
        return status.error();
    std::vector<std::string> tensors;
    for (const workload::Tensor& tensor : result.operation.tensors)
        tensors.push_back(tensor.name);
    const MachineDocument machine = readArchitecture(architecture, tensors);
    if (Status status = architecture.finish(); !status)
        return status.error();
    YamlReader directives = mapping.at("mapping");
    result.mapping = readMapping(directives, machine, result.operation);
    if (Status status = mapping.finish(); !status)
        return status.error();
    result.architecture = machine.machine;
    result.energiesGiven = machine.energiesGiven;
    return result;
}

} // namespace

Result<TimeloopCase> readTimeloop(const TimeloopText& text, const TimeloopText& names)
{
    Documents documents;
    const auto parse = [](const std::string& content, const std::string& name, YamlNode& node) -> Status {
        Result<YamlNode> parsed = parseYaml(content, name);
        if (!parsed)
            return parsed.error();
        node = std::move(parsed).value();
        return success();
    };
    if (Status status = parse(text.architecture, names.architecture, documents.architecture); !status)
        return status.error();
    if (Status status = parse(text.problem, names.problem, documents.problem); !status)
        return status.error();
    if (Status status = parse(text.mapping, names.mapping, documents.mapping); !status)
        return status.error();
    return read(documents, names);
}

Result<TimeloopCase> readTimeloopFiles(const TimeloopFiles& files)
{
    Result<YamlNode> architecture = readYamlFile(files.architecture);
    if (!architecture)
        return architecture.error();
    Result<YamlNode> problem = readYamlFile(files.problem);
    if (!problem)
        return problem.error();
    Result<YamlNode> mapping = readYamlFile(files.mapping);
    if (!mapping)
        return mapping.error();
    return read({std::move(architecture).value(), std::move(problem).value(), std::move(mapping).value()},
                {files.architecture.string(), files.problem.string(), files.mapping.string()});
}

} // namespace paretoscope::interchange
