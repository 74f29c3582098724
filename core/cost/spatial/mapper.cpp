// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapper.h"

#include "core/cost/spatial/map_space.h"
#include "core/cost/spatial/padding.h"
#include "core/cost/spatial/report.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace paretoscope::cost::spatial {

namespace {

// Sizes and temperatures are our choice, tuned on the layers of the reference simulator's own search and on
// ResNet-18; they lie on a plateau.
constexpr std::size_t kWalkers = 8; ///< annealed side by side at first, half as many after every stage
constexpr int kDraws = 6;           ///< constructed mappings, the best of which starts a walker
constexpr int kStage = 360;         ///< steps of all walkers together in a stage of the first tournament,
constexpr int kMostDoublings = 12;  ///< and twice as many in each that follows, so often at most
constexpr double kHot = 0.2, kCold = 0.003; ///< temperatures, in units of log cost
constexpr std::size_t kModels = 4;          ///< adapted mappings of other layers that join the walkers
constexpr int kJoin = 2;                    ///< in which stage: when it is no longer too hot for good ones
constexpr double kLikeModel = 0.7;          ///< chance that a walker starts with a model's residency
constexpr std::int64_t kPadding = 600;      ///< evaluations of one padding
constexpr std::uint64_t kMostBarren =
    20; ///< paddings without a legal mapping before it is the perfect's turn
constexpr std::int64_t kFirstRound = 1'000, kLastRound = 1'000'000; ///< evaluations of one kind in a turn
constexpr std::int64_t kTriesPerEvaluation = 30; ///< candidates that do not fit are cheap, but not free
constexpr std::int64_t kPoll = 32;               ///< tries between two looks at the stop token
constexpr double kNotLegal = std::numeric_limits<double>::infinity();

/// Costs of the mappings met lately: a quarter of all steps lead back to one of them.
class Met
{
public:
    struct Entry
    {
        std::uint64_t key = 0;
        double cost = 0.0;
    };
    /// Where the nest's cost is, or is to be kept.
    [[nodiscard]] Entry& at(std::uint64_t key) { return m_entries[key >> (64U - kBits)]; }

    [[nodiscard]] static std::uint64_t keyOf(const Nest& nest, std::size_t levels)
    {
        // Every part is scattered by itself, so that they need not wait for each other.
        std::uint64_t key = 0;
        for (std::size_t l = 0; l < levels; ++l) {
            const NestLevel& level = nest.levels[l];
            key += scatter((l + 1) << 56U ^ (level.keeps | level.spatialY << 8U | level.spatialX << 16U)
                           ^ std::uint64_t{level.end} << 24U);
        }
        for (std::uint64_t i = 0; i < nest.levels[levels - 1].end; ++i)
            key += scatter((i + 16) << 56U ^ nest.loops[i].dimension
                           ^ static_cast<std::uint64_t>(nest.loops[i].factor) << 8U);
        return key;
    }

private:
    static constexpr unsigned kBits = 13;
    std::vector<Entry> m_entries = std::vector<Entry>(std::size_t{1} << kBits);
};

/// Tournaments one after the other: walkers that start from constructed mappings are annealed side by side;
/// after every stage the better half goes on, at a lower temperature. Which tensors are stored where decides
/// early how good a mapping can become, so many starts and few survivors find more than one long walk.
/// Nothing depends on the budget but when it ends, so a larger one continues where a smaller one stopped.
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
        if (cost(m_space.plainest()) == kNotLegal && m_space.plainestIsSmallest() && firstMisfit
            && firstMisfit->reason == IllegalReason::Capacity)
            return;
        adaptModels();
        while (!finished())
            tournament();
    }

    std::optional<Candidate> best;
    double bestCost = kNotLegal;
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
        if (m_options.objective == MappingObjective::EnergyDelayProduct)
            return std::log(counts.energy_J * static_cast<double>(counts.cycles));
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
        const std::uint64_t key = Met::keyOf(m_nest, m_evaluator.levelCount());
        Met::Entry& met = m_met.at(key);
        if (met.key != key)
            met = {key, measured(candidate)};
        return met.cost;
    }

    double measured(const Candidate& candidate)
    {
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
        if (found < bestCost) {
            bestCost = found;
            best = candidate;
        }
        return found;
    }

    struct Walker
    {
        Candidate at;
        double cost = kNotLegal;
    };
    static bool better(const Walker& a, const Walker& b) { return a.cost < b.cost; }

    void adaptModels()
    {
        for (const Mapping& model : m_options.models) {
            const auto adapted = m_space.adapt(model, m_rng, m_evaluator);
            if (adapted && !finished())
                if (const double found = cost(*adapted); found != kNotLegal)
                    m_models.push_back({*adapted, found});
        }
        std::stable_sort(m_models.begin(), m_models.end(), better);
        if (m_models.size() > kModels)
            m_models.resize(kModels);
    }

    [[nodiscard]] Walker start()
    {
        const bool like = !m_models.empty() && m_rng.chance(kLikeModel);
        const Candidate* model = like ? &m_models[m_rng.below(m_models.size())].at : nullptr;
        Walker fittest;
        for (int i = 0; i < kDraws && !finished(); ++i) {
            const Candidate drawn = m_space.construct(m_rng, m_evaluator, model);
            if (const double found = cost(drawn); found < fittest.cost || i == 0)
                fittest = {drawn, found};
        }
        return fittest;
    }

    void tournament()
    {
        std::vector<Walker> walkers;
        for (std::size_t i = 0; i < kWalkers && !finished(); ++i)
            walkers.push_back(start());
        const int steps = kStage << std::min(m_tournaments++, kMostDoublings);
        const int stages = std::bit_width(kWalkers);
        const double cooling = std::pow(kCold / kHot, 1.0 / stages);
        double temperature = kHot;
        for (int stage = 0; stage < stages && !finished(); ++stage, temperature *= cooling) {
            if (stage == kJoin) {
                walkers.insert(walkers.end(), m_models.begin(), m_models.end());
                if (best)
                    walkers.push_back({*best, bestCost});
            }
            for (Walker& walker : walkers)
                anneal(walker, steps / static_cast<int>(walkers.size()), temperature, temperature * cooling);
            std::stable_sort(walkers.begin(), walkers.end(), better);
            walkers.resize(std::max<std::size_t>(1, walkers.size() / 2));
        }
    }

    /// Steps that come to nothing do not count, except that they may exhaust the tries.
    void anneal(Walker& walker, int steps, double hot, double cold)
    {
        const double cooling = std::pow(cold / hot, 1.0 / steps);
        double temperature = hot;
        Candidate next = walker.at;
        for (int i = 0; i < steps && !finished();) {
            double found = kNotLegal;
            if (m_space.mutate(next, m_rng, m_evaluator))
                found = cost(next);
            else
                ++m_tries;
            bool accepted = false;
            if (found != kNotLegal) {
                ++i;
                temperature *= cooling;
                accepted = found <= walker.cost
                           || m_rng.chance(std::exp((walker.cost - found) / temperature));
            }
            if (accepted)
                walker = {next, found};
            else
                next = walker.at;
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
    Met m_met;
    std::vector<Walker> m_models; ///< best first
    std::int64_t m_tries = 0;
    int m_tournaments = 0;
    bool m_stopped = false;
};

/// What the searches of one layer found together.
struct Findings
{
    struct Best
    {
        double cost = kNotLegal;
        Mapping mapping;
        Nest nest;
    };
    std::optional<Best> best;
    std::int64_t evaluated = 0;
    std::array<std::int64_t, kIllegalReasons> illegal{};
    std::optional<Misfit> firstMisfit;

    void search(const MapSpace& space, Evaluator& evaluator, const MapperOptions& options,
                const MappingWitness& witness, const std::stop_token& stop)
    {
        Search search(space, evaluator, options, witness, stop);
        search.run();
        evaluated += search.evaluated;
        for (std::size_t r = 0; r < kIllegalReasons; ++r)
            illegal[r] += search.illegal[r];
        if (!firstMisfit)
            firstMisfit = search.firstMisfit;
        if (search.best && (!best || search.bestCost < best->cost))
            best = {search.bestCost, space.mapping(*search.best), space.nest(*search.best)};
    }
};

/// Perfect mappings and ragged ones by turns, twice as many in each. Nothing is taken over from one to the
/// next, so that a larger budget continues where a smaller one stopped.
class RaggedSearch
{
public:
    RaggedSearch(const workload::Operation& operation, const hardware::SpatialArchitecture& architecture,
                 const Dataflow& flow, const MapSpace& space, Evaluator& evaluator)
        : m_operation(operation)
        , m_architecture(architecture)
        , m_flow(flow)
        , m_space(space)
        , m_evaluator(evaluator)
    { }

    void run(const MapperOptions& options, const MappingWitness& witness, const std::stop_token& stop,
             Findings& findings)
    {
        const auto over = [&](std::int64_t end) {
            return findings.evaluated >= std::min(end, options.evaluations) || stop.stop_requested();
        };
        MapperOptions part = options;
        std::int64_t round = kFirstRound;
        for (std::uint64_t turn = 0; !over(options.evaluations); round = std::min(2 * round, kLastRound)) {
            part.seed = turn == 0 ? options.seed : scatter(options.seed ^ scatter(turn));
            part.evaluations = std::min(round, options.evaluations - findings.evaluated);
            findings.search(m_space, m_evaluator, part, witness, stop);
            if (!findings.best)
                return;
            part.models.clear();
            const std::int64_t end = findings.evaluated + round;
            for (std::uint64_t barren = 0; !over(end) && barren < kMostBarren;) {
                Rng rng(options.seed, ++turn);
                const auto shape = padded(m_evaluator.shape(), m_flow.insideElement, rng);
                if (!shape)
                    break;
                part.seed = scatter(options.seed ^ scatter(turn));
                part.evaluations = std::min(kPadding, options.evaluations - findings.evaluated);
                const std::int64_t before = findings.evaluated;
                findings.search(MapSpace(m_operation, m_architecture, m_flow, *shape), m_evaluator, part,
                                witness, stop);
                barren += findings.evaluated == before ? 1 : 0;
            }
            ++turn;
        }
    }

private:
    const workload::Operation& m_operation;
    const hardware::SpatialArchitecture& m_architecture;
    const Dataflow& m_flow;
    const MapSpace& m_space;
    Evaluator& m_evaluator;
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

    if (options.ragged && (constraints->constrainsFactors || constraints->leastSpread > 1))
        return nothing({ErrorCode::Unsupported,
                        "ragged mappings cannot be searched under constraints on factors or on MACs in use.",
                        {},
                        {}},
                       IllegalReason::Constraint);

    const MapSpace space(operation, architecture, *flow, evaluator.value().shape(), *constraints);
    if (const auto tensor = space.unstorable())
        return nothing({ErrorCode::InvalidInput,
                        "no memory level may store " + operation.tensors[*tensor].name + ".",
                        {},
                        {}},
                       IllegalReason::NoStorage);
    Findings findings;
    if (options.ragged)
        RaggedSearch(operation, architecture, *flow, space, evaluator.value())
            .run(options, witness, stop, findings);
    else
        findings.search(space, evaluator.value(), options, witness, stop);

    MapperResult result;
    result.evaluated = findings.evaluated;
    result.illegal = findings.illegal;
    if (findings.firstMisfit)
        result.example = explain(*findings.firstMisfit, architecture).message;
    else if (!findings.best)
        result.example = "no mapping was found that keeps the constraints"
                         + (constraints->leastSpread > 1
                                ? " and uses at least " + std::to_string(constraints->leastSpread) + " MACs."
                                : std::string("."));
    if (findings.best) {
        Counts counts;
        if (!evaluator.value().evaluate(findings.best->nest, options.evaluation, counts))
            result.report = report(counts, findings.best->nest, operation, architecture);
        result.best = std::move(findings.best->mapping);
    }
    return result;
}

} // namespace paretoscope::cost::spatial
