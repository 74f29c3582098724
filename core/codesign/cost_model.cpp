// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/cost_model.h"

#include "core/codesign/exact_evaluator.h"
#include "core/codesign/lite_evaluator.h"

#include <cmath>

namespace paretoscope::codesign {

namespace {

class LiteModel final : public CostModel
{
public:
    LiteModel(const LayerShape& layer, const Machine& machine)
        : m_layer(layer)
        , m_machine(machine)
    { }
    [[nodiscard]] MappingCost cost(const TiledMapping& mapping) override
    {
        return liteReport(m_layer, m_machine, mapping).total();
    }

private:
    LayerShape m_layer;
    Machine m_machine;
};

} // namespace

double MappingCost::logEdp() const
{
    return std::log(energy_J) + std::log(cycles / kClock_Hz);
}

std::unique_ptr<CostModel> makeCostModel(EvaluatorKind kind, const LayerShape& layer, const Machine& machine)
{
    if (kind == EvaluatorKind::Exact)
        return std::make_unique<ExactEvaluator>(layer, machine);
    return std::make_unique<LiteModel>(layer, machine);
}

} // namespace paretoscope::codesign
