// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workload/layer.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace paretoscope::workload {

/// What must be computed: layers in order. Activation functions, pooling and normalisation are left out, as
/// in the accelerator literature: they hold under a percent of the arithmetic.
struct Network
{
    std::string name;
    std::string description; ///< what it is, input size, what is left out
    std::string source;      ///< where the shapes come from
    std::vector<Layer> layers;

    [[nodiscard]] std::int64_t macs() const;       ///< repeats counted
    [[nodiscard]] std::int64_t parameters() const; ///< repeats counted
};

/// Layers with equal operations, so that each shape is evaluated once.
struct UniqueLayer
{
    std::size_t representative = 0; ///< index into Network::layers
    std::int64_t occurrences = 1;   ///< repeats counted
};
[[nodiscard]] std::vector<UniqueLayer> uniqueLayers(const Network& network);

/// Reads `{"format": "paretoscope-network", "version": 1, ...}`; the schema is
/// resources/schemas/network.schema.json. Errors name file, JSON pointer, what was found, what is allowed:
/// unknown keys, dimensions below 1, groups that do not divide the channels, more than 10,000 layers, more
/// than 2^53 multiply-accumulates in all.
[[nodiscard]] Result<Network> networkFromJson(const nlohmann::json& json, const std::string& file);
[[nodiscard]] Result<Network> readNetwork(const std::filesystem::path& file);

/// The document that networkFromJson() reads back into an equal network. Errors: Unsupported, for a layer
/// made in code whose operation is neither a convolution nor a matrix product, or whose parameters are
/// neither its weights nor its weights and biases.
[[nodiscard]] Result<nlohmann::json> networkToJson(const Network& network);

} // namespace paretoscope::workload
