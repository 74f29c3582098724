// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/problem_json.h"

#include "core/cost/spatial/map_constraints_json.h"
#include "core/problem/command_problem.h"
#include "core/problem/crossbar_problem.h"
#include "core/problem/glyph_problem.h"
#include "core/problem/spatial_problem.h"
#include "core/problem/systolic_problem.h"
#include "core/problem/table_problem.h"
#include "core/problem/test_problem.h"
#include "core/problem/training_json.h"
#include "core/space/space_json.h"

#include <algorithm>

namespace paretoscope::problem {

namespace {

Result<std::shared_ptr<const Problem>> testProblemFrom(JsonReader& description)
{
    TestProblemOptions options;
    options.function = description.choice("function", testFunctions());
    options.variables = static_cast<std::size_t>(description.integer("variables", 2, 100, 10));
    options.evaluation_s = description.number("evaluation_s", {0.0, 10.0}, 0.0);
    if (description.failed())
        return description.finish().error();
    return makeTestProblem(options);
}

cost::spatial::MapperOptions mapperFrom(JsonReader& description)
{
    using cost::spatial::MappingObjective;
    cost::spatial::MapperOptions options;
    JsonReader mapper = description.object("mapper", true);
    const auto& known = mappingObjectives();
    const auto wanted = std::find(known.begin(), known.end(),
                                  mapper.choice("objective", known, "energy_delay_product"));
    options.objective = static_cast<MappingObjective>(wanted - known.begin());
    options.evaluations = mapper.integer("evaluations", 1, 10'000'000, options.evaluations);
    options.seed = static_cast<std::uint64_t>(mapper.integer("seed", 0, 1'000'000'000, 1));
    options.evaluation.peerForwarding = mapper.boolean("peer_forwarding", true);
    options.ragged = mapper.boolean("ragged", false);
    constexpr Range kExponent{0.0, 10.0};
    options.energyExponent = mapper.number("energy_exponent", kExponent, 1.0);
    options.delayExponent = mapper.number("delay_exponent", kExponent, 1.0);
    if (options.energyExponent + options.delayExponent == 0.0)
        mapper.fail("delay_exponent",
                    "is 0 like the other exponent; the product would be 1 for any mapping.");
    if (mapper.has("constraints")) {
        JsonReader constraints = mapper.object("constraints");
        options.constraints = cost::spatial::readMapConstraints(constraints);
    }
    return options;
}

/// What all questions about machines have in common. Errors are also left in `study`.
Status readQuestion(JsonReader& study, JsonReader& description, MachineQuestion& question)
{
    const nlohmann::json& network = description.raw("network");
    question.name = study.string("name");
    question.objectives = study.strings("objectives");
    question.limits = readLimits(study);
    auto chosen = space::spaceFromJson(study);
    if (study.failed())
        return study.finish().error();
    if (!chosen)
        return chosen.error();
    question.space = std::move(chosen.value().space);
    for (std::size_t i = 0; i < question.space.size(); ++i)
        question.sets.push_back(chosen.value().sets[question.space.parameter(i).name()]);
    auto readNetwork = workload::networkFromJson(network, description.where("network"));
    if (!readNetwork)
        return readNetwork.error();
    question.network = std::move(readNetwork).value();
    return success();
}

Result<std::shared_ptr<const Problem>> placed(Result<std::shared_ptr<const Problem>> made,
                                              const JsonReader& study)
{
    if (made)
        return made;
    Error error = made.error();
    if (error.where.empty())
        error.where = study.where();
    return error;
}

Result<std::shared_ptr<const Problem>> spatialProblemFrom(JsonReader& study, JsonReader& description)
{
    SpatialQuestion question;
    const nlohmann::json& machine = description.raw("architecture");
    question.mapper = mapperFrom(description);
    if (const Status status = readQuestion(study, description, question); !status)
        return status.error();
    auto readMachine = hardware::SpatialTemplate::fromJson(machine, description.where("architecture"));
    if (!readMachine)
        return readMachine.error();
    question.machine = std::move(readMachine).value();
    return placed(makeSpatialProblem(std::move(question)), study);
}

Result<std::shared_ptr<const Problem>> systolicProblemFrom(JsonReader& study, JsonReader& description)
{
    SystolicQuestion question;
    const nlohmann::json& machine = description.raw("architecture");
    if (const Status status = readQuestion(study, description, question); !status)
        return status.error();
    auto readMachine = hardware::SystolicTemplate::fromJson(machine, description.where("architecture"));
    if (!readMachine)
        return readMachine.error();
    question.machine = std::move(readMachine).value();
    return placed(makeSystolicProblem(std::move(question)), study);
}

Result<std::shared_ptr<const Problem>> glyphProblemFrom(JsonReader& study, JsonReader& description)
{
    GlyphQuestion question;
    question.cellNoise = description.number("cell_noise", {0.0, 1.0}, 0.0);
    if (description.failed())
        return description.finish().error();
    question.name = study.string("name");
    question.objectives = study.strings("objectives", std::vector<std::string>{"error", "energy"});
    question.limits = readLimits(study);
    if (study.failed())
        return study.finish().error();
    return placed(makeGlyphProblem(std::move(question)), study);
}

Result<std::shared_ptr<const Problem>> crossbarProblemFrom(JsonReader& study, JsonReader& description)
{
    CrossbarQuestion question;
    const nlohmann::json& machine = description.raw("architecture");
    if (const Status status = readQuestion(study, description, question); !status)
        return status.error();
    auto readMachine = hardware::CrossbarTemplate::fromJson(machine, description.where("architecture"));
    if (!readMachine)
        return readMachine.error();
    question.machine = std::move(readMachine).value();
    return placed(makeCrossbarProblem(std::move(question)), study);
}

} // namespace

Result<std::shared_ptr<const Problem>> problemFromJson(JsonReader& study, const std::vector<Model>& others)
{
    JsonReader description = study.object("problem");
    std::vector<std::string> known{"spatial", "systolic", "crossbar", "table",
                                   "test",    "glyphs",   "training", "command"};
    for (const Model& other : others)
        known.push_back(other.name);
    const std::string model = description.choice("model", known);
    if (study.failed())
        return study.finish().error();
    for (const Model& other : others)
        if (other.name == model)
            return other.read(study, description);
    if (model == "test")
        return testProblemFrom(description);
    if (model == "table")
        return tableProblemFromJson(description, study.string("name"));
    if (model == "glyphs")
        return glyphProblemFrom(study, description);
    if (model == "crossbar")
        return crossbarProblemFrom(study, description);
    if (model == "command")
        return placed(commandProblemFromJson(study, description), study);
    if (model == "training")
        return placed(trainingProblemFromJson(study, description), study);
    return model == "systolic" ? systolicProblemFrom(study, description)
                               : spatialProblemFrom(study, description);
}

} // namespace paretoscope::problem
