// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/machine_problem.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace paretoscope::problem {

namespace {

// Positions in machineMetrics().
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

Status checkBindings(const MachineQuestion& question, const std::vector<std::string>& known,
                     const std::string& machine)
{
    for (std::size_t i = 0; i < question.space.size(); ++i) {
        const space::Parameter& parameter = question.space.parameter(i);
        const std::string& attribute = question.sets[i];
        if (attribute.empty())
            return refuse("The parameter \"" + parameter.name()
                              + "\" must say in \"sets\" which attribute of the machine it sets.",
                          "The machine has: " + listed(known) + ".");
        if (std::find(known.begin(), known.end(), attribute) == known.end())
            return refuse("The parameter \"" + parameter.name() + "\" sets \"" + attribute
                              + "\", which the machine \"" + machine + "\" does not have.",
                          "It has: " + listed(known) + ".");
        if (std::count(question.sets.begin(), question.sets.end(), attribute) > 1)
            return refuse("Two parameters set \"" + attribute + "\"; one is allowed.");
        const bool wantsWord = attribute == "dataflow" || attribute == kMappingObjective;
        if (wantsWord != (parameter.kind() == space::ParameterKind::Categorical) || parameter.width() != 1)
            return refuse("The parameter \"" + parameter.name() + "\" is of a kind that cannot set \""
                              + attribute + "\".",
                          wantsWord ? "Use a categorical parameter." : "Use a real, integer or ordinal one.");
    }
    return success();
}

} // namespace

const std::vector<Metric>& machineMetrics()
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

double offChipBytes(const cost::LayerReport& report, std::int64_t word_bits)
{
    if (report.levels.empty())
        return 0.0;
    double words = 0.0;
    for (const cost::TensorAccesses& tensor : report.levels.front().tensors)
        words += static_cast<double>(tensor.instances)
                 * static_cast<double>(tensor.reads + tensor.fills + tensor.updates);
    return words * static_cast<double>(word_bits) / 8.0;
}

void NetworkTotals::add(const cost::LayerReport& report, std::int64_t occurrences, std::int64_t word_bits,
                        double clock_Hz)
{
    const auto times = static_cast<double>(occurrences);
    energy_J += times * report.energy_J;
    cycles += times * static_cast<double>(report.cycles);
    macs += times * static_cast<double>(report.macs);
    offChip_bytes += times * offChipBytes(report, word_bits);
    latency_s = cycles / clock_Hz;
}

Result<Judgement> judgementOf(const MachineQuestion& question, const std::vector<std::string>& attributes,
                              const std::string& machine, const std::vector<Metric>& metrics)
{
    if (Status status = checkBindings(question, attributes, machine); !status)
        return status.error();
    return problem::judgementOf(metrics, question.objectives, question.limits);
}

MachineProblem::MachineProblem(MachineQuestion question, Judgement judgement)
    : m_question(std::move(question))
    , m_judgement(std::move(judgement))
{ }

Outcome MachineProblem::evaluate(const space::Design& design, const std::stop_token& stop) const
{
    const auto began = std::chrono::steady_clock::now();
    Outcome outcome;
    outcome.metrics.assign(kMetrics, std::nan(""));
    const Result<MachineScore> scored = score(settingsOf(design), stop);
    if (scored) {
        outcome.metrics[kArea] = scored->area_mm2;
        outcome.metrics[kOnChip] = scored->onChip_bytes;
        outcome.metrics[kPes] = scored->pes;
    }
    if (scored && scored->totals) {
        const NetworkTotals& totals = *scored->totals;
        outcome.metrics[kEnergy] = totals.energy_J;
        outcome.metrics[kLatency] = totals.latency_s;
        outcome.metrics[kEdp] = totals.energy_J * totals.latency_s;
        outcome.metrics[kPower] = totals.energy_J / totals.latency_s;
        outcome.metrics[kUtilization] = totals.macs / (scored->pes * totals.cycles);
        outcome.metrics[kOffChip] = totals.offChip_bytes;
        judge(m_judgement, machineMetrics(), outcome);
    } else {
        outcome.reason = scored ? scored->reason : scored.error().what;
        outcome.verdict = outcome.reason == "stopped" ? Verdict::Failed : Verdict::Infeasible;
        outcome.violation = std::numeric_limits<double>::infinity();
    }
    outcome.cost_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return outcome;
}

std::vector<hardware::SpatialTemplate::Setting> settingsOf(const MachineQuestion& question,
                                                           const space::Design& design)
{
    std::vector<hardware::SpatialTemplate::Setting> settings;
    for (std::size_t i = 0; i < question.space.size(); ++i) {
        if (!question.space.isActive(design, i))
            continue;
        const space::Parameter& parameter = question.space.parameter(i);
        const auto value = question.space.value(design, i);
        hardware::SpatialTemplate::Setting setting{question.sets[i], value[0], {}};
        if (parameter.kind() == space::ParameterKind::Categorical)
            setting.word = parameter.print(value);
        settings.push_back(std::move(setting));
    }
    return settings;
}

} // namespace paretoscope::problem
