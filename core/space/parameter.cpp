// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter.h"

#include "core/space/parameter_support.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace paretoscope::space {

bool isIdentifier(const std::string& name)
{
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto rest = [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && lower(name.front()) && std::all_of(name.begin(), name.end(), rest);
}

Status complete(ParameterName& name)
{
    constexpr std::size_t kLongest = 64;
    if (!isIdentifier(name.name) || name.name.size() > kLongest) {
        return refusal(name.name.substr(0, kLongest),
                       "a parameter's name is 1 to 64 lower-case letters, digits and underscores, "
                       "beginning with a letter.");
    }
    if (name.condition && (name.condition->parent.empty() || name.condition->values.empty()))
        return refusal(name.name, "a condition names a parent and at least one of its values.");
    if (name.label.empty()) {
        name.label = name.name;
        std::replace(name.label.begin(), name.label.end(), '_', ' ');
    }
    return success();
}

Error refusal(const std::string& parameter, std::string what, std::string hint)
{
    return {ErrorCode::InvalidInput, std::move(what), "parameter \"" + parameter + "\"", std::move(hint)};
}

std::string printNumber(double number)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number + 0.0).ptr;
    return {text, end};
}

std::optional<double> parseNumber(const std::string& text)
{
    double number = 0.0;
    const char* last = text.data() + text.size();
    const auto [end, problem] = std::from_chars(text.data(), last, number);
    if (problem != std::errc() || end != last || !std::isfinite(number))
        return {};
    return number + 0.0; // -0 and 0 are one value, so that they hash and compare as one
}

Status checkLabels(const std::string& parameter, const std::vector<std::string>& labels,
                   const std::string& what)
{
    if (labels.empty())
        return refusal(parameter, "the list of " + what + " is empty; at least one is needed.");
    std::set<std::string> seen;
    for (const std::string& label : labels) {
        const bool control = std::any_of(label.begin(), label.end(),
                                         [](char c) { return static_cast<unsigned char>(c) < 0x20U; });
        if (label.empty() || control)
            return refusal(parameter, "one of the " + what + " is empty or holds a control character.");
        if (!seen.insert(label).second)
            return refusal(parameter,
                           "\"" + label + "\" stands twice among the " + what + "; all must differ.");
    }
    return success();
}

Parameter::Extent paddedExtent(double low, double high)
{
    return low < high ? Parameter::Extent{low, high, false} : Parameter::Extent{low - 0.5, high + 0.5, false};
}

std::vector<std::string> labelsOf(const Parameter& parameter)
{
    const auto* labelled = dynamic_cast<const Labelled*>(&parameter);
    return labelled != nullptr ? labelled->labels() : std::vector<std::string>{};
}

std::vector<double> valuesOf(const Parameter& parameter)
{
    std::vector<double> values;
    if (parameter.kind() != ParameterKind::Ordinal)
        return values;
    values.resize(parameter.count().value_or(0));
    for (std::size_t i = 0; i < values.size(); ++i)
        parameter.at(i, {&values[i], 1});
    return values;
}

} // namespace paretoscope::space
