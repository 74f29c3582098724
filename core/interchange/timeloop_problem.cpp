// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_problem.h"

#include "core/interchange/timeloop_directives.h"

#include <algorithm>
#include <map>

namespace paretoscope::interchange {

namespace {

using workload::Operation;

constexpr std::int64_t kLargestCoefficient = std::int64_t{1} << 20;
constexpr std::size_t kMostTensors = 64;
constexpr std::size_t kMostCoefficients = 256;

/// Coefficients by name: the shape's defaults, then what the instance says.
using Coefficients = std::map<std::string, std::int64_t>;

std::vector<workload::Dimension> readDimensions(YamlReader list)
{
    std::vector<workload::Dimension> dimensions;
    for (YamlReader& item : list.items()) {
        const std::string name = item.text();
        // Timeloop allows one letter, because its permutations are words of such letters.
        if (name.size() != 1)
            item.fail("is \"" + name + "\"; a dimension's name is one letter.");
        if (std::any_of(dimensions.begin(), dimensions.end(),
                        [&](const auto& other) { return other.name == name; }))
            item.fail("names the dimension " + name + " twice.");
        if (item.failed())
            break;
        dimensions.push_back({name, 1});
    }
    return dimensions;
}

Coefficients readDefaults(YamlReader& shape)
{
    Coefficients coefficients;
    if (auto list = shape.find("coefficients"))
        for (YamlReader& item : list->items()) {
            const std::string name = item.at("name").text();
            const std::int64_t value = item.at("default").integer(1, kLargestCoefficient);
            if (!coefficients.emplace(name, value).second)
                item.fail("names the coefficient " + name + " twice.");
            if (coefficients.size() > kMostCoefficients) {
                item.fail("is one coefficient too many; " + std::to_string(kMostCoefficients) + " are read.");
                break;
            }
        }
    return coefficients;
}

/// Sizes of the dimensions, and coefficients other than their defaults.
void readInstance(YamlReader instance, Operation& operation, Coefficients& coefficients)
{
    for (workload::Dimension& dimension : operation.dimensions)
        dimension.size = instance.at(dimension.name).integer(1, kLargestFactor);
    for (auto& [name, value] : coefficients)
        if (auto given = instance.find(name))
            value = given->integer(1, kLargestCoefficient);
    if (auto densities = instance.find("densities"))
        if (densities->kind() != YamlNode::Kind::Map || !densities->keys().empty())
            densities->fail("describes sparse data, which is not understood.", ErrorCode::Unsupported);
}

std::size_t dimensionNamed(const std::string& name, const Operation& operation, YamlReader& place)
{
    const auto found = std::find_if(operation.dimensions.begin(), operation.dimensions.end(),
                                    [&](const auto& d) { return d.name == name; });
    if (found != operation.dimensions.end())
        return static_cast<std::size_t>(found - operation.dimensions.begin());
    place.fail("names \"" + name + "\", which is no dimension of this shape.");
    return 0;
}

/// [P] or [P, Wstride]
workload::AxisTerm readTerm(YamlReader& item, const Operation& operation, const Coefficients& coefficients)
{
    const std::vector<std::string> words = item.words();
    if (words.empty() || words.size() > 2) {
        item.fail("must be a dimension, or a dimension and a coefficient.");
        return {};
    }
    workload::AxisTerm term{dimensionNamed(words[0], operation, item), 1};
    if (words.size() == 2) {
        const auto coefficient = coefficients.find(words[1]);
        if (coefficient == coefficients.end())
            item.fail("names \"" + words[1] + "\", which is no coefficient of this shape.");
        else
            term.coefficient = coefficient->second;
    }
    return term;
}

workload::Tensor readTensor(YamlReader& item, const Operation& operation, const Coefficients& coefficients)
{
    workload::Tensor tensor;
    tensor.name = item.at("name").text();
    if (auto output = item.find("read_write"))
        tensor.role = output->boolean() ? workload::TensorRole::Output : workload::TensorRole::Input;
    for (YamlReader& axis : item.at("projection").items()) {
        workload::Axis terms;
        if (axis.kind() == YamlNode::Kind::Scalar) // the short form, one dimension an axis
            terms.push_back({dimensionNamed(axis.text(), operation, axis), 1});
        else
            for (YamlReader& term : axis.items())
                terms.push_back(readTerm(term, operation, coefficients));
        tensor.axes.push_back(std::move(terms));
    }
    return tensor;
}

} // namespace

workload::Operation readProblem(YamlReader& problem)
{
    checkVersion(problem);
    Operation operation;
    YamlReader shape = problem.at("shape");
    shape.pass("name"); // a title
    operation.dimensions = readDimensions(shape.at("dimensions"));
    Coefficients coefficients = readDefaults(shape);
    readInstance(problem.at("instance"), operation, coefficients);
    for (YamlReader& item : shape.at("data_spaces").items()) {
        if (item.failed() || operation.tensors.size() >= kMostTensors) {
            item.fail("is one data space too many; " + std::to_string(kMostTensors) + " are read.");
            break;
        }
        operation.tensors.push_back(readTensor(item, operation, coefficients));
        const std::string& name = operation.tensors.back().name;
        if (std::count_if(operation.tensors.begin(), operation.tensors.end(),
                          [&](const auto& t) { return t.name == name; })
            > 1)
            item.fail("names the data space " + name + " twice.");
    }
    if (problem.failed())
        return operation;
    if (const Status status = operation.validate(); !status)
        problem.fail("describes no layer: " + status.error().text());
    return operation;
}

} // namespace paretoscope::interchange
