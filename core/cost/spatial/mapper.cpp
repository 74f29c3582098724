// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapper.h"

#include "core/cost/spatial/map_space.h"
#include "core/cost/spatial/report.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::cost::spatial {

namespace {

// Lengths and temperatures are our choice, tuned on the layers of the reference simulator's own search.
constexpr int kStarts = 150;                ///< constructed mappings, the best of which starts an annealing
constexpr int kAnnealing = 450;             ///< legal mappings in one annealing
constexpr double kHot = 0.2, kCold = 0.003; ///< temperatures, in units of log cost
constexpr std::int64_t kTriesPerEvaluation = 30; ///< candidates that do not fit are cheap, but not free
constexpr std::int64_t kPoll = 32;               ///< tries between two looks at the stop token
constexpr double kNotLegal = std::numeric_limits<double>::infinity();

/// Annealings one after the other, each from the best of a few constructed mappings. Nothing depends on the
/// budget but when it ends, so a larger one continues where a smaller one stopped.
class Search
{
public:
    Search(const MapSpace& space, Evaluator& evaluator, const MapperOptions& options,
           const MappingWitness& witness, const std::stop_token& stop)
        : m_space(space)
        , m_evaluator(evaluator)
        , m_options(options)
        , m_witness(witness)
        , m_stop(stop)
        , m_rng(options.seed)
    { }

    void run()
    {
        // Every other mapping has tiles at least as large: if this one does not fit, none does.
        if (cost(m_space.plainest()) == kNotLegal && m_space.plainestIsSmallest() && firstMisfit)
            return;
        while (!finished())
            anneal();
    }

    std::optional<Candidate> best;
    std::int64_t evaluated = 0;
    std::array<std::int64_t, kIllegalReasons> illegal{};
    std::optional<Misfit> firstMisfit;

private:
    [[nodiscard]] bool finished()
    {
        if (m_tries % kPoll == 0 && m_stop.stop_requested())
            m_stopped = true;
        return m_stopped || evaluated >= m_options.evaluations
               || m_tries / kTriesPerEvaluation >= std::max<std::int64_t>(m_options.evaluations, 1);
    }

    [[nodiscard]] double objective(const Counts& counts) const
    {
        const double energy = std::log(counts.energy_J);
        const double cycles = std::log(static_cast<double>(counts.cycles));
        constexpr double kTieBreak = 1e-6;
        switch (m_options.objective) {
        case MappingObjective::Energy:
            return energy + kTieBreak * cycles;
        case MappingObjective::Delay:
            return cycles + kTieBreak * energy;
        case MappingObjective::PowerProduct:
            return m_options.energyExponent * energy + m_options.delayExponent * cycles
                   + kTieBreak * (energy + cycles);
        case MappingObjective::EnergyDelayProduct:
            break;
        }
        return energy + cycles;
    }

    /// Log cost of a candidate, infinite if it does not fit; keeps the best.
    double cost(const Candidate& candidate)
    {
        ++m_tries;
        if (!m_space.admits(candidate)) {
            ++illegal[static_cast<std::size_t>(IllegalReason::Constraint)];
            return kNotLegal;
        }
        m_space.lay(candidate, m_nest);
        if (const auto misfit = m_evaluator.evaluate(m_nest, m_options.evaluation, m_counts)) {
            ++illegal[static_cast<std::size_t>(misfit->reason)];
            if (!firstMisfit)
                firstMisfit = misfit;
            return kNotLegal;
        }
        ++evaluated;
        if (m_witness)
            m_witness(m_counts.energy_J, m_counts.cycles, [&] { return m_space.mapping(candidate); });
        const double found = objective(m_counts);
        if (found < m_bestCost) {
            m_bestCost = found;
            best = candidate;
        }
        return found;
    }

    void anneal()
    {
        Candidate current;
        double now = kNotLegal;
        for (int i = 0; i < kStarts && !finished(); ++i) {
            const Candidate start = m_space.construct(m_rng, m_evaluator);
            if (const double found = cost(start); found < now || i == 0) {
                now = found;
                current = start;
            }
        }
        const double cooling = std::pow(kCold / kHot, 1.0 / kAnnealing);
        double temperature = kHot;
        Candidate next = current;
        for (int i = 0; i < kAnnealing && !finished();) {
            if (!m_space.mutate(next, m_rng)) {
                ++m_tries;
                continue;
            }
            const double found = cost(next);
            bool accepted = false;
            if (found != kNotLegal) {
                ++i;
                temperature *= cooling;
                accepted = found <= now || m_rng.chance(std::exp((now - found) / temperature));
            }
            if (accepted) {
                now = found;
                current = next;
            } else
                next = current;
        }
    }

    const MapSpace& m_space;
    Evaluator& m_evaluator;
    const MapperOptions& m_options;
    const MappingWitness& m_witness;
    const std::stop_token& m_stop;
    Rng m_rng;
    Nest m_nest;
    Counts m_counts;
    double m_bestCost = kNotLegal;
    std::int64_t m_tries = 0;
    bool m_stopped = false;
};

MapperResult nothing(const Error& error)
{
    MapperResult result;
    result.example = error.text();
    return result;
}

MapperResult nothing(const Error& error, IllegalReason reason)
{
    MapperResult result = nothing(error);
    result.illegal[static_cast<std::size_t>(reason)] = 1;
    return result;
}

} // namespace

const std::string& dataflowFor(const MapperOptions& options,
                               const hardware::SpatialArchitecture& architecture)
{
    if (!options.constraints.dataflow.empty())
        return options.constraints.dataflow;
    return options.dataflow.empty() ? architecture.dataflow : options.dataflow;
}

MapperResult searchMapping(const workload::Operation& operation,
                           const hardware::SpatialArchitecture& architecture, const MapperOptions& options,
                           const std::stop_token& stop)
{
    return searchMapping(operation, architecture, options, MappingWitness(), stop);
}

MapperResult searchMapping(const workload::Operation& operation,
                           const hardware::SpatialArchitecture& architecture, const MapperOptions& options,
                           const MappingWitness& witness, const std::stop_token& stop)
{
    Result<Evaluator> evaluator = Evaluator::compile(operation, architecture);
    if (!evaluator)
        return nothing(evaluator.error());
    const Result<Dataflow> flow = dataflow(dataflowFor(options, architecture), operation);
    if (!flow)
        return nothing(flow.error());
    const Result<LayerConstraints> constraints = constrainLayer(options.constraints, *flow, operation,
                                                                architecture);
    if (!constraints)
        return nothing(constraints.error(), IllegalReason::Constraint);

    const MapSpace space(operation, architecture, *flow, evaluator.value().shape(), *constraints);
    if (const auto tensor = space.unstorable())
        return nothing({ErrorCode::InvalidInput,
                        "no memory level may store " + operation.tensors[*tensor].name + ".",
                        {},
                        {}},
                       IllegalReason::NoStorage);
    Search search(space, evaluator.value(), options, witness, stop);
    search.run();

    MapperResult result;
    result.evaluated = search.evaluated;
    result.illegal = search.illegal;
    if (search.firstMisfit)
        result.example = explain(*search.firstMisfit, architecture).message;
    else if (!search.best)
        result.example = "no mapping was found that keeps the constraints"
                         + (constraints->leastSpread > 1
                                ? " and uses at least " + std::to_string(constraints->leastSpread) + " MACs."
                                : std::string("."));
    if (search.best) {
        const Nest nest = space.nest(*search.best);
        Counts counts;
        if (!evaluator.value().evaluate(nest, options.evaluation, counts))
            result.report = report(counts, nest, operation, architecture);
        result.best = space.mapping(*search.best);
    }
    return result;
}

} // namespace paretoscope::cost::spatial
