// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/cost/spatial/map_constraints.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/network.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the commands about mappings are asked, and what it is about.
namespace paretoscope::cli {

struct MapOptions
{
    std::string architecture;
    std::string network;
    std::string layer = "all";
    std::string objective = "edp";
    bool ragged = false;
    std::int64_t evaluations = 2'000;
    std::optional<double> seconds;
    std::uint64_t seed = 1;
    std::string constraints;
    std::string out;
    std::string timeloop;
    std::string mapping; ///< of the evaluate command
};

/// A machine and the layers to map on it.
struct Task
{
    hardware::SpatialArchitecture machine;
    workload::Network network;
    std::vector<workload::UniqueLayer> layers;
};

/// Reads the machine and the network and finds the layers. Errors: as their readers, and NotFound for a
/// network or a layer that is not there, with those that are.
[[nodiscard]] Result<Task> taskOf(const MapOptions& options);

/// The constraints of the options' file, or none. Errors: as their reader and checkConstraints(), with the
/// place in the file.
[[nodiscard]] Result<cost::spatial::MapConstraints> constraintsFor(const MapOptions& options,
                                                                   const Task& task);

} // namespace paretoscope::cli
