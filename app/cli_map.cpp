// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_map.h"

#include "app/cli_commands.h"
#include "app/cli_interchange.h"
#include "app/cli_map_task.h"
#include "app/cli_mapping_text.h"
#include "app/cli_signals.h"
#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"
#include "core/cost/spatial/layer_constraints.h"
#include "core/cost/spatial/mapping_front.h"
#include "core/cost/spatial/mapping_json.h"
#include "core/study/export.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

namespace paretoscope::cli {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
namespace spatial = cost::spatial;

spatial::MapperOptions mapperFor(const MapOptions& options, spatial::MapConstraints constraints)
{
    constexpr std::int64_t kUntilStopped = std::int64_t{1} << 50U;
    spatial::MapperOptions mapper;
    mapper.objective = options.objective == "energy"  ? spatial::MappingObjective::Energy
                       : options.objective == "delay" ? spatial::MappingObjective::Delay
                                                      : spatial::MappingObjective::EnergyDelayProduct;
    mapper.evaluations = options.seconds ? kUntilStopped : options.evaluations;
    mapper.seed = options.seed;
    mapper.ragged = options.ragged;
    mapper.constraints = std::move(constraints);
    return mapper;
}

/// Asks a search to stop when its time is over or a signal comes.
class Deadline
{
public:
    explicit Deadline(std::optional<double> seconds)
        : m_watch([this, seconds](const std::stop_token& over) {
            const auto began = Clock::now();
            const auto late = [&] {
                return seconds && std::chrono::duration<double>(Clock::now() - began).count() >= *seconds;
            };
            while (!over.stop_requested() && !interrupted() && !late())
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            m_search.request_stop();
        })
    { }

    [[nodiscard]] std::stop_token token() const { return m_search.get_token(); }

private:
    std::stop_source m_search;
    std::jthread m_watch; // last, so that it ends before what it uses
};

/// The mapping sought, or the front of them.
spatial::MappingFrontResult search(const workload::Operation& operation, const Task& task,
                                   const spatial::MapperOptions& mapper, bool pareto,
                                   const std::stop_token& stop)
{
    if (pareto)
        return searchMappingFront(operation, task.machine, mapper, stop);
    spatial::MapperResult found = searchMapping(operation, task.machine, mapper, stop);
    spatial::MappingFrontResult result;
    result.evaluated = found.evaluated;
    result.example = found.example;
    if (found.best)
        result.front.push_back({*std::move(found.best), std::move(found.report)});
    return result;
}

std::string mappingText(const workload::Layer& layer, const Task& task, const spatial::Mapping& mapping,
                        const cost::LayerReport& report)
{
    return reportText(report, true) + nestText(layer.operation, task.machine, mapping, report);
}

json entryOf(const workload::Layer& layer, const Task& task, const spatial::Mapping& mapping,
             const cost::LayerReport& report)
{
    json entry = mappingToJson(mapping, layer.operation, task.machine);
    entry["layer"] = layer.name;
    entry["costs"] = {{"cycles", report.cycles},
                      {"energy_j", report.energy_J},
                      {"utilization", report.utilization},
                      {"bound", report.bound}};
    return entry;
}

std::string heading(const workload::Layer& layer)
{
    return layer.name + ": " + workload::describeShape(layer.operation) + '\n';
}

/// What the layers come to, one after the other.
std::string totalText(double energy_J, double cycles, const Task& task)
{
    return "network: cycles " + study::exactNumber(cycles) + ", latency "
           + study::exactNumber(cycles / task.machine.clock_Hz) + " s, energy " + study::exactNumber(energy_J)
           + " J\n";
}

Status writeMappings(const MapOptions& options, const Task& task, const json& mappings)
{
    if (options.out.empty())
        return success();
    const json document{{"format", spatial::kMappingsFormat},
                        {"version", 1},
                        {"machine", task.machine.name},
                        {"network", task.network.name},
                        {"mappings", mappings}};
    return writeFileAtomically(options.out, document.dump(2) + '\n');
}

Result<std::string> exportOne(const MapOptions& options, const Task& task, const workload::Layer& layer,
                              const spatial::Mapping& mapping, const spatial::MapConstraints& constraints)
{
    if (options.timeloop.empty())
        return std::string();
    const auto text = interchange::writeTimeloop(task.machine, layer.operation, mapping, constraints);
    if (!text)
        return text.error();
    return writeTimeloopFiles(*text, options.timeloop);
}

Error noMapping(const workload::Layer& layer, const std::string& why)
{
    return {ErrorCode::InvalidInput, "No legal mapping of " + layer.name + " was found: " + why, {}, {}};
}

Result<int> mapLayers(const MapOptions& options)
{
    const bool pareto = options.objective == "pareto";
    const Result<Task> task = taskOf(options);
    if (!task)
        return task.error();
    auto constraints = constraintsFor(options, *task);
    if (!constraints)
        return constraints.error();
    if (!options.timeloop.empty() && (pareto || options.layer == "all"))
        return Error{ErrorCode::InvalidInput,
                     "--timeloop writes one mapping; --layer must name one layer, and "
                     "--objective one objective.",
                     {},
                     {}};
    const spatial::MapperOptions mapper = mapperFor(options, std::move(constraints).value());
    stopOnSignals();
    json mappings = json::array();
    double energy_J = 0.0;
    double cycles = 0.0;
    const std::size_t count = task->layers.size();
    for (std::size_t i = 0; i < count && !interrupted(); ++i) {
        const workload::Layer& layer = task->network.layers[task->layers[i].representative];
        const Deadline deadline(options.seconds ? std::optional(*options.seconds / static_cast<double>(count))
                                                : std::nullopt);
        const auto result = search(layer.operation, *task, mapper, pareto, deadline.token());
        std::cerr << "layer " << i + 1 << '/' << count << ' ' << layer.name << ": " << result.evaluated
                  << " mappings evaluated" << std::endl;
        if (result.front.empty() && interrupted())
            break;
        if (result.front.empty()) {
            const Status kept = writeMappings(options, *task, mappings); // what was found until here
            return kept ? noMapping(layer, result.example) : kept.error();
        }
        std::string text = heading(layer);
        for (const auto& [mapping, report] : result.front) {
            mappings.push_back(entryOf(layer, *task, mapping, report));
            if (!pareto)
                text += mappingText(layer, *task, mapping, report);
        }
        const auto exported = exportOne(options, *task, layer, result.front.front().mapping,
                                        mapper.constraints);
        if (!exported)
            return exported.error();
        if (const auto printed = print(text + (pareto ? frontText(result) : *exported) + '\n'); !printed)
            return printed;
        const auto times = static_cast<double>(task->layers[i].occurrences);
        energy_J += times * result.front.front().report.energy_J;
        cycles += times * static_cast<double>(result.front.front().report.cycles);
    }
    if (Status status = writeMappings(options, *task, mappings); !status)
        return status.error();
    if (interrupted())
        return kStopped;
    return options.layer == "all" && !pareto ? print(totalText(energy_J, cycles, *task)) : Result<int>(kOk);
}

Result<int> evaluateMappings(const MapOptions& options)
{
    const Result<Task> task = taskOf(options);
    if (!task)
        return task.error();
    const auto document = readJsonFile(options.mapping);
    if (!document)
        return document.error();
    auto constraints = constraintsFor(options, *task);
    if (!constraints)
        return constraints.error();
    for (const workload::UniqueLayer& unique : task->layers) {
        const workload::Layer& layer = task->network.layers[unique.representative];
        const auto mappings = spatial::mappingsOf(*document, options.mapping, layer.name, layer.operation,
                                                  task->machine);
        if (!mappings)
            return mappings.error();
        const auto rules = spatial::constrainLayer(*constraints, {}, layer.operation, task->machine);
        if (!rules)
            return rules.error();
        std::string text = heading(layer);
        for (const spatial::Mapping& mapping : *mappings) {
            const auto outcome = spatial::evaluate(layer.operation, task->machine, mapping);
            if (const auto* illegal = std::get_if<spatial::Illegal>(&outcome))
                return Error{ErrorCode::InvalidInput,
                             "The mapping of " + layer.name + " cannot run: " + illegal->message,
                             options.mapping,
                             {}};
            if (const auto broken = brokenConstraint(*rules, mapping, layer.operation, task->machine))
                return Error{ErrorCode::InvalidInput,
                             "The mapping of " + layer.name + " breaks a constraint: " + *broken,
                             options.mapping,
                             {}};
            text += mappingText(layer, *task, mapping, std::get<cost::LayerReport>(outcome)) + '\n';
        }
        if (const auto printed = print(text); !printed)
            return printed;
    }
    return kOk;
}

/// The options that both commands have.
void addSubject(CLI::App& command, MapOptions& options)
{
    command.add_option("--architecture", options.architecture, "Spatial machine (JSON)")->required();
    command.add_option("--network", options.network, "Network: a file (JSON) or the name of a shipped one")
        ->required();
    command.add_option("--constraints", options.constraints, "What mappings must keep (JSON)");
}

} // namespace

void addMappingCommands(CLI::App& app, std::function<Result<int>()>& chosen)
{
    const auto options = std::make_shared<MapOptions>();
    CLI::App* const map = app.add_subcommand("map", "Search the best mapping of a layer on a machine");
    addSubject(*map, *options);
    map->add_option("--layer", options->layer, "Name of the layer, or all")->capture_default_str();
    map->add_option("--objective", options->objective,
                    "What is best; pareto is all trade-offs of energy and delay")
        ->check(CLI::IsMember({"energy", "delay", "edp", "pareto"}))
        ->capture_default_str();
    map->add_option("--evaluations", options->evaluations, "Legal mappings to evaluate for a layer")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}))
        ->capture_default_str();
    map->add_option("--seconds", options->seconds,
                    "Time for all layers instead; then a repetition may find something else")
        ->check(CLI::Range(0.01, 1e6));
    map->add_option("--seed", options->seed, "Same seed, same mappings")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000}))
        ->capture_default_str();
    map->add_flag("--ragged", options->ragged,
                  "Also try factors that overshoot a size a little; counted exactly and marked");
    map->add_option("--out", options->out, "File for the mappings (JSON)");
    map->add_option("--timeloop", options->timeloop, "Folder for arch.yaml, problem.yaml and mapping.yaml");
    map->callback([options, &chosen] { chosen = [options] { return mapLayers(*options); }; });

    CLI::App* const evaluate = app.add_subcommand("evaluate", "Tell what a given mapping of a layer costs");
    addSubject(*evaluate, *options);
    evaluate->add_option("--layer", options->layer, "Name of the layer, or all")->required();
    evaluate->add_option("--mapping", options->mapping, "Mappings (JSON), as map --out writes them")
        ->required();
    evaluate->callback([options, &chosen] { chosen = [options] { return evaluateMappings(*options); }; });
}

} // namespace paretoscope::cli
