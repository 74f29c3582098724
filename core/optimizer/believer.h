// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/outcome_models.h"

#include <cstdint>
#include <map>
#include <vector>

namespace paretoscope::optimizer {

/// Lets models believe, for as long as it lives, that designs which are being evaluated turn out as expected
/// (Ginsbourger, Le Riche, Carraro 2010: the kriging believer), so that the next proposals keep away from
/// them. The models must not be updated meanwhile; all must be ready.
class Believer
{
public:
    Believer(OutcomeModels& models, const std::map<std::uint64_t, space::Design>& pending);
    ~Believer();
    Believer(const Believer&) = delete;
    Believer& operator=(const Believer&) = delete;

    /// Objectives of those that are believed to be feasible.
    [[nodiscard]] const std::vector<std::vector<double>>& believed() const { return m_believed; }
    /// Lets one objective's model believe a value, in the objective's own units.
    void believe(std::size_t objective, const space::Design& design, double value);

private:
    OutcomeModels& m_models;
    std::vector<surrogate::Index> m_knownObjective; ///< sizes of the models before
    std::vector<surrogate::Index> m_knownRestriction;
    std::vector<std::vector<double>> m_believed;
};

} // namespace paretoscope::optimizer
