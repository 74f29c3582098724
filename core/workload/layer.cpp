// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/layer.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace paretoscope::workload {

namespace {

/// One axis of a tensor in the words of the field: {{"P", stride}, {"R", dilation}}.
using NamedAxis = std::vector<std::pair<std::string_view, std::int64_t>>;

std::optional<std::size_t> indexOf(const Operation& operation, std::string_view name)
{
    const auto& all = operation.dimensions;
    const auto it = std::find_if(all.begin(), all.end(), [&](const Dimension& d) { return d.name == name; });
    return it == all.end() ? std::nullopt : std::optional<std::size_t>(it - all.begin());
}

/// A size, or 1 for a loop that is not there.
std::int64_t sizeOf(const Operation& operation, std::string_view name)
{
    const auto index = indexOf(operation, name);
    return index ? operation.dimensions[*index].size : 1;
}

/// Axes over dimensions that the operation lacks (G of a plain convolution, B of a single product) fall away.
void addTensor(Operation& operation, std::string name, TensorRole role,
               std::initializer_list<NamedAxis> namedAxes)
{
    Tensor tensor{std::move(name), role, {}};
    for (const NamedAxis& namedAxis : namedAxes) {
        Axis axis;
        for (const auto& [dimension, coefficient] : namedAxis)
            if (const auto index = indexOf(operation, dimension))
                axis.push_back({*index, coefficient});
        if (!axis.empty())
            tensor.axes.push_back(std::move(axis));
    }
    operation.tensors.push_back(std::move(tensor));
}

/// The factor with which a dimension moves along an axis of the inputs: a stride or a dilation.
std::int64_t inputCoefficient(const Operation& operation, std::string_view name)
{
    const auto index = indexOf(operation, name);
    for (const Tensor& tensor : operation.tensors)
        for (const Axis& axis : tensor.axes)
            for (const AxisTerm& term : axis)
                if (tensor.name == "inputs" && index && term.dimension == *index)
                    return term.coefficient;
    return 1;
}

std::string by(std::int64_t a, std::int64_t b)
{
    return std::to_string(a) + "x" + std::to_string(b);
}

std::string arrow(std::int64_t from, std::int64_t to)
{
    return std::to_string(from) + " → " + std::to_string(to);
}

/// ", stride 2" or ", stride 2x1"; empty for the usual 1.
std::string unlessOne(const char* what, std::int64_t x, std::int64_t y)
{
    if (x == 1 && y == 1)
        return {};
    return std::string(", ") + what + " " + (x == y ? std::to_string(x) : by(x, y));
}

std::string describeConvolution(const Convolution& c)
{
    const bool point = c.filterWidth == 1 && c.filterHeight == 1 && c.outputWidth == 1 && c.outputHeight == 1;
    const std::string batch = unlessOne("batch", c.batch, c.batch);
    if (point && c.groups == 1)
        return "fully connected, " + arrow(c.inputChannels, c.outputChannels) + batch;
    const std::string filter = by(c.filterWidth, c.filterHeight);
    const std::string map = by(c.outputWidth, c.outputHeight) + unlessOne("stride", c.strideX, c.strideY)
                            + unlessOne("dilation", c.dilationX, c.dilationY) + batch;
    if (c.groups > 1 && c.groups == c.inputChannels && c.groups == c.outputChannels)
        return filter + " depthwise conv, " + std::to_string(c.groups) + " channels, " + map;
    const std::string channels = arrow(c.inputChannels, c.outputChannels) + ", ";
    if (c.groups > 1 && c.groups == c.inputChannels)
        return filter + " depthwise conv, " + channels + map;
    if (c.groups > 1)
        return filter + " conv in " + std::to_string(c.groups) + " groups, " + channels + map;
    return filter + " conv, " + channels + map;
}

} // namespace

Operation toOperation(const Convolution& c)
{
    const auto perGroup = [&c](std::int64_t channels) {
        return c.groups >= 1 && channels % c.groups == 0 ? channels / c.groups : 0;
    };
    Operation operation;
    operation.dimensions = {{"R", c.filterWidth},
                            {"S", c.filterHeight},
                            {"P", c.outputWidth},
                            {"Q", c.outputHeight},
                            {"C", perGroup(c.inputChannels)},
                            {"K", perGroup(c.outputChannels)}};
    if (c.groups != 1)
        operation.dimensions.push_back({"G", c.groups});
    operation.dimensions.push_back({"N", c.batch});
    addTensor(operation, "weights", TensorRole::Input,
              {{{"G", 1}}, {{"K", 1}}, {{"C", 1}}, {{"R", 1}}, {{"S", 1}}});
    addTensor(operation, "inputs", TensorRole::Input,
              {{{"N", 1}},
               {{"G", 1}},
               {{"C", 1}},
               {{"P", c.strideX}, {"R", c.dilationX}},
               {{"Q", c.strideY}, {"S", c.dilationY}}});
    addTensor(operation, "outputs", TensorRole::Output,
              {{{"N", 1}}, {{"G", 1}}, {{"K", 1}}, {{"P", 1}}, {{"Q", 1}}});
    return operation;
}

Operation toOperation(const MatrixProduct& product)
{
    Operation operation;
    operation.dimensions = {{"M", product.rows}, {"N", product.columns}, {"K", product.reduction}};
    if (product.products != 1)
        operation.dimensions.push_back({"B", product.products});
    addTensor(operation, "weights", TensorRole::Input, {{{"B", 1}}, {{"K", 1}}, {{"N", 1}}});
    addTensor(operation, "inputs", TensorRole::Input, {{{"B", 1}}, {{"M", 1}}, {{"K", 1}}});
    addTensor(operation, "outputs", TensorRole::Output, {{{"B", 1}}, {{"M", 1}}, {{"N", 1}}});
    return operation;
}

std::optional<Convolution> asConvolution(const Operation& operation)
{
    const std::int64_t groups = sizeOf(operation, "G");
    if (groups < 1)
        return std::nullopt;
    Convolution c;
    c.filterWidth = sizeOf(operation, "R");
    c.filterHeight = sizeOf(operation, "S");
    c.outputWidth = sizeOf(operation, "P");
    c.outputHeight = sizeOf(operation, "Q");
    c.groups = groups;
    if (__builtin_mul_overflow(groups, sizeOf(operation, "C"), &c.inputChannels)
        || __builtin_mul_overflow(groups, sizeOf(operation, "K"), &c.outputChannels))
        return std::nullopt;
    c.strideX = inputCoefficient(operation, "P");
    c.strideY = inputCoefficient(operation, "Q");
    c.dilationX = inputCoefficient(operation, "R");
    c.dilationY = inputCoefficient(operation, "S");
    c.batch = sizeOf(operation, "N");
    // Whatever the loops are called, only this comparison proves the form.
    return toOperation(c) == operation ? std::optional(c) : std::nullopt;
}

std::optional<MatrixProduct> asMatrixProduct(const Operation& operation)
{
    const MatrixProduct product{sizeOf(operation, "M"), sizeOf(operation, "N"), sizeOf(operation, "K"),
                                sizeOf(operation, "B"), true};
    return toOperation(product) == operation ? std::optional(product) : std::nullopt;
}

std::string describeShape(const Operation& operation)
{
    if (const auto convolution = asConvolution(operation))
        return describeConvolution(*convolution);
    if (const auto product = asMatrixProduct(operation)) {
        const std::string shape = by(product->rows, product->reduction) + " by "
                                  + by(product->reduction, product->columns);
        return product->products == 1 ? "matrix product " + shape
                                      : std::to_string(product->products) + " matrix products " + shape;
    }
    std::string loops;
    for (const Dimension& dimension : operation.dimensions)
        loops += (loops.empty() ? "loops " : ", ") + dimension.name + " " + std::to_string(dimension.size);
    return loops;
}

std::string dimensionMeaning(std::string_view name, const Operation& operation)
{
    using Meaning = std::pair<std::string_view, const char*>;
    static constexpr std::array<Meaning, 8> kConvolution{{{"R", "filter columns"},
                                                          {"S", "filter rows"},
                                                          {"P", "output columns"},
                                                          {"Q", "output rows"},
                                                          {"C", "input channels"},
                                                          {"K", "output channels"},
                                                          {"G", "groups"},
                                                          {"N", "batch"}}};
    static constexpr std::array<Meaning, 4> kMatrixProduct{
        {{"M", "rows"}, {"N", "columns"}, {"K", "reduction"}, {"B", "products"}}};
    const auto look = [name](const auto& meanings) {
        const auto* it = std::find_if(meanings.begin(), meanings.end(),
                                      [&](const Meaning& m) { return m.first == name; });
        return it == meanings.end() ? std::string(name) : std::string(it->second);
    };
    // N and K mean different things in the two forms; only a matrix product has rows M.
    return indexOf(operation, "M") ? look(kMatrixProduct) : look(kConvolution);
}

} // namespace paretoscope::workload
