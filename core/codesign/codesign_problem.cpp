// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/codesign_problem.h"

#include "core/codesign/codesign_explanation.h"
#include "core/problem/judgement.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>

namespace paretoscope::codesign {

namespace {

using problem::Direction;
using problem::Metric;
using problem::Outcome;
using problem::Scale;
using problem::Verdict;

const std::vector<Metric>& codesignMetrics()
{
    static const std::vector<Metric> kAll{
        {"edp", "Energy × delay", "J·s", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference times its latency, every layer with the best mapping found."},
        {"relative_edp", "Against Eyeriss", "", Direction::Minimize, Scale::Logarithmic,
         "Energy times delay over that of the hand-made machine of the same resources, whose mappings an "
         "equally long search found. Below 1 is better than the hand-made machine."},
        {"energy", "Energy", "J", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference: arithmetic plus every access of every memory, all layers."},
        {"latency", "Latency", "s", Direction::Minimize, Scale::Logarithmic,
         "Time of one inference: cycles of all layers, one after the other, over the clock."},
        {"valid_share", "Valid mappings", "", Direction::Maximize, Scale::Linear,
         "Share of the mappings drawn at random that keep all known constraints."},
    };
    return kAll;
}

Error refused(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

Error cancelled()
{
    return {ErrorCode::Cancelled, "The search of mappings was no longer wanted.", {}, {}};
}

class CodesignProblem final : public problem::Problem, public CodesignView
{
public:
    CodesignProblem(CodesignQuestion question, std::vector<CodesignLayer> layers,
                    std::vector<problem::Objective> objectives)
        : m_question(std::move(question))
        , m_layers(std::move(layers))
        , m_objectives(std::move(objectives))
        , m_space(machineSpace(m_question.pes))
    { }

    [[nodiscard]] const std::string& name() const override { return m_question.name; }
    [[nodiscard]] const space::Space& space() const override { return m_space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return codesignMetrics(); }
    [[nodiscard]] const std::vector<problem::Objective>& objectives() const override { return m_objectives; }
    [[nodiscard]] const std::vector<problem::MetricConstraint>& constraints() const override
    {
        return m_constraints;
    }
    [[nodiscard]] std::vector<double> features(const space::Design& design) const override
    {
        const auto features = machineFeatures(machine(design));
        return {features.begin(), features.end()};
    }

    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        const auto start = std::chrono::steady_clock::now();
        Outcome outcome;
        outcome.metrics.assign(codesignMetrics().size(), std::nan(""));
        const MachineResult result = searchMachine(m_layers, machine(design), m_question.inner, stop);
        const auto hand = result.complete ? reference(stop) : std::nullopt;
        outcome.reason = result.complete && !hand ? "stopped" : result.reason;
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        outcome.cost_s = spent.count();
        if (outcome.reason == "stopped")
            return outcome;
        outcome.metrics[4] = result.funnel.validShare();
        if (!result.complete) {
            outcome.verdict = Verdict::Infeasible;
            outcome.violation = std::numeric_limits<double>::infinity(); // how far is not known
            return outcome;
        }
        outcome.verdict = Verdict::Feasible;
        outcome.metrics[0] = result.edp_Js();
        outcome.metrics[1] = result.edp_Js() / hand->edp_Js();
        outcome.metrics[2] = result.energy_J;
        outcome.metrics[3] = result.latency_s();
        return outcome;
    }

    [[nodiscard]] Result<problem::Explanation> explain(const space::Design& design,
                                                       const std::stop_token& stop) const override
    {
        const MachineResult result = searchMachine(m_layers, machine(design), m_question.inner, stop);
        if (result.reason == "stopped")
            return cancelled();
        return explainMachine(m_question.network, m_layers, result, m_question.inner.evaluator);
    }

    [[nodiscard]] std::vector<problem::ReferenceDesign> references() const override
    {
        problem::ReferenceDesign hand;
        hand.name = "Eyeriss";
        hand.note =
            "The hand-made machine of the same resources: " + std::to_string(eyeriss(m_question.pes).columns)
            + " x " + std::to_string(eyeriss(m_question.pes).rows)
            + " PEs, row-stationary (first-hand: the reference simulator's example files). Its mappings "
              "are the best that the study's own search found in as many evaluations as for any other "
              "machine.";
        hand.design = designOf(m_space, eyeriss(m_question.pes));
        return {std::move(hand)};
    }

    [[nodiscard]] const CodesignQuestion& question() const override { return m_question; }
    [[nodiscard]] const std::vector<CodesignLayer>& layers() const override { return m_layers; }
    [[nodiscard]] Machine machine(const space::Design& design) const override
    {
        return machineOf(m_space, design, m_question.pes);
    }
    [[nodiscard]] std::optional<MachineResult> reference(const std::stop_token& stop) const override
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_reference) {
            MachineResult found = searchMachine(m_layers, eyeriss(m_question.pes), m_question.inner, stop);
            if (found.reason == "stopped")
                return {};
            m_reference = std::move(found);
        }
        return m_reference;
    }

private:
    CodesignQuestion m_question;
    std::vector<CodesignLayer> m_layers;
    std::vector<problem::Objective> m_objectives;
    std::vector<problem::MetricConstraint> m_constraints;
    space::Space m_space;
    mutable std::mutex m_mutex;
    mutable std::optional<MachineResult> m_reference;
};

} // namespace

Result<std::shared_ptr<const problem::Problem>> makeCodesignProblem(CodesignQuestion question)
{
    if (std::count(peBudgets().begin(), peBudgets().end(), question.pes) == 0)
        return refused("The machine has " + std::to_string(question.pes)
                       + " PEs; 168 and 256 are the sizes of the hand-made machines to compare with.");
    if (question.inner.method == InnerMethod::Direct && question.inner.evaluator == EvaluatorKind::Lite)
        return refused("The direct search of mappings knows the exact evaluator only.");
    auto judgement = problem::judgementOf(codesignMetrics(), question.objectives, {});
    if (!judgement)
        return judgement.error();
    auto network = inSearchedForm(std::move(question.network));
    if (!network)
        return network.error();
    question.network = std::move(network).value();
    auto layers = codesignLayers(question.network);
    if (!layers)
        return layers.error();
    return std::shared_ptr<const problem::Problem>(std::make_shared<CodesignProblem>(
        std::move(question), std::move(layers).value(), std::move(judgement).value().objectives));
}

const CodesignView* codesignOf(const problem::Problem& problem)
{
    return dynamic_cast<const CodesignView*>(&problem);
}

Result<MachineResult> replay(const problem::Problem& problem, const space::Design& design,
                             const std::stop_token& stop)
{
    const CodesignView* view = codesignOf(problem);
    if (view == nullptr)
        return Error{
            ErrorCode::Unsupported, "This study does not search mappings and machines together.", {}, {}};
    MappingSearchOptions options = view->question().inner;
    options.keepMoments = true;
    MachineResult result = searchMachine(view->layers(), view->machine(design), options, stop);
    if (result.reason == "stopped")
        return cancelled();
    return result;
}

Result<Attribution> attributionOf(const problem::Problem& problem, const space::Design& design,
                                  const std::stop_token& stop)
{
    const CodesignView* view = codesignOf(problem);
    if (view == nullptr)
        return Error{
            ErrorCode::Unsupported, "This study does not search mappings and machines together.", {}, {}};
    Attribution parts = attribute(view->layers(), view->machine(design), eyeriss(view->question().pes),
                                  view->question().inner, stop);
    if (stop.stop_requested())
        return cancelled();
    return parts;
}

} // namespace paretoscope::codesign
