// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/cost_report.h"
#include "core/hardware/spatial_architecture.h"
#include "core/problem/judgement.h"
#include "core/workload/network.h"

#include <optional>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// What a categorical parameter may set where mappings are searched: the objective of that search, one of
/// mappingObjectives(). What the mappings are chosen for is then part of the design.
inline constexpr const char* kMappingObjective = "mapping.objective";

/// What every question about a network on a family of machines has in common.
struct MachineQuestion
{
    std::string name;
    workload::Network network;
    space::Space space;
    /// Per parameter of the space: the attribute of the machine that it sets ("global_buffer.size_bytes").
    std::vector<std::string> sets;
    std::vector<std::string> objectives; ///< names of metrics, 1 to 4
    std::vector<Limit> limits;
};

/// What an evaluation measures, in this order: energy, latency, area, edp, power, utilization,
/// off_chip_traffic, on_chip_memory, pes.
[[nodiscard]] const std::vector<Metric>& machineMetrics();

/// Sums over a whole network, repeats counted.
struct NetworkTotals
{
    double energy_J = 0.0;
    double latency_s = 0.0; ///< layers one after the other
    double cycles = 0.0;
    double macs = 0.0;
    double offChip_bytes = 0.0;

    /// \param word_bits  of the outermost level
    void add(const cost::LayerReport& report, std::int64_t occurrences, std::int64_t word_bits,
             double clock_Hz);
};

/// Bytes that one layer moves over the outermost level: reads, fills and updates of every tensor there.
[[nodiscard]] double offChipBytes(const cost::LayerReport& report, std::int64_t word_bits);

/// A machine as the metrics see it, and what it makes of the network.
struct MachineScore
{
    double area_mm2 = 0.0;
    double onChip_bytes = 0.0;
    double pes = 0.0;
    std::optional<NetworkTotals> totals; ///< absent where the network does not run
    std::string reason; ///< short and countable, when it does not; "stopped" when asked to stop
};

/// Errors: those of judgementOf(metrics, ...); a parameter whose attribute is not among `attributes`, or of a
/// kind that cannot set it. `machine` is its name, for messages.
[[nodiscard]] Result<Judgement> judgementOf(const MachineQuestion& question,
                                            const std::vector<std::string>& attributes,
                                            const std::string& machine,
                                            const std::vector<Metric>& metrics = machineMetrics());

/// What a design sets: the active parameters, by the attributes of the machine.
[[nodiscard]] std::vector<hardware::SpatialTemplate::Setting> settingsOf(const MachineQuestion& question,
                                                                         const space::Design& design);

/// A problem whose designs are machines: a family of accelerators adds only how one is scored and explained.
class MachineProblem : public Problem
{
public:
    using Setting = hardware::SpatialTemplate::Setting;

    MachineProblem(MachineQuestion question, Judgement judgement);

    [[nodiscard]] const std::string& name() const override { return m_question.name; }
    [[nodiscard]] const space::Space& space() const override { return m_question.space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return machineMetrics(); }
    [[nodiscard]] const std::vector<Objective>& objectives() const override { return m_judgement.objectives; }
    [[nodiscard]] const std::vector<MetricConstraint>& constraints() const override
    {
        return m_judgement.constraints;
    }
    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const final;

protected:
    [[nodiscard]] const workload::Network& network() const { return m_question.network; }
    [[nodiscard]] std::vector<Setting> settingsOf(const space::Design& design) const
    {
        return problem::settingsOf(m_question, design);
    }
    /// Errors: the settings make no machine; the sentence becomes the reason.
    [[nodiscard]] virtual Result<MachineScore> score(const std::vector<Setting>& settings,
                                                     const std::stop_token& stop) const = 0;

private:
    MachineQuestion m_question;
    Judgement m_judgement;
};

} // namespace paretoscope::problem
