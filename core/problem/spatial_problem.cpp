// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_problem.h"

#include "core/problem/spatial_evaluation.h"
#include "core/problem/spatial_explanation.h"

namespace paretoscope::problem {

namespace {

class SpatialProblem : public MachineProblem
{
public:
    SpatialProblem(SpatialQuestion question, Judgement judgement)
        : MachineProblem(std::move(static_cast<MachineQuestion&>(question)), std::move(judgement))
        , m_machine(std::move(question.machine))
        , m_mapper(question.mapper)
    { }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token& stop) const override
    {
        const auto machine = m_machine.instantiate(settingsOf(design));
        if (!machine)
            return machine.error();
        const MappedNetwork mapped = mapNetwork(network(), *machine, m_mapper, stop);
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "The explanation was no longer wanted.", {}, {}};
        return explainSpatial(network(), *machine, mapped);
    }

protected:
    [[nodiscard]] Result<MachineScore> score(const std::vector<Setting>& settings,
                                             const std::stop_token& stop) const override
    {
        const auto machine = m_machine.instantiate(settings);
        if (!machine)
            return machine.error();
        const MappedNetwork mapped = mapNetwork(network(), *machine, m_mapper, stop);
        MachineScore score{machine->area_mm2(),
                           onChipBytes(*machine),
                           static_cast<double>(machine->macs()),
                           {},
                           mapped.reason};
        if (mapped.complete)
            score.totals = mapped;
        return score;
    }

private:
    hardware::SpatialTemplate m_machine;
    cost::spatial::MapperOptions m_mapper;
};

} // namespace

Result<std::shared_ptr<const Problem>> makeSpatialProblem(SpatialQuestion question)
{
    Result<Judgement> judgement = judgementOf(question, question.machine.attributes(),
                                              question.machine.name());
    if (!judgement)
        return judgement.error();
    return std::shared_ptr<const Problem>(
        std::make_shared<SpatialProblem>(std::move(question), std::move(judgement).value()));
}

} // namespace paretoscope::problem
