// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/hardware/setting_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The numbers of a machine by the name of their attribute, so that a file and a study's settings go one way.
namespace paretoscope::hardware {

[[nodiscard]] inline std::int64_t whole(double number)
{
    return static_cast<std::int64_t>(number);
}

/// A number that can be set: its name ("array.rows" stands in a file as "array": {"rows": ...}), its range,
/// its place in the machine.
template <class Machine> struct NumberedAttribute
{
    std::string name;
    double minimum;
    double maximum;
    bool whole;
    enum InFile { Required, Optional, Absent } file;
    void (*set)(Machine&, double);
};
template <class Machine> using NumberedAttributes = std::vector<NumberedAttribute<Machine>>;

/// \param kind of machine, for the message: "a systolic array"
/// \errors InvalidInput for a word, a number out of its range or a fraction where a whole number must stand;
/// NotFound for an unknown attribute
template <class Machine, class Setting>
[[nodiscard]] Status applySetting(Machine& machine, const NumberedAttributes<Machine>& attributes,
                                  const Setting& setting, std::string_view kind)
{
    for (const NumberedAttribute<Machine>& attribute : attributes) {
        if (attribute.name != setting.attribute)
            continue;
        // Written so that NaN fails.
        const bool inside = setting.number >= attribute.minimum && setting.number <= attribute.maximum;
        if (!setting.word.empty() || !inside
            || (attribute.whole && std::floor(setting.number) != setting.number))
            return refused(setting, std::string(attribute.whole ? "a whole number" : "a number") + " from "
                                        + printed(attribute.minimum) + " to " + printed(attribute.maximum));
        attribute.set(machine, setting.number);
        return success();
    }
    return Error{ErrorCode::NotFound,
                 "\"" + setting.attribute + "\" is no attribute of " + std::string(kind) + ".",
                 setting.attribute,
                 {}};
}

/// Reads all attributes of a file. A part ("array") may be missing when everything in it may.
/// \returns the readers of the parts by name, for what else stands there
template <class Machine>
std::map<std::string, JsonReader>
readAttributes(JsonReader& reader, const NumberedAttributes<Machine>& attributes, Machine& machine)
{
    using Attribute = NumberedAttribute<Machine>;
    const auto partOf = [](const Attribute& attribute) {
        const std::size_t dot = attribute.name.find('.');
        return dot == std::string::npos ? std::string() : attribute.name.substr(0, dot);
    };
    std::map<std::string, JsonReader> parts;
    for (const Attribute& attribute : attributes) {
        const std::string part = partOf(attribute);
        if (attribute.file == Attribute::Absent)
            continue;
        if (!part.empty() && !parts.contains(part)) {
            const bool optional = std::none_of(attributes.begin(), attributes.end(), [&](const Attribute& a) {
                return partOf(a) == part && a.file == Attribute::Required;
            });
            parts.emplace(part, reader.object(part, optional));
        }
        JsonReader& owner = part.empty() ? reader : parts.at(part);
        const std::string key = part.empty() ? attribute.name : attribute.name.substr(part.size() + 1);
        if (attribute.file == Attribute::Optional && !owner.has(key))
            continue;
        const double value = attribute.whole ? static_cast<double>(
                                 owner.integer(key, whole(attribute.minimum), whole(attribute.maximum)))
                                             : owner.number(key, {attribute.minimum, attribute.maximum});
        if (!reader.failed())
            attribute.set(machine, value);
    }
    return parts;
}

} // namespace paretoscope::hardware
