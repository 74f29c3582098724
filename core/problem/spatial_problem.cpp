// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_problem.h"

#include "core/problem/spatial_evaluation.h"
#include "core/problem/spatial_explanation.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace paretoscope::problem {

namespace {

// Positions in spatialMetrics().
enum MetricIndex : std::size_t {
    kEnergy,
    kLatency,
    kArea,
    kEdp,
    kPower,
    kUtilization,
    kOffChip,
    kOnChip,
    kPes,
    kMetrics
};

std::optional<std::size_t> metricNamed(const std::string& name)
{
    const auto& metrics = spatialMetrics();
    const auto it = std::find_if(metrics.begin(), metrics.end(),
                                 [&](const Metric& m) { return m.name == name; });
    if (it == metrics.end())
        return {};
    return static_cast<std::size_t>(it - metrics.begin());
}

Error refuse(std::string what, std::string hint = {})
{
    return {ErrorCode::InvalidInput, std::move(what), {}, std::move(hint)};
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

class SpatialProblem : public Problem
{
public:
    SpatialProblem(SpatialQuestion question, std::vector<Objective> objectives,
                   std::vector<MetricConstraint> constraints)
        : m_question(std::move(question))
        , m_objectives(std::move(objectives))
        , m_constraints(std::move(constraints))
    { }

    [[nodiscard]] const std::string& name() const override { return m_question.name; }
    [[nodiscard]] const space::Space& space() const override { return m_question.space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return spatialMetrics(); }
    [[nodiscard]] const std::vector<Objective>& objectives() const override { return m_objectives; }
    [[nodiscard]] const std::vector<MetricConstraint>& constraints() const override { return m_constraints; }

    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        const auto began = std::chrono::steady_clock::now();
        Outcome outcome = score(design, stop);
        outcome.cost_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        return outcome;
    }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token& stop) const override
    {
        const auto machine = m_question.machine.instantiate(settingsOf(design));
        if (!machine)
            return machine.error();
        const MappedNetwork mapped = mapNetwork(m_question.network, *machine, m_question.mapper, stop);
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "The explanation was no longer wanted.", {}, {}};
        return explainSpatial(m_question.network, *machine, mapped);
    }

    [[nodiscard]] const SpatialQuestion& question() const { return m_question; }

    [[nodiscard]] std::vector<hardware::SpatialTemplate::Setting>
    settingsOf(const space::Design& design) const
    {
        std::vector<hardware::SpatialTemplate::Setting> settings;
        for (std::size_t i = 0; i < m_question.space.size(); ++i) {
            if (!m_question.space.isActive(design, i))
                continue;
            const space::Parameter& parameter = m_question.space.parameter(i);
            const auto value = m_question.space.value(design, i);
            hardware::SpatialTemplate::Setting setting{m_question.sets[i], value[0], {}};
            if (parameter.kind() == space::ParameterKind::Categorical)
                setting.word = parameter.print(value);
            settings.push_back(std::move(setting));
        }
        return settings;
    }

private:
    [[nodiscard]] Outcome score(const space::Design& design, const std::stop_token& stop) const
    {
        Outcome outcome;
        outcome.metrics.assign(kMetrics, std::nan(""));
        const auto machine = m_question.machine.instantiate(settingsOf(design));
        if (!machine) {
            outcome.verdict = Verdict::Infeasible;
            outcome.violation = std::numeric_limits<double>::infinity();
            outcome.reason = machine.error().what;
            return outcome;
        }
        outcome.metrics[kArea] = machine->area_mm2();
        outcome.metrics[kOnChip] = onChipBytes(*machine);
        outcome.metrics[kPes] = static_cast<double>(machine->macs());

        const MappedNetwork mapped = mapNetwork(m_question.network, *machine, m_question.mapper, stop);
        if (!mapped.complete) {
            outcome.verdict = mapped.reason == "stopped" ? Verdict::Failed : Verdict::Infeasible;
            outcome.violation = std::numeric_limits<double>::infinity();
            outcome.reason = mapped.reason;
            return outcome;
        }
        outcome.metrics[kEnergy] = mapped.energy_J;
        outcome.metrics[kLatency] = mapped.latency_s;
        outcome.metrics[kEdp] = mapped.energy_J * mapped.latency_s;
        outcome.metrics[kPower] = mapped.energy_J / mapped.latency_s;
        outcome.metrics[kUtilization] = mapped.macs / (static_cast<double>(machine->macs()) * mapped.cycles);
        outcome.metrics[kOffChip] = mapped.offChip_bytes;
        judge(outcome);
        return outcome;
    }

    /// Feasible when every limit of the study holds; otherwise by how much it does not, relative to the
    /// limit.
    void judge(Outcome& outcome) const
    {
        for (const MetricConstraint& limit : m_constraints) {
            const double value = outcome.metrics[limit.metric];
            const bool tooLarge = value > limit.maximum;
            const double bound = tooLarge ? limit.maximum : limit.minimum;
            if (!tooLarge && value >= limit.minimum)
                continue;
            outcome.violation += std::abs(value - bound) / std::max(std::abs(bound), 1e-300);
            if (outcome.reason.empty())
                outcome.reason = spatialMetrics()[limit.metric].label
                                 + (tooLarge ? " above the study's limit" : " below the study's limit");
        }
        outcome.verdict = outcome.violation > 0.0 ? Verdict::Infeasible : Verdict::Feasible;
    }

    SpatialQuestion m_question;
    std::vector<Objective> m_objectives;
    std::vector<MetricConstraint> m_constraints;
};

Status checkBindings(const SpatialQuestion& question)
{
    const std::vector<std::string> known = question.machine.attributes();
    for (std::size_t i = 0; i < question.space.size(); ++i) {
        const space::Parameter& parameter = question.space.parameter(i);
        const std::string& attribute = question.sets[i];
        if (attribute.empty())
            return refuse("The parameter \"" + parameter.name()
                              + "\" must say in \"sets\" which attribute of the machine it sets.",
                          "The machine has: " + listed(known) + ".");
        if (std::find(known.begin(), known.end(), attribute) == known.end())
            return refuse("The parameter \"" + parameter.name() + "\" sets \"" + attribute
                              + "\", which the machine \"" + question.machine.name() + "\" does not have.",
                          "It has: " + listed(known) + ".");
        if (std::count(question.sets.begin(), question.sets.end(), attribute) > 1)
            return refuse("Two parameters set \"" + attribute + "\"; one is allowed.");
        const bool wantsWord = attribute == "dataflow";
        if (wantsWord != (parameter.kind() == space::ParameterKind::Categorical) || parameter.width() != 1)
            return refuse("The parameter \"" + parameter.name() + "\" is of a kind that cannot set \""
                              + attribute + "\".",
                          wantsWord ? "Use a categorical parameter." : "Use a real, integer or ordinal one.");
    }
    return success();
}

/// The names to choose from; of a long network only the first.
std::string layerNames(const workload::Network& network)
{
    constexpr std::size_t kMostNames = 12;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(network.layers.size(), kMostNames); ++i)
        names.push_back(network.layers[i].name);
    const std::size_t more = network.layers.size() - names.size();
    return listed(names) + (more > 0 ? " and " + std::to_string(more) + " more." : ".");
}

} // namespace

const std::vector<Metric>& spatialMetrics()
{
    static const std::vector<Metric> kAll{
        {"energy", "Energy", "J", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference: arithmetic plus every access of every memory level, all layers."},
        {"latency", "Latency", "s", Direction::Minimize, Scale::Logarithmic,
         "Time of one inference: cycles of all layers, one after the other, over the clock."},
        {"area", "Area", "mm²", Direction::Minimize, Scale::Linear,
         "Silicon of all on-chip memories and multiply-accumulate units; control and wires are left out."},
        {"edp", "Energy × delay", "J·s", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference times its latency."},
        {"power", "Power", "W", Direction::Minimize, Scale::Logarithmic,
         "Energy of one inference over its latency, off-chip memory included."},
        {"utilization", "Utilization", "", Direction::Maximize, Scale::Linear,
         "Multiply-accumulates done over those that the PE array could have done in the same time."},
        {"off_chip_traffic", "Off-chip traffic", "B", Direction::Minimize, Scale::Logarithmic,
         "Bytes read from and written to DRAM in one inference."},
        {"on_chip_memory", "On-chip memory", "B", Direction::Minimize, Scale::Logarithmic,
         "Capacity of all on-chip memories together."},
        {"pes", "PEs", "", Direction::Maximize, Scale::Linear, "Processing elements of the array."},
    };
    return kAll;
}

Result<std::shared_ptr<const Problem>> makeSpatialProblem(SpatialQuestion question)
{
    if (Status status = checkBindings(question); !status)
        return status.error();
    std::vector<std::string> names;
    for (const Metric& metric : spatialMetrics())
        names.push_back(metric.name);
    std::vector<Objective> objectives;
    for (const std::string& objective : question.objectives) {
        const auto metric = metricNamed(objective);
        if (!metric)
            return refuse("\"" + objective + "\" is not a metric of this model.",
                          "Known are: " + listed(names) + ".");
        if (std::any_of(objectives.begin(), objectives.end(),
                        [&](const Objective& other) { return other.metric == *metric; }))
            return refuse("The objective \"" + objective + "\" is named twice.");
        objectives.push_back({*metric});
    }
    if (objectives.empty() || objectives.size() > 4)
        return refuse("A study has from 1 to 4 objectives; this one has " + std::to_string(objectives.size())
                      + ".");
    std::vector<MetricConstraint> constraints;
    for (const SpatialQuestion::Limit& limit : question.limits) {
        const auto metric = metricNamed(limit.metric);
        if (!metric)
            return refuse("\"" + limit.metric + "\" is not a metric of this model.",
                          "Known are: " + listed(names) + ".");
        if (!(limit.minimum <= limit.maximum))
            return refuse("The limit on \"" + limit.metric
                          + "\" cannot be met: its minimum is above its maximum.");
        constraints.push_back({*metric, limit.minimum, limit.maximum});
    }
    return std::shared_ptr<const Problem>(
        std::make_shared<SpatialProblem>(std::move(question), std::move(objectives), std::move(constraints)));
}

Result<MappedLayer> mapLayer(const Problem& problem, const space::Design& design, const std::string& layer,
                             const std::stop_token& stop)
{
    const auto* const spatial = dynamic_cast<const SpatialProblem*>(&problem);
    if (spatial == nullptr)
        return Error{
            ErrorCode::Unsupported, "The study has no spatial accelerators, so no mappings.", {}, {}};
    const SpatialQuestion& question = spatial->question();
    const auto& layers = question.network.layers;
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const workload::Layer& l) { return l.name == layer; });
    if (found == layers.end())
        return Error{ErrorCode::NotFound,
                     "The network \"" + question.network.name + "\" has no layer \"" + layer + "\".",
                     {},
                     "It has: " + layerNames(question.network)};
    const auto machine = question.machine.instantiate(spatial->settingsOf(design));
    if (!machine)
        return machine.error();
    const auto mapped = cost::spatial::searchMapping(found->operation, *machine, question.mapper, stop);
    if (stop.stop_requested())
        return Error{ErrorCode::Cancelled, "The mapping was no longer wanted.", {}, {}};
    if (!mapped.best)
        return refuse("The layer \"" + layer + "\" has no legal mapping on this machine: " + mapped.example);
    return MappedLayer{*machine, *found, *mapped.best, mapped.report};
}

} // namespace paretoscope::problem
