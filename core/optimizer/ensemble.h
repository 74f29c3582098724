// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/elites.h"
#include "core/optimizer/history.h"
#include "core/optimizer/method.h"
#include "core/optimizer/team_search.h"

#include <vector>

namespace paretoscope::optimizer {

struct EnsembleOptions
{
    double temperature = 0.3;
    double memory = 0.98;
    double exploration = 0.3;
};

/// An ensemble of whole search methods that share all results, after P3BO (Angermueller, Belanger, Gane,
/// Mariet, Dohan, Murphy, Colwell, Sculley 2020): trials go to the methods by a softmax of what each has
/// gained lately. Unlike there, trials are shared out one by one, and gains are learnt from a share of the
/// trials that is shared out blindly, by number; so what is learnt is a function of what was told.
class Ensemble final : public TeamSearch
{
public:
    Ensemble(const SearchProblem& problem, std::uint64_t seed,
             std::vector<std::unique_ptr<Optimizer>> members, EnsembleOptions options);

    [[nodiscard]] std::string name() const override { return "p3bo"; }

private:
    [[nodiscard]] std::size_t due(std::uint64_t id) const override;
    void learnt(const Observation& observation) override;
    void askedAnew() override;
    [[nodiscard]] std::optional<std::size_t> blind(std::uint64_t id) const;

    EnsembleOptions m_options;
    History m_history;
    Elites m_front;
    std::vector<double> m_gains;
    std::vector<double> m_uses;
};

[[nodiscard]] Method ensembleMethod();

} // namespace paretoscope::optimizer
