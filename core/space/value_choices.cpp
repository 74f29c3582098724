// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/value_choices.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::space {

namespace {

using Value = std::vector<double>;

bool isOrdered(ParameterKind kind)
{
    return kind == ParameterKind::Real || kind == ParameterKind::Integer || kind == ParameterKind::Ordinal;
}

std::vector<Value> stepsOfReal(const Parameter& parameter, std::size_t most)
{
    const Parameter::Extent extent = parameter.axisExtent();
    const double last = static_cast<double>(std::max<std::size_t>(2, most) - 1);
    std::vector<Value> values;
    for (double i = 0.0; i <= last; i += 1.0) {
        const double share = i / last;
        const double value = extent.logarithmic ? extent.low * std::pow(extent.high / extent.low, share)
                                                : extent.low + (extent.high - extent.low) * share;
        values.push_back({std::clamp(value, extent.low, extent.high)});
    }
    return values;
}

std::vector<Value> ranked(const Parameter& parameter, std::uint64_t count, std::size_t most)
{
    const std::uint64_t shown = std::min<std::uint64_t>(count, std::max<std::size_t>(2, most));
    std::vector<Value> values;
    for (std::uint64_t i = 0; i < shown; ++i) {
        const double share = shown == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(shown - 1);
        const std::uint64_t rank = shown == count ? i
                                                  : static_cast<std::uint64_t>(
                                                      std::llround(share * static_cast<double>(count - 1)));
        parameter.at(rank, values.emplace_back(parameter.width()));
    }
    return values;
}

std::vector<Value> oneStepAway(const Parameter& parameter, std::span<const double> value)
{
    const std::vector<double> all = parameter.neighbours(value);
    std::vector<Value> values;
    for (std::size_t at = 0; at + parameter.width() <= all.size(); at += parameter.width())
        values.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(at),
                            all.begin() + static_cast<std::ptrdiff_t>(at + parameter.width()));
    return values;
}

std::vector<Value> valuesFor(const Parameter& parameter, const Value& own, std::size_t most)
{
    const std::optional<std::uint64_t> count = parameter.count();
    std::vector<Value> values;
    if (parameter.kind() == ParameterKind::Real)
        values = stepsOfReal(parameter, most);
    else if (count && (isOrdered(parameter.kind()) || *count <= most))
        values = ranked(parameter, *count, most);
    else
        values = oneStepAway(parameter, own);
    if (std::find(values.begin(), values.end(), own) == values.end())
        values.push_back(own);
    std::stable_sort(values.begin(), values.end(), [&](const Value& a, const Value& b) {
        return parameter.axisPosition(a) < parameter.axisPosition(b);
    });
    return values;
}

} // namespace

Design withValue(const Space& space, const Design& design, std::size_t parameter,
                 std::span<const double> value)
{
    Design changed = design;
    std::copy(value.begin(), value.end(), space.value(changed, parameter).begin());
    space.activate(changed);
    return changed;
}

const InputConstraint* brokenBy(const Space& space, const Design& design)
{
    for (const InputConstraint& constraint : space.constraints())
        if (!constraint.holds(design))
            return &constraint;
    return nullptr;
}

std::vector<ValueChoice> choicesFor(const Space& space, const Design& design, std::size_t parameter,
                                    std::size_t most)
{
    if (!space.isActive(design, parameter))
        return {};
    const auto own = space.value(design, parameter);
    std::vector<ValueChoice> choices;
    for (Value& value : valuesFor(space.parameter(parameter), {own.begin(), own.end()}, most)) {
        const InputConstraint* broken = brokenBy(space, withValue(space, design, parameter, value));
        choices.push_back({std::move(value), broken});
    }
    return choices;
}

std::size_t placeOf(const std::vector<ValueChoice>& choices, std::span<const double> value)
{
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const ValueChoice& choice) {
        return std::equal(choice.value.begin(), choice.value.end(), value.begin(), value.end());
    });
    return static_cast<std::size_t>(found - choices.begin());
}

} // namespace paretoscope::space
