// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_problem.h"

#include "core/problem/spatial_evaluation.h"
#include "core/problem/spatial_explanation.h"

#include <algorithm>

namespace paretoscope::problem {

namespace {

/// The names to choose from; of a long network only the first.
std::string layerNames(const workload::Network& network)
{
    constexpr std::size_t kMostNames = 12;
    const std::size_t shown = std::min(network.layers.size(), kMostNames);
    std::string names;
    for (std::size_t i = 0; i < shown; ++i)
        names += (i == 0 ? "" : ", ") + network.layers[i].name;
    const std::size_t more = network.layers.size() - shown;
    return names + (more > 0 ? " and " + std::to_string(more) + " more." : ".");
}

class SpatialProblem : public MachineProblem
{
public:
    SpatialProblem(SpatialQuestion question, Judgement judgement)
        : MachineProblem(std::move(static_cast<MachineQuestion&>(question)), std::move(judgement))
        , m_machine(std::move(question.machine))
        , m_mapper(std::move(question.mapper))
    { }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token& stop) const override
    {
        std::vector<Setting> settings = settingsOf(design);
        const cost::spatial::MapperOptions mapper = takeMapper(settings);
        const auto machine = m_machine.instantiate(settings);
        if (!machine)
            return machine.error();
        const MappedNetwork mapped = mapNetwork(network(), *machine, mapper, stop, *m_cache, &m_known);
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "The explanation was no longer wanted.", {}, {}};
        return explainSpatial(network(), *machine, mapped);
    }

    [[nodiscard]] std::int64_t searchBudget() const { return m_mapper.evaluations; }

    /// See withShorterSearch().
    [[nodiscard]] std::shared_ptr<const Problem>
    shortened(const space::Design& known, std::int64_t evaluations, const std::stop_token& stop) const
    {
        auto shorter = std::make_shared<SpatialProblem>(*this);
        shorter->m_mapper.evaluations = std::max<std::int64_t>(1, evaluations);
        std::vector<Setting> settings = settingsOf(known);
        const cost::spatial::MapperOptions mapper = takeMapper(settings);
        const auto machine = m_machine.instantiate(settings);
        if (!machine)
            return shorter;
        for (const MappedNetwork::Part& part : mapNetwork(network(), *machine, mapper, stop, *m_cache).parts)
            if (part.mapped->best)
                shorter->m_known.mappings.push_back(*part.mapped->best);
        shorter->m_known.dataflow = cost::spatial::dataflowFor(mapper, *machine);
        return shorter;
    }

    [[nodiscard]] Result<MappedLayer> mapOne(const space::Design& design, const std::string& name,
                                             const std::stop_token& stop) const
    {
        const auto& layers = network().layers;
        const auto layer = std::find_if(layers.begin(), layers.end(),
                                        [&](const workload::Layer& l) { return l.name == name; });
        if (layer == layers.end())
            return Error{ErrorCode::NotFound,
                         "The network \"" + network().name + "\" has no layer \"" + name + "\".",
                         {},
                         "It has: " + layerNames(network())};
        std::vector<Setting> settings = settingsOf(design);
        const cost::spatial::MapperOptions mapper = takeMapper(settings);
        const auto machine = m_machine.instantiate(settings);
        if (!machine)
            return machine.error();
        const auto found = mapLayerOf(network(), *layer, *machine, mapper, stop, *m_cache);
        if (found == nullptr)
            return Error{ErrorCode::Cancelled, "The mapping was no longer wanted.", {}, {}};
        const cost::spatial::MapperResult& mapped = *found;
        if (!mapped.best)
            return Error{ErrorCode::InvalidInput,
                         "The layer \"" + name + "\" has no legal mapping on this machine: " + mapped.example,
                         {},
                         {}};
        return MappedLayer{*machine, *layer, *mapped.best, mapped.report, mapper.evaluation};
    }

    [[nodiscard]] MappingCache::Use cacheUse() const { return m_cache->use(); }

protected:
    [[nodiscard]] Result<MachineScore> score(const std::vector<Setting>& all,
                                             const std::stop_token& stop) const override
    {
        std::vector<Setting> settings = all;
        const cost::spatial::MapperOptions mapper = takeMapper(settings);
        const auto machine = m_machine.instantiate(settings);
        if (!machine)
            return machine.error();
        const MappedNetwork mapped = mapNetwork(network(), *machine, mapper, stop, *m_cache, &m_known);
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
    /// The study's mapping search, aimed at what the design asks for where that is one of its choices; takes
    /// that setting out, since it is none of the machine's.
    [[nodiscard]] cost::spatial::MapperOptions takeMapper(std::vector<Setting>& settings) const
    {
        cost::spatial::MapperOptions mapper = m_mapper;
        const auto& known = mappingObjectives();
        std::erase_if(settings, [&](const Setting& setting) {
            if (setting.attribute != kMappingObjective)
                return false;
            const auto place = std::find(known.begin(), known.end(), setting.word) - known.begin();
            mapper.objective = static_cast<cost::spatial::MappingObjective>(place);
            return true;
        });
        return mapper;
    }

    hardware::SpatialTemplate m_machine;
    cost::spatial::MapperOptions m_mapper;
    KnownMappings m_known; ///< of a design nearby, where the search is a shorter one
    /// Is no part of the question; shorter searches share it.
    std::shared_ptr<MappingCache> m_cache = std::make_shared<MappingCache>();
};

/// Every category of a parameter that sets the mappings' objective must be one.
Status checkMappingObjectives(const SpatialQuestion& question)
{
    const auto& known = mappingObjectives();
    for (std::size_t i = 0; i < question.space.size(); ++i) {
        if (question.sets[i] != kMappingObjective)
            continue;
        for (const std::string& word : space::labelsOf(question.space.parameter(i)))
            if (std::find(known.begin(), known.end(), word) == known.end())
                return Error{ErrorCode::InvalidInput,
                             "The parameter \"" + question.space.parameter(i).name() + "\" offers \"" + word
                                 + "\", which mappings cannot be chosen for.",
                             {},
                             "Known are: energy, delay, energy_delay_product, power_product."};
    }
    return success();
}

/// Constraints must mean something on the machine as described. What depends on the sizes that a design
/// chooses shows there.
Status checkMappingConstraints(const SpatialQuestion& question)
{
    const cost::spatial::MapConstraints& constraints = question.mapper.constraints;
    const bool chosen = std::find(question.sets.begin(), question.sets.end(), "dataflow")
                        != question.sets.end();
    if (chosen && !constraints.dataflow.empty())
        return Error{ErrorCode::InvalidInput,
                     "The constraints on mappings prescribe a dataflow, which a parameter also sets.",
                     {},
                     "Leave out one of the two."};
    const auto machine = question.machine.instantiate({});
    if (!machine || constraints.empty())
        return success();
    std::vector<std::string> dimensions;
    for (const workload::Layer& layer : question.network.layers)
        for (const workload::Dimension& dimension : layer.operation.dimensions)
            if (std::find(dimensions.begin(), dimensions.end(), dimension.name) == dimensions.end())
                dimensions.push_back(dimension.name);
    Status status = cost::spatial::checkConstraints(constraints, *machine, dimensions);
    if (status)
        return status;
    Error error = status.error();
    error.where = "problem/mapper/constraints/" + error.where;
    return error;
}

} // namespace

const std::vector<std::string>& mappingObjectives()
{
    static const std::vector<std::string> kObjectives{"energy", "delay", "energy_delay_product",
                                                      "power_product"};
    return kObjectives;
}

Result<std::shared_ptr<const Problem>> makeSpatialProblem(SpatialQuestion question)
{
    std::vector<std::string> attributes = question.machine.attributes();
    attributes.emplace_back(kMappingObjective);
    Result<Judgement> judgement = judgementOf(question, attributes, question.machine.name());
    if (!judgement)
        return judgement.error();
    if (Status status = checkMappingObjectives(question); !status)
        return status.error();
    if (Status status = checkMappingConstraints(question); !status)
        return status.error();
    return std::shared_ptr<const Problem>(
        std::make_shared<SpatialProblem>(std::move(question), std::move(judgement).value()));
}

bool hasMappings(const Problem& problem)
{
    return dynamic_cast<const SpatialProblem*>(&problem) != nullptr;
}

Result<MappedLayer> mapLayer(const Problem& problem, const space::Design& design, const std::string& layer,
                             const std::stop_token& stop)
{
    const auto* const spatial = dynamic_cast<const SpatialProblem*>(&problem);
    if (spatial == nullptr)
        return Error{
            ErrorCode::Unsupported, "The study has no spatial accelerators, so no mappings.", {}, {}};
    return spatial->mapOne(design, layer, stop);
}

std::optional<std::int64_t> searchBudget(const Problem& problem)
{
    const auto* const spatial = dynamic_cast<const SpatialProblem*>(&problem);
    return spatial == nullptr ? std::nullopt : std::optional(spatial->searchBudget());
}

std::shared_ptr<const Problem> withShorterSearch(const Problem& problem, const space::Design& known,
                                                 std::int64_t evaluations, const std::stop_token& stop)
{
    const auto* const spatial = dynamic_cast<const SpatialProblem*>(&problem);
    return spatial == nullptr ? nullptr : spatial->shortened(known, evaluations, stop);
}

std::optional<MappingCache::Use> mappingCacheUse(const Problem& problem)
{
    const auto* const spatial = dynamic_cast<const SpatialProblem*>(&problem);
    return spatial == nullptr ? std::nullopt : std::optional(spatial->cacheUse());
}

} // namespace paretoscope::problem
