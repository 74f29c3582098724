// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/design.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::optimizer {

/// What one model said of a design before it was evaluated, in the objective's own units.
struct PartnerView
{
    std::size_t objective = 0;
    double median = 0.0;
    double low = 0.0, high = 0.0; ///< one standard deviation either way
    double optimistic = 0.0;      ///< what the gate goes by: some standard deviations to the good
};

/// One turn of the supervising agent.
struct PaboTurn
{
    enum class Decision {
        Vetoed,  ///< not worth an evaluation; there is no trial
        Proposed ///< to be evaluated, or evaluated
    };
    std::size_t owner = 0; ///< the objective whose model proposed
    space::Design design;
    Decision decision = Decision::Proposed;
    std::optional<std::uint64_t> trial; ///< of a proposal
    std::vector<PartnerView> views;     ///< one per objective
    std::optional<double> known;        ///< the owner's value, where it costs no evaluation
    /// Of a veto: a trial that is better in everything, even by the optimistic view. Of a proposal that has
    /// been evaluated: one that dominates it, where there is.
    std::optional<std::uint64_t> dominating;
    std::optional<std::uint64_t> anchor; ///< trial of the front that was to be improved
    /// Objectives of the anchor: the owner's is to be improved, the others' kept. Infinite: does not matter.
    std::vector<double> marks;
    bool told = false;   ///< the result is in
    bool shared = false; ///< then: the partners' models learnt of it as well

    /// What a joint search would have computed and this turn did not.
    std::size_t acquisitionsSkipped = 0; ///< acquisition functions of the other objectives
    std::size_t updatesSkipped = 0;      ///< updates of partners' models
};

struct PaboCounters
{
    std::uint64_t turns = 0;
    std::uint64_t vetoes = 0;
    std::uint64_t updatesMade = 0;    ///< of partners' models
    std::uint64_t updatesSkipped = 0; ///< likewise
    std::uint64_t freeValues = 0;     ///< values that cost no evaluation and taught a model
};

/// All turns in order, and their sums. Starts with the object: what a resumed search did before is not in it.
/// Model fits, acquisition evaluations and processor time: see Optimizer::effort.
struct PaboLedger
{
    std::vector<PaboTurn> turns;
    PaboCounters counters;
};

} // namespace paretoscope::optimizer
