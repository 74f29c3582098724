// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/problem/explanation.h"
#include "core/space/space.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

enum class Direction { Minimize, Maximize };
enum class Scale { Linear, Logarithmic };

/// Something that an evaluation measures. Values are in base units (J, s, mm², counts, shares).
struct Metric
{
    std::string name;  ///< identifier, e.g. "energy"
    std::string label; ///< for people, e.g. "Energy"
    std::string unit;  ///< "J", "s", "mm²", "J·s", "W", "" for shares and counts
    Direction better = Direction::Minimize;
    Scale scale = Scale::Linear;
    std::string help; ///< one sentence: what it is and how it is computed
};

/// A metric to be optimized: index into Problem::metrics().
struct Objective
{
    std::size_t metric = 0;
};

/// A bound on a metric that the study sets (an unknown constraint: only an evaluation tells).
struct MetricConstraint
{
    std::size_t metric = 0;
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
};

enum class Verdict : std::uint8_t {
    Feasible,
    Infeasible, ///< evaluated, but no legal mapping or a constraint violated
    Failed,     ///< could not be evaluated (a crash, a time-out, nonsense)
};

struct Outcome
{
    Verdict verdict = Verdict::Failed;
    std::vector<double> metrics; ///< one per Problem::metrics(); NaN where unknown (infeasible, failed)
    double violation = 0.0;      ///< >= 0, summed relative excess over all constraints; 0 when feasible
    std::string reason;  ///< short and countable, e.g. "no legal mapping: weights do not fit weight_spad"
    double cost_s = 0.0; ///< seconds spent
    /// What else the problem wants kept with the trial, in a form of its own (the epochs of a training); null
    /// where it wants nothing. Whoever reads it may find anything there: files come from anywhere.
    std::shared_ptr<const std::vector<double>> record = nullptr;
};

/// What earlier sittings of a run left, for problems that go on from it.
struct Past
{
    struct Trial
    {
        std::uint64_t number = 0;
        const space::Design* design = nullptr;
        const Outcome* outcome = nullptr;
    };
    std::vector<Trial> trials; ///< all recorded ones, in order of number, from 0 without gaps
    /// A folder of the run's own where interrupted evaluations may leave what they can go on from; made by
    /// whoever needs it first. Empty: there is none.
    std::filesystem::path scratch;
};

/// A design known from elsewhere that the answers are held against, such as a machine that somebody built.
struct ReferenceDesign
{
    std::string name; ///< for people, e.g. "Eyeriss"
    std::string note; ///< what it is and how well that is known ("first-hand", "from memory", "our choice")
    std::optional<space::Design> design; ///< absent when it lies outside of the space
    /// Measures one that lies outside of the space, with the problem's own evaluation; unused where there is
    /// a design. Thread-safe; polls the token like evaluate().
    std::function<Outcome(const std::stop_token&)> measure;
};

/// Which part of a design is the network and which the machine, for methods that choose one after the other.
struct Codesign
{
    std::vector<std::size_t> software; ///< parameters of the network; the others are the machine's
    space::Design reference;           ///< its machine stands in until one is chosen
    std::vector<std::size_t> quality;  ///< metrics that a machine chosen later must not spoil
};

/// The question: a space, metrics, objectives, constraints and an evaluator.
/// evaluate() and explain() are const, thread-safe and deterministic for a design.
class Problem
{
public:
    virtual ~Problem() = default;
    [[nodiscard]] virtual const std::string& name() const = 0;
    [[nodiscard]] virtual const space::Space& space() const = 0;
    [[nodiscard]] virtual const std::vector<Metric>& metrics() const = 0;
    [[nodiscard]] virtual const std::vector<Objective>& objectives() const = 0;
    [[nodiscard]] virtual const std::vector<MetricConstraint>& constraints() const = 0;
    /// Numbers derived from a design that explain its results better than its parameters do (a product of
    /// two, a ratio), for methods that ask; as many for every design. Empty: the parameters will do.
    [[nodiscard]] virtual std::vector<double> features(const space::Design& /*design*/) const { return {}; }
    /// Polls `stop`; a stopped evaluation returns Failed with reason "stopped" and is not recorded.
    [[nodiscard]] virtual Outcome evaluate(const space::Design& design,
                                           const std::stop_token& stop) const = 0;
    /// evaluate() for trial `number` of a run. Its outcome may depend on the trials below it as well, not on
    /// those above and not on timing; a problem may wait for results of trials below, which the run starts
    /// first. resume() tells of those that were recorded before.
    [[nodiscard]] virtual Outcome evaluateTrial(std::uint64_t /*number*/, const space::Design& design,
                                                const std::stop_token& stop) const
    {
        return evaluate(design, stop);
    }
    /// A run begins, or goes on after these trials. Called while nothing is evaluated.
    virtual void resume(const Past& /*past*/) const { }
    /// A trial of the run is safe in its journal: nothing needs to be kept for evaluating it again.
    virtual void recorded(std::uint64_t /*number*/, const space::Design& /*design*/) const { }
    /// Of all designs that are not recorded, the run will still evaluate these alone: what interrupted
    /// evaluations of others left behind may go. Thread-safe; some of these may be under evaluation.
    virtual void awaits(const std::vector<space::Design>& /*designs*/) const { }
    /// Whether evaluations can be made now; asked before a run begins and when one has failed. May take a
    /// fraction of a second. Errors are for the person who started the run.
    [[nodiscard]] virtual Status ready(const std::stop_token& /*stop*/) const { return success(); }
    /// Whether a person has allowed what evaluations do; where one must be asked first, they fail until then.
    [[nodiscard]] virtual bool isAllowed() const { return true; }
    /// Whether an evaluation repeated may have another result.
    [[nodiscard]] virtual bool isNoisy() const { return false; }
    /// Everything the inspector draws. Recomputed on demand, never stored.
    [[nodiscard]] virtual Result<Explanation> explain(const space::Design& design,
                                                      const std::stop_token& stop) const = 0;
    /// Designs that this question is usually held against. Cheap: they are evaluated later.
    [[nodiscard]] virtual std::vector<ReferenceDesign> references() const { return {}; }

    /// Whether a metric is known without an evaluation, at next to no cost.
    [[nodiscard]] virtual bool isFree(std::size_t /*metric*/) const { return false; }
    /// The free metrics of a design as evaluate() would give them, NaN for the others, one per metrics();
    /// empty where none is free. Pure and thread-safe.
    [[nodiscard]] virtual std::vector<double> freeMetrics(const space::Design& /*design*/) const
    {
        return {};
    }
    /// Absent where a design has no such parts.
    [[nodiscard]] virtual std::optional<Codesign> codesign() const { return {}; }
};

} // namespace paretoscope::problem
