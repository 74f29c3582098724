// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_map_task.h"

#include "core/cost/spatial/map_constraints_json.h"

#include <algorithm>
#include <filesystem>

namespace paretoscope::cli {

namespace {

/// A file, or the name of one of the networks that come with the program.
Result<workload::Network> networkNamed(const std::string& name)
{
    const std::filesystem::path samples = PARETOSCOPE_NETWORKS;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(name, ignored))
        return workload::readNetwork(name);
    if (const auto sample = samples / (name + ".json"); std::filesystem::is_regular_file(sample, ignored))
        return workload::readNetwork(sample);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(samples, ignored))
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    std::string known;
    for (const std::string& each : names)
        known += (known.empty() ? "" : ", ") + each;
    return Error{ErrorCode::NotFound,
                 "There is no file and no network \"" + name + "\".",
                 {},
                 "Known are: " + known + "."};
}

} // namespace

Result<Task> taskOf(const MapOptions& options)
{
    const auto described = hardware::SpatialTemplate::read(options.architecture);
    if (!described)
        return described.error();
    auto machine = described->instantiate({});
    if (!machine)
        return machine.error();
    auto network = networkNamed(options.network);
    if (!network)
        return network.error();
    Task task{std::move(machine).value(), std::move(network).value(), {}};
    const auto& layers = task.network.layers;
    if (options.layer == "all") {
        task.layers = workload::uniqueLayers(task.network);
        return task;
    }
    std::string known;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (layers[i].name == options.layer)
            task.layers.push_back({i, 1});
        known += (known.empty() ? "" : ", ") + layers[i].name;
    }
    if (task.layers.empty())
        return Error{ErrorCode::NotFound,
                     "The network \"" + task.network.name + "\" has no layer \"" + options.layer + "\".",
                     {},
                     "It has: " + known + "."};
    task.layers.resize(1);
    return task;
}

Result<cost::spatial::MapConstraints> constraintsFor(const MapOptions& options, const Task& task)
{
    if (options.constraints.empty())
        return cost::spatial::MapConstraints{};
    auto constraints = cost::spatial::readMapConstraintsFile(options.constraints);
    if (!constraints)
        return constraints;
    std::vector<std::string> dimensions;
    for (const workload::Layer& layer : task.network.layers)
        for (const workload::Dimension& dimension : layer.operation.dimensions)
            dimensions.push_back(dimension.name);
    if (Status status = cost::spatial::checkConstraints(*constraints, task.machine, dimensions); !status) {
        Error error = status.error();
        error.where = options.constraints + "#/" + error.where;
        return error;
    }
    return constraints;
}

} // namespace paretoscope::cli
