// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluate.h"

#include "core/cost/spatial/evaluator.h"
#include "core/cost/spatial/nest.h"
#include "core/cost/spatial/report.h"

namespace paretoscope::cost::spatial {

std::variant<LayerReport, Illegal> evaluate(const workload::Operation& operation,
                                            const hardware::SpatialArchitecture& architecture,
                                            const Mapping& mapping, const EvaluationOptions& options)
{
    Result<Evaluator> evaluator = Evaluator::compile(operation, architecture);
    if (!evaluator)
        return Illegal{IllegalReason::FactorProduct, {}, evaluator.error().text()};
    const auto nest = flatten(mapping, operation, architecture, options.ragged);
    if (const auto* illegal = std::get_if<Illegal>(&nest))
        return *illegal;
    const Nest& flat = std::get<Nest>(nest);
    Counts counts;
    if (const auto misfit = evaluator.value().evaluate(flat, options, counts))
        return explain(*misfit, architecture);
    return report(counts, flat, operation, architecture);
}

} // namespace paretoscope::cost::spatial
