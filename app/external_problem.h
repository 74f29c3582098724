// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace paretoscope::cli {

/// A problem that another program states and evaluates, as the external optimizer protocol describes it, and
/// the two ways between its values and our designs.
class ExternalProblem
{
public:
    /// Reads the object "problem" of the protocol's first line. Beyond the protocol's keys it may hold
    /// "noisy": true (an evaluation repeated may have another result) and "repeats": true (a design may be
    /// proposed again); other keys are ignored.
    /// Errors: InvalidInput that names the variable or key, what was found and what is allowed.
    [[nodiscard]] static Result<ExternalProblem> read(const nlohmann::json& problem);

    [[nodiscard]] const optimizer::SearchProblem& search() const { return m_search; }
    /// The values of the variables in their order: numbers, and labels for categories.
    [[nodiscard]] nlohmann::json valuesOf(const space::Design& design) const;
    /// Reads one entry of "results". One without finite objectives is a failed evaluation.
    /// Errors: InvalidInput for a wrong number of values, or values that are no numbers.
    [[nodiscard]] Result<optimizer::Observation> read(const nlohmann::json& result, std::uint64_t id,
                                                      const space::Design& design) const;
    /// How many of the constraints are known.
    [[nodiscard]] std::size_t knownConstraints() const;

private:
    optimizer::SearchProblem m_search;
    std::vector<std::vector<nlohmann::json>> m_labels; ///< of a categorical variable; else empty
    std::vector<double> m_signs;                       ///< 1 minimised, -1 maximised
};

} // namespace paretoscope::cli
