// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"

#include <map>
#include <memory>
#include <string>

namespace paretoscope::optimizer {

/// The options of a method after the defaults have been filled in and every value has been checked.
class ChosenOptions
{
public:
    void set(const std::string& name, double value) { m_numbers[name] = value; }
    /// The value of an option; of a choice its index. 0 for a name that the method does not document.
    [[nodiscard]] double number(const std::string& name) const
    {
        const auto found = m_numbers.find(name);
        return found == m_numbers.end() ? 0.0 : found->second;
    }
    [[nodiscard]] std::size_t count(const std::string& name) const
    {
        return static_cast<std::size_t>(number(name));
    }

private:
    std::map<std::string, double> m_numbers;
};

/// A method as the registry knows it: what it says of itself, and how one is made. Each method offers its own
/// in a function beside its class; methods.cpp lists them.
struct Method
{
    using Made = Result<std::unique_ptr<Optimizer>>;
    MethodDoc doc;
    Made (*make)(const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed);
};

/// An InvalidInput about the choice or the options of a method.
[[nodiscard]] Error refusedMethod(std::string what);

} // namespace paretoscope::optimizer
