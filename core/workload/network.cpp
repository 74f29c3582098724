// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/network.h"

#include "core/base/json_reader.h"
#include "core/workload/saturating.h"

#include <algorithm>
#include <tuple>

namespace paretoscope::workload {

namespace {

using nlohmann::json;

constexpr const char* kFormat = "paretoscope-network";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostLayers = 10'000;
constexpr std::int64_t kLargestSize = 1'000'000'000;
constexpr std::int64_t kMostRepeats = 1'000'000;

/// Where every Operation of toOperation() has its weights.
constexpr std::size_t kWeights = 0;

std::int64_t size(JsonReader& reader, std::string_view key, std::optional<std::int64_t> fallback = {})
{
    return reader.integer(key, 1, kLargestSize, fallback);
}

/// "filter": [7, 7], columns first.
std::pair<std::int64_t, std::int64_t> pair(JsonReader& reader, std::string_view key, bool required)
{
    const json& value = reader.raw(key);
    if (!required && !reader.has(key))
        return {1, 1};
    const auto isSize = [](const json& item) {
        return item.is_number_integer() && item >= 1 && item <= kLargestSize;
    };
    if (!value.is_array() || value.size() != 2 || !isSize(value[0]) || !isSize(value[1])) {
        const std::string found = value.is_array() ? value.dump().substr(0, 40) : describe(value);
        reader.fail(key, "is " + (value.is_null() ? std::string("missing") : found)
                             + "; two whole numbers from 1 to " + std::to_string(kLargestSize)
                             + ", columns first, are expected.");
        return {1, 1};
    }
    return {value[0].get<std::int64_t>(), value[1].get<std::int64_t>()};
}

Convolution readConvolution(JsonReader& reader)
{
    Convolution c;
    std::tie(c.filterWidth, c.filterHeight) = pair(reader, "filter", true);
    std::tie(c.outputWidth, c.outputHeight) = pair(reader, "output", true);
    std::tie(c.strideX, c.strideY) = pair(reader, "stride", false);
    std::tie(c.dilationX, c.dilationY) = pair(reader, "dilation", false);
    c.inputChannels = size(reader, "input_channels");
    c.outputChannels = size(reader, "output_channels");
    c.groups = size(reader, "groups", 1);
    c.batch = size(reader, "batch", 1);
    if (c.inputChannels % c.groups != 0 || c.outputChannels % c.groups != 0)
        reader.fail("groups", "is " + std::to_string(c.groups) + ", which does not divide the channels ("
                                  + std::to_string(c.inputChannels) + " in, "
                                  + std::to_string(c.outputChannels) + " out).");
    return c;
}

Convolution readFullyConnected(JsonReader& reader)
{
    Convolution c;
    c.inputChannels = size(reader, "inputs");
    c.outputChannels = size(reader, "outputs");
    c.batch = size(reader, "batch", 1);
    return c;
}

MatrixProduct readMatrixProduct(JsonReader& reader)
{
    MatrixProduct product;
    product.rows = size(reader, "rows");
    product.columns = size(reader, "columns");
    product.reduction = size(reader, "reduction");
    product.products = size(reader, "products", 1);
    product.weightsAreParameters = reader.boolean("weights_are_parameters", true);
    return product;
}

/// One bias for every output channel, or for every column of every product.
std::int64_t biasesOf(const Operation& operation)
{
    if (const auto convolution = asConvolution(operation))
        return convolution->outputChannels;
    const auto product = asMatrixProduct(operation);
    return product ? saturatingProduct(product->columns, product->products) : 0;
}

Layer readLayer(JsonReader& reader)
{
    Layer layer;
    layer.name = reader.string("name");
    layer.repeats = reader.integer("repeats", 1, kMostRepeats, 1);
    const std::string kind = reader.choice("kind", {"convolution", "fully_connected", "matrix_product"});
    bool learnt = true;
    if (kind == "matrix_product") {
        const MatrixProduct product = readMatrixProduct(reader);
        learnt = product.weightsAreParameters;
        layer.operation = toOperation(product);
    } else {
        layer.operation = toOperation(kind == "convolution" ? readConvolution(reader)
                                                            : readFullyConnected(reader));
    }
    const bool bias = reader.boolean("bias", false);
    if (bias && !learnt)
        reader.fail("bias",
                    "is true where weights_are_parameters is false; a product of two activations has no "
                    "bias.");
    if (const Status status = layer.operation.validate(); !status && !reader.failed())
        reader.fail({}, status.error().where + " " + status.error().what);
    if (learnt)
        layer.parameters = saturatingSum(layer.operation.words(kWeights),
                                         bias ? biasesOf(layer.operation) : 0);
    return layer;
}

json convolutionToJson(const Convolution& c)
{
    const Convolution plain = [&c] {
        Convolution fullyConnected;
        fullyConnected.inputChannels = c.inputChannels;
        fullyConnected.outputChannels = c.outputChannels;
        fullyConnected.batch = c.batch;
        return fullyConnected;
    }();
    if (toOperation(plain) == toOperation(c))
        return {{"kind", "fully_connected"},
                {"inputs", c.inputChannels},
                {"outputs", c.outputChannels},
                {"batch", c.batch}};
    return {{"kind", "convolution"},
            {"filter", {c.filterWidth, c.filterHeight}},
            {"output", {c.outputWidth, c.outputHeight}},
            {"input_channels", c.inputChannels},
            {"output_channels", c.outputChannels},
            {"stride", {c.strideX, c.strideY}},
            {"dilation", {c.dilationX, c.dilationY}},
            {"groups", c.groups},
            {"batch", c.batch}};
}

Result<json> layerToJson(const Layer& layer)
{
    json document;
    std::int64_t weights = 0;
    if (const auto convolution = asConvolution(layer.operation)) {
        document = convolutionToJson(*convolution);
        weights = layer.operation.words(kWeights);
    } else if (const auto product = asMatrixProduct(layer.operation)) {
        const bool learnt = layer.parameters > 0;
        document = {{"kind", "matrix_product"},      {"rows", product->rows},
                    {"columns", product->columns},   {"reduction", product->reduction},
                    {"products", product->products}, {"weights_are_parameters", learnt}};
        weights = learnt ? layer.operation.words(kWeights) : 0;
    } else {
        return Error{ErrorCode::Unsupported,
                     "is neither a convolution nor a matrix product; only these can be written.",
                     layer.name,
                     {}};
    }
    const std::int64_t biases = layer.parameters - weights;
    if (biases != 0 && biases != biasesOf(layer.operation))
        return Error{ErrorCode::Unsupported,
                     "counts " + std::to_string(layer.parameters)
                         + " parameters, which are neither its weights nor its weights and biases.",
                     layer.name,
                     {}};
    document["name"] = layer.name;
    document["repeats"] = layer.repeats;
    document["bias"] = biases != 0;
    return document;
}

} // namespace

std::int64_t Network::macs() const
{
    std::int64_t sum = 0;
    for (const Layer& layer : layers)
        sum = saturatingSum(sum, saturatingProduct(layer.repeats, layer.operation.macs()));
    return sum;
}

std::int64_t Network::parameters() const
{
    std::int64_t sum = 0;
    for (const Layer& layer : layers)
        sum = saturatingSum(sum, saturatingProduct(layer.repeats, layer.parameters));
    return sum;
}

std::vector<UniqueLayer> uniqueLayers(const Network& network)
{
    std::vector<UniqueLayer> unique;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const auto same = [&](const UniqueLayer& u) {
            return network.layers[u.representative].operation == layer.operation;
        };
        const auto it = std::find_if(unique.begin(), unique.end(), same);
        if (it == unique.end())
            unique.push_back({i, layer.repeats});
        else
            it->occurrences = saturatingSum(it->occurrences, layer.repeats);
    }
    return unique;
}

Result<Network> networkFromJson(const json& document, const std::string& file)
{
    JsonReader reader(document, file);
    reader.format(kFormat, kVersion);
    Network network;
    network.name = reader.string("name");
    network.description = reader.string("description", "");
    network.source = reader.string("source", "");
    const json& layers = reader.raw("layers");
    if (layers.is_array() && (layers.empty() || layers.size() > kMostLayers))
        reader.fail("layers", "is a list of " + std::to_string(layers.size()) + "; 1 to "
                                  + std::to_string(kMostLayers) + " layers are expected.");
    // A list that is far too long is not worth a closer look.
    if (!reader.failed())
        for (JsonReader& layer : reader.objects("layers"))
            network.layers.push_back(readLayer(layer));
    if (!reader.failed() && std::max(network.macs(), network.parameters()) > kLargestCount)
        reader.fail("layers",
                    "add up to more than 2^53 multiply-accumulates; no count is exact beyond that.");
    if (Status status = reader.finish(); !status)
        return status.error();
    return network;
}

Result<Network> readNetwork(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    return networkFromJson(document.value(), file.string());
}

Result<json> networkToJson(const Network& network)
{
    json layers = json::array();
    for (const Layer& layer : network.layers) {
        auto document = layerToJson(layer);
        if (!document)
            return document.error();
        layers.push_back(std::move(document).value());
    }
    return json{{"format", kFormat},        {"version", kVersion},
                {"name", network.name},     {"description", network.description},
                {"source", network.source}, {"layers", std::move(layers)}};
}

} // namespace paretoscope::workload
