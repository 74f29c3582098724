// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/optimizer/search_problem.h"
#include "core/optimizer/thought.h"
#include "core/space/space.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::optimizer {

/// What the optimizer is told of a finished trial; it never sees a concrete problem.
struct Observation
{
    std::uint64_t id = 0;
    space::Design design;
    std::vector<double> objectives; ///< all minimised; empty when infeasible without values, or failed
    std::vector<double> metrics;    ///< in the problem's own directions, for steering
    double violation = 0.0;         ///< 0 = feasible; infinity = nothing is known (failed, no legal mapping)
    /// One value per SearchProblem::constraints, at most 0 where it holds; empty when not known one by one.
    /// They refine `violation`, which alone decides what is feasible.
    std::vector<double> constraints = {};
};

/// A person's pins that the search must obey from the next proposal on.
struct Steering
{
    struct Bound
    {
        std::size_t index = 0; ///< of a parameter (by axis position) or of a metric
        double minimum = -std::numeric_limits<double>::infinity();
        double maximum = std::numeric_limits<double>::infinity();
        bool excluded = false; ///< what lies from minimum to maximum is what must not be
        [[nodiscard]] bool holds(double value) const
        {
            return !std::isnan(value) && (value >= minimum && value <= maximum) != excluded;
        }
    };
    std::vector<Bound> parameters; ///< proposals always satisfy these, where any design can
    std::vector<Bound> metrics;    ///< treated as constraints: constraint domination among what is known

    [[nodiscard]] bool allows(const space::Space& space, const space::Design& design) const;
    /// Summed relative excess over the metric bounds; 0 when all hold.
    [[nodiscard]] double violation(std::span<const double> metricValues) const;
    [[nodiscard]] bool empty() const { return parameters.empty() && metrics.empty(); }
};

struct PaboLedger;

/// What a method has spent on thinking.
struct Effort
{
    bool counted = false;        ///< the method counts; the numbers below mean nothing where it does not
    std::uint64_t modelFits = 0; ///< fits of a model's hyper-parameters
    std::uint64_t acquisitionEvaluations = 0; ///< designs that an acquisition function was computed of
    double cpu_s = 0.0;                       ///< processor time of asking and telling
};

/// Where to look next. Not thread-safe: one coordinator calls it.
///
/// Reproducibility contract: what ask() returns is a function of the seed, the trial's id, what was told (in
/// order), the steering, and what was asked but not yet told. Randomness comes from Rng(seed, id), never from
/// a running generator. So a search resumed from a journal goes on as if it had never stopped, and the number
/// of workers changes nothing.
class Optimizer
{
public:
    virtual ~Optimizer() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    /// The design for trial `id`. Absent when the space is exhausted or no design satisfies the known
    /// constraints and pins; `whyNone` then says so in a sentence.
    [[nodiscard]] virtual std::optional<space::Design> ask(std::uint64_t id) = 0;
    [[nodiscard]] virtual std::string whyNone() const = 0;
    /// Results in order of id.
    virtual void tell(std::span<const Observation> observations) = 0;
    /// Candidates asked for but never to be evaluated (pins changed before they started).
    virtual void withdraw(std::span<const std::uint64_t> ids) = 0;
    virtual void constrain(const Steering& steering) = 0;

    /// What was thought at the last ask(); valid until the next call of another function. Says nothing where
    /// a method has not been taught to.
    [[nodiscard]] virtual Thought thought() const { return {}; }
    /// What was spent so far, by this object: a search that is resumed counts anew.
    [[nodiscard]] virtual Effort effort() const { return {}; }
    /// The turns of a search by agents; null for other methods. Valid until the next call of another
    /// function.
    [[nodiscard]] virtual const PaboLedger* ledger() const { return nullptr; }
    /// What is believed of these designs, by all that was told. \errors NotFound where there is no model
    [[nodiscard]] virtual Result<Beliefs> beliefs(std::span<const space::Design> designs);
};

/// One documented option of a method: a number, or a choice among named ones where `choices` is not empty.
struct OptionDoc
{
    std::string name;
    std::string label;
    double fallback = 0.0; ///< of a choice: its index
    double minimum = 0.0;
    double maximum = 0.0;
    std::string help;                      ///< meaning and reason of the default
    std::string unit = {};                 ///< base unit; empty for counts and shares
    std::string source = {};               ///< where the default comes from; empty: our choice
    bool whole = false;                    ///< only whole numbers make sense
    std::vector<std::string> choices = {}; ///< then minimum and maximum mean nothing
};

struct MethodDoc
{
    std::string name;  ///< "nsga2"
    std::string label; ///< "NSGA-II"
    std::string help;
    std::vector<OptionDoc> options;
};
/// Every method there is, in the order in which a person should meet them.
[[nodiscard]] const std::vector<MethodDoc>& methods();

struct MethodChoice
{
    std::string name = "auto"; ///< the program chooses
    std::vector<std::pair<std::string, double>> options;
    std::vector<std::pair<std::string, std::string>> choices = {}; ///< options that choose among names
};
/// Errors: unknown method or option, a value out of its range, a problem that the method cannot search (grid
/// on more than a million designs or on real parameters).
[[nodiscard]] Result<std::unique_ptr<Optimizer>>
makeOptimizer(const MethodChoice& choice, const SearchProblem& problem, std::uint64_t seed);

} // namespace paretoscope::optimizer
