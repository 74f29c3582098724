// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_problem.h"
#include "core/interchange/yaml_text.h"

#include <map>

namespace paretoscope::interchange {

namespace {

using workload::Operation;

/// Coefficients have names in Timeloop: "P_times_2".
std::string coefficientName(const workload::AxisTerm& term, const Operation& operation)
{
    return operation.dimensions[term.dimension].name + "_times_" + std::to_string(term.coefficient);
}

/// [[P, P_times_2], [R]]. Adds the coefficients it needs.
std::string axisText(const workload::Axis& axis, const Operation& operation,
                     std::map<std::string, std::int64_t>& coefficients)
{
    std::vector<std::string> terms;
    for (const workload::AxisTerm& term : axis) {
        std::vector<std::string> words{word(operation.dimensions[term.dimension].name)};
        if (term.coefficient != 1) {
            words.push_back(coefficientName(term, operation));
            coefficients.emplace(words.back(), term.coefficient);
        }
        terms.push_back(list(words));
    }
    return list(terms);
}

} // namespace

std::string problemText(const Operation& operation)
{
    std::string spaces;
    std::map<std::string, std::int64_t> coefficients;
    for (const workload::Tensor& tensor : operation.tensors) {
        spaces += "    - name: " + word(tensor.name)
                  + "\n      projection:" + (tensor.axes.empty() ? " []\n" : "\n");
        for (const workload::Axis& axis : tensor.axes)
            spaces += "      - " + axisText(axis, operation, coefficients) + '\n';
        spaces += tensor.role == workload::TensorRole::Output ? "      read_write: true\n" : "";
    }
    std::vector<std::string> dimensions;
    std::string instance = "  instance:\n";
    for (const workload::Dimension& dimension : operation.dimensions) {
        dimensions.push_back(word(dimension.name));
        instance += "    " + dimensions.back() + ": " + std::to_string(dimension.size) + '\n';
    }
    std::string defaults;
    for (const auto& [name, value] : coefficients) {
        defaults += "    - {name: " + name + ", default: 1}\n";
        instance += "    " + name + ": " + std::to_string(value) + '\n';
    }
    return "# A layer in the YAML of Timeloop 4, written by Paretoscope.\nproblem:\n  version: 0.4\n  "
           "shape:\n"
           "    name: layer\n    dimensions: "
           + list(dimensions) + '\n'
           + (defaults.empty() ? "    coefficients: []\n" : "    coefficients:\n" + defaults)
           + "    data_spaces:\n" + spaces + instance;
}

} // namespace paretoscope::interchange
