// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_yaml.h"

#include "core/interchange/timeloop_architecture.h"
#include "core/interchange/timeloop_constraints.h"
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

/// The readers of the documents, of which some may be one file.
class Documents
{
public:
    Documents(const YamlNode& architecture, const YamlNode& problem, const YamlNode& mapping,
              const TimeloopText& names)
        : m_problem(problem, names.problem)
        , m_architecture(architecture, names.architecture)
        , m_mapping(mapping, names.mapping)
    {
        for (YamlReader* reader : {&m_problem, &m_architecture, &m_mapping})
            passOver(*reader, kIndifferentKeys);
        const auto share = [](YamlReader& a, const std::string& nameA, const std::vector<std::string>& keysA,
                              YamlReader& b, const std::string& nameB,
                              const std::vector<std::string>& keysB) {
            if (nameA != nameB)
                return;
            passOver(a, keysB);
            passOver(b, keysA);
        };
        share(m_problem, names.problem, kProblemKeys, m_architecture, names.architecture, kArchitectureKeys);
        share(m_problem, names.problem, kProblemKeys, m_mapping, names.mapping, kMappingKeys);
        share(m_mapping, names.mapping, kMappingKeys, m_architecture, names.architecture, kArchitectureKeys);
    }

    /// A mapping in the same file is no mistake where only the question is read.
    void withoutMapping() { passOver(m_architecture, kMappingKeys), passOver(m_problem, kMappingKeys); }

    Status readProblem()
    {
        YamlReader shape = m_problem.at("problem");
        operation = interchange::readProblem(shape);
        return m_problem.finish();
    }
    Status readMachine()
    {
        std::vector<std::string> tensors;
        for (const workload::Tensor& tensor : operation.tensors)
            tensors.push_back(tensor.name);
        machine = readArchitecture(m_architecture, tensors);
        return m_architecture.finish();
    }
    Status readMapping(cost::spatial::Mapping& mapping)
    {
        YamlReader directives = m_mapping.at("mapping");
        mapping = interchange::readMapping(directives, machine, operation);
        return m_mapping.finish();
    }
    Status readConstraints(cost::spatial::MapConstraints& constraints)
    {
        constraints = readMapConstraints(m_architecture, machine, operation);
        return m_architecture.finish();
    }

    workload::Operation operation;
    MachineDocument machine;

private:
    YamlReader m_problem, m_architecture, m_mapping;
};

Result<TimeloopCase> readCase(Documents documents)
{
    TimeloopCase result;
    if (Status status = documents.readProblem(); !status)
        return status.error();
    if (Status status = documents.readMachine(); !status)
        return status.error();
    if (Status status = documents.readMapping(result.mapping); !status)
        return status.error();
    result.operation = std::move(documents.operation);
    result.architecture = documents.machine.machine;
    result.energiesGiven = documents.machine.energiesGiven;
    return result;
}

Result<TimeloopQuestion> readQuestion(Documents documents)
{
    TimeloopQuestion result;
    documents.withoutMapping();
    if (Status status = documents.readProblem(); !status)
        return status.error();
    if (Status status = documents.readMachine(); !status)
        return status.error();
    if (Status status = documents.readConstraints(result.constraints); !status)
        return status.error();
    result.operation = std::move(documents.operation);
    result.architecture = documents.machine.machine;
    result.energiesGiven = documents.machine.energiesGiven;
    return result;
}

using Document = Result<YamlNode>;

Result<TimeloopCase> readCase(const Document& architecture, const Document& problem, const Document& mapping,
                              const TimeloopText& names)
{
    for (const Document* document : {&architecture, &problem, &mapping})
        if (!*document)
            return document->error();
    return readCase(Documents(*architecture, *problem, *mapping, names));
}

Result<TimeloopQuestion> readQuestion(const Document& architecture, const Document& problem,
                                      const TimeloopText& names)
{
    for (const Document* document : {&architecture, &problem})
        if (!*document)
            return document->error();
    return readQuestion(Documents(*architecture, *problem, YamlNode(), names));
}

TimeloopText namesOf(const TimeloopFiles& files)
{
    return {files.architecture.string(), files.problem.string(), files.mapping.string()};
}

} // namespace

Result<TimeloopCase> readTimeloop(const TimeloopText& text, const TimeloopText& names)
{
    return readCase(parseYaml(text.architecture, names.architecture), parseYaml(text.problem, names.problem),
                    parseYaml(text.mapping, names.mapping), names);
}

Result<TimeloopCase> readTimeloopFiles(const TimeloopFiles& files)
{
    return readCase(readYamlFile(files.architecture), readYamlFile(files.problem),
                    readYamlFile(files.mapping), namesOf(files));
}

Result<TimeloopQuestion> readTimeloopQuestion(const TimeloopText& text, const TimeloopText& names)
{
    return readQuestion(parseYaml(text.architecture, names.architecture),
                        parseYaml(text.problem, names.problem), names);
}

Result<TimeloopQuestion> readTimeloopQuestionFiles(const TimeloopFiles& files)
{
    return readQuestion(readYamlFile(files.architecture), readYamlFile(files.problem), namesOf(files));
}

} // namespace paretoscope::interchange
