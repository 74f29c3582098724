// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/crossbar_problem.h"

#include "core/problem/crossbar_evaluation.h"
#include "core/problem/crossbar_explanation.h"

#include <chrono>
#include <cmath>
#include <limits>

namespace paretoscope::problem {

namespace {

enum MetricIndex : std::size_t { kArea = 2, kArrays = 6, kTiles = 7 };

class CrossbarProblem : public Problem
{
public:
    CrossbarProblem(CrossbarQuestion question, Judgement judgement,
                    std::vector<cost::crossbar::NetworkLayer> layers)
        : m_question(std::move(question))
        , m_judgement(std::move(judgement))
        , m_layers(std::move(layers))
    { }

    [[nodiscard]] const std::string& name() const override { return m_question.name; }
    [[nodiscard]] const space::Space& space() const override { return m_question.space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return crossbarMetrics(); }
    [[nodiscard]] const std::vector<Objective>& objectives() const override { return m_judgement.objectives; }
    [[nodiscard]] const std::vector<MetricConstraint>& constraints() const override
    {
        return m_judgement.constraints;
    }

    /// Takes microseconds, so `stop` is asked once.
    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        const auto began = std::chrono::steady_clock::now();
        Outcome outcome;
        outcome.metrics.assign(crossbarMetrics().size(), std::nan(""));
        if (stop.stop_requested()) {
            outcome.reason = "stopped";
            return outcome;
        }
        const auto machine = m_question.machine.instantiate(settingsOf(m_question, design));
        if (machine)
            score(*machine, outcome);
        else
            outcome.reason = machine.error().what;
        if (!outcome.reason.empty() && outcome.violation == 0.0) {
            outcome.verdict = Verdict::Infeasible;
            outcome.violation = std::numeric_limits<double>::infinity();
        }
        outcome.cost_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        return outcome;
    }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token& stop) const override
    {
        const auto machine = m_question.machine.instantiate(settingsOf(m_question, design));
        if (!machine)
            return machine.error();
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "The explanation was no longer wanted.", {}, {}};
        return explainCrossbar(m_question.network, *machine, cost::crossbar::evaluate(m_layers, *machine));
    }

private:
    void score(const hardware::CrossbarArray& machine, Outcome& outcome) const
    {
        const cost::crossbar::NetworkCost cost = cost::crossbar::evaluate(m_layers, machine);
        const std::vector<double> figures = crossbarFigures(cost);
        outcome.reason = crossbarObstacle(machine, cost);
        if (outcome.reason.empty()) {
            outcome.metrics = figures;
            judge(m_judgement, crossbarMetrics(), outcome);
            return;
        }
        // What the machine is, is known also where it does not run the network.
        for (const std::size_t known : {kArea, kArrays, kTiles})
            outcome.metrics[known] = figures[known];
    }

    CrossbarQuestion m_question;
    Judgement m_judgement;
    std::vector<cost::crossbar::NetworkLayer> m_layers;
};

} // namespace

const std::vector<Metric>& crossbarMetrics()
{
    static const std::vector<Metric> kAll{
        {"energy", "Energy", "J", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference: arrays, converters, registers, buffers, network and leakage, all layers."},
        {"latency", "Latency", "s", Direction::Minimize, Scale::Logarithmic,
         "Time of one inference; where layers work at the same time, until the last one is done."},
        {"area", "Area", "mm²", Direction::Minimize, Scale::Linear,
         "Silicon of all tiles that the network needs, and of the links off the chip."},
        {"edp", "Energy × delay", "J·s", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference times its latency."},
        {"power", "Power", "W", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference over the time to the next one."},
        {"interval", "Time between inferences", "s", Direction::Minimize, Scale::Logarithmic,
         "Time of the slowest layer where layers work at the same time; the latency otherwise."},
        {"arrays", "Arrays", "", Direction::Minimize, Scale::Logarithmic,
         "Crossbars that hold weights, copies included."},
        {"tiles", "Tiles", "", Direction::Minimize, Scale::Logarithmic, "Tiles that hold those arrays."},
        {"utilization", "Cells in use", "", Direction::Maximize, Scale::Linear,
         "Cells that hold weights over all cells of the arrays."},
        {"adc_bits_lost", "ADC bits lost", "", Direction::Minimize, Scale::Linear,
         "Bits that the ADCs lack to convert every column sum exactly, in the worst layer."},
        {"sqnr", "Signal to noise", "dB", Direction::Maximize, Scale::Linear,
         "Outputs of the worst layer over their rounding and cell variation; an estimate, no accuracy."},
    };
    return kAll;
}

Result<std::shared_ptr<const Problem>> makeCrossbarProblem(CrossbarQuestion question)
{
    Result<Judgement> judgement = judgementOf(question, hardware::CrossbarTemplate::attributes(),
                                              question.machine.name(), crossbarMetrics());
    if (!judgement)
        return judgement.error();
    auto layers = crossbarLayers(question.network);
    if (!layers)
        return layers.error();
    return std::shared_ptr<const Problem>(std::make_shared<CrossbarProblem>(
        std::move(question), std::move(judgement).value(), std::move(layers).value()));
}

} // namespace paretoscope::problem
