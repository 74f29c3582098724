// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/dataflow.h"

#include <algorithm>
#include <string_view>

namespace paretoscope::cost::spatial {

namespace {

using workload::Operation;
using workload::TensorRole;

std::uint8_t named(const Operation& operation, std::initializer_list<std::string_view> names)
{
    std::uint8_t set = 0;
    for (std::size_t d = 0; d < operation.dimensions.size() && d < 8; ++d)
        if (std::find(names.begin(), names.end(), operation.dimensions[d].name) != names.end())
            set = static_cast<std::uint8_t>(set | (1U << d));
    return set;
}

std::uint8_t addressing(const Operation& operation, std::size_t tensor)
{
    std::uint8_t set = 0;
    for (const workload::Axis& axis : operation.tensors[tensor].axes)
        for (const workload::AxisTerm& term : axis)
            set = static_cast<std::uint8_t>(set | (1U << term.dimension));
    return set;
}

std::optional<std::size_t> output(const Operation& operation)
{
    for (std::size_t t = 0; t < operation.tensors.size(); ++t)
        if (operation.tensors[t].role == TensorRole::Output)
            return t;
    return {};
}

/// The input named "weights"; reference files call it "W", and "B" in matrix products.
std::optional<std::size_t> weights(const Operation& operation)
{
    for (const char* name : {"weights", "W", "B"})
        for (std::size_t t = 0; t < operation.tensors.size(); ++t)
            if (operation.tensors[t].name == name && operation.tensors[t].role == TensorRole::Input)
                return t;
    return {};
}

Dataflow rowStationary(const Operation& operation)
{
    // Only matrix products have an M.
    if (named(operation, {"M"}) != 0)
        return {named(operation, {"M", "N", "K", "B"}), named(operation, {"K", "N", "B"}), 0, {}};
    return {named(operation, {"Q", "C", "K", "G", "N"}),
            named(operation, {"S", "C", "K", "G", "N"}),
            named(operation, {"R"}),
            {}};
}

Dataflow weightStationary(const Operation& operation)
{
    const auto w = weights(operation);
    const auto o = output(operation);
    if (!w || !o)
        return {};
    const std::uint8_t both = addressing(operation, *w) & addressing(operation, *o);
    const auto reduction = static_cast<std::uint8_t>(addressing(operation, *w) & ~addressing(operation, *o));
    return {both, reduction, 0, w};
}

Dataflow outputStationary(const Operation& operation)
{
    const auto o = output(operation);
    if (!o)
        return {};
    const std::uint8_t outputs = addressing(operation, *o);
    return {outputs, outputs, 0, o};
}

} // namespace

const std::vector<std::string>& dataflows()
{
    static const std::vector<std::string> names{"any", "row_stationary", "weight_stationary",
                                                "output_stationary"};
    return names;
}

Result<Dataflow> dataflow(const std::string& name, const Operation& operation)
{
    if (name.empty() || name == "any")
        return Dataflow{};
    if (name == "row_stationary")
        return rowStationary(operation);
    if (name == "weight_stationary")
        return weightStationary(operation);
    if (name == "output_stationary")
        return outputStationary(operation);
    std::string known;
    for (const std::string& each : dataflows())
        known += (known.empty() ? "" : ", ") + each;
    return Error{
        ErrorCode::InvalidInput, "there is no dataflow \"" + name + "\"; known are " + known + ".", {}, {}};
}

} // namespace paretoscope::cost::spatial
