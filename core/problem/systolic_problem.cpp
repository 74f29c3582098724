// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/systolic_problem.h"

#include "core/problem/systolic_evaluation.h"
#include "core/problem/systolic_explanation.h"

namespace paretoscope::problem {

namespace {

double onChipBytes(const hardware::SystolicArray& array)
{
    return static_cast<double>(array.inputs.size_bytes + array.weights.size_bytes + array.outputs.size_bytes);
}

class SystolicProblem : public MachineProblem
{
public:
    SystolicProblem(SystolicQuestion question, Judgement judgement)
        : MachineProblem(std::move(static_cast<MachineQuestion&>(question)), std::move(judgement))
        , m_machine(std::move(question.machine))
    { }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token& stop) const override
    {
        const auto array = m_machine.instantiate(settingsOf(design));
        if (!array)
            return array.error();
        const SystolicNetwork run = runNetwork(network(), *array, stop);
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "The explanation was no longer wanted.", {}, {}};
        return explainSystolic(network(), *array, run);
    }

protected:
    [[nodiscard]] Result<MachineScore> score(const std::vector<Setting>& settings,
                                             const std::stop_token& stop) const override
    {
        const auto array = m_machine.instantiate(settings);
        if (!array)
            return array.error();
        const SystolicNetwork run = runNetwork(network(), *array, stop);
        MachineScore score{
            array->area_mm2(), onChipBytes(*array), static_cast<double>(array->macs()), {}, run.reason};
        if (run.complete)
            score.totals = run;
        return score;
    }

private:
    hardware::SystolicTemplate m_machine;
};

} // namespace

Result<std::shared_ptr<const Problem>> makeSystolicProblem(SystolicQuestion question)
{
    Result<Judgement> judgement = judgementOf(question, hardware::SystolicTemplate::attributes(),
                                              question.machine.name());
    if (!judgement)
        return judgement.error();
    return std::shared_ptr<const Problem>(
        std::make_shared<SystolicProblem>(std::move(question), std::move(judgement).value()));
}

} // namespace paretoscope::problem
