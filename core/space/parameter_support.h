// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"

#include <optional>
#include <string>
#include <vector>

/// What the six kinds share; of no use outside this folder.
namespace paretoscope::space {

/// Counts above this are treated as uncountable, because a double (an axis, JSON) no longer tells them apart.
inline constexpr std::uint64_t kMostCounted = std::uint64_t{1} << 53U;

/// True for [a-z][a-z0-9_]*: what can be named in an expression, a column of a table and a command line.
[[nodiscard]] bool isIdentifier(const std::string& name);

/// Checks the name and the condition, and fills in the label where it is missing.
[[nodiscard]] Status complete(ParameterName& name);

/// An InvalidInput at this parameter.
[[nodiscard]] Error refusal(const std::string& parameter, std::string what, std::string hint = {});

/// The shortest text that reads back as the same number, whatever the locale; never "-0".
[[nodiscard]] std::string printNumber(double number);
/// Absent unless the whole text is one finite number.
[[nodiscard]] std::optional<double> parseNumber(const std::string& text);

/// Refuses an empty list, empty or repeated labels, and control characters.
[[nodiscard]] Status checkLabels(const std::string& parameter, const std::vector<std::string>& labels,
                                 const std::string& what);

/// A kind whose values are built of named things.
class Labelled
{
public:
    virtual ~Labelled() = default;
    [[nodiscard]] virtual const std::vector<std::string>& labels() const = 0;
};

/// [low, high] for an axis; a single value gets half a unit either way so that the axis has a length.
[[nodiscard]] Parameter::Extent paddedExtent(double low, double high);

} // namespace paretoscope::space
