// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/yaml_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Directives: what is said about the loops and the contents of one node of the machine. A mapping is a list
/// of them, a constraint on mappings is one too; only the comparisons <= and >= belong to constraints alone.
namespace paretoscope::interchange {

struct Factor
{
    enum class Relation : std::uint8_t { Equal, AtMost, AtLeast };
    std::string dimension;
    Relation relation = Relation::Equal;
    std::int64_t value = 1; ///< 0 = the whole dimension
};

struct Directive
{
    enum class Kind : std::uint8_t { Temporal, Spatial, Residency };
    Kind kind = Kind::Temporal;
    std::string target;
    std::vector<Factor> factors;
    std::vector<std::string> permutation; ///< innermost first
    std::optional<std::int64_t> split;    ///< so many of the permutation run along X, the rest along Y
    std::vector<std::string> keep, bypass;
    std::string where; ///< for messages
};

/// The largest factor that is read; counts are exact up to here.
inline constexpr std::int64_t kLargestFactor = std::int64_t{1} << 53;

/// An entry of a list of directives: {target, type, ...}. Types: temporal, spatial, and dataspace with its
/// older names bypass and datatype.
[[nodiscard]] Directive readDirective(YamlReader& entry);

/// The constraints written inside a node of the architecture, {spatial: .., temporal: .., dataspace: ..}.
[[nodiscard]] std::vector<Directive> readNodeConstraints(YamlReader& constraints, const std::string& target);

/// A document's list of constraints, {version, targets: [..]} or the bare list.
[[nodiscard]] std::vector<Directive> readConstraintList(YamlReader& constraints);

/// "0.4", the version of everything read and written here.
void checkVersion(YamlReader& document);

} // namespace paretoscope::interchange
