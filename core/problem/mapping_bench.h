// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapping_edit.h"
#include "core/problem/explanation.h"
#include "core/problem/spatial_problem.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A mapping that was tried: what it looks like, and what it costs or why it cannot run.
struct TriedMapping
{
    cost::spatial::Mapping mapping;
    /// As an explanation draws it, tiles included, also where they do not fit. Loops of a level stand as its
    /// lists do: time, rows, columns.
    std::vector<NestLevel> nest;

    /// One memory, or (the last) the multiply-accumulate units.
    struct Part
    {
        std::string name;
        double used_bytes = 0.0;   ///< of one instance
        double usable_bytes = 0.0; ///< of one instance, the share for the tile at work; 0 = unlimited
        double energy_J = 0.0;     ///< all instances; 0 where the mapping cannot run
    };
    std::vector<Part> parts;

    std::string illegal;   ///< one sentence; empty when the mapping runs
    std::string illegalAt; ///< the memory, where the sentence is about one
    // Of one occurrence of the layer, where the mapping runs.
    double cycles = 0.0;
    double latency_s = 0.0;
    double energy_J = 0.0;
    double edp_Js = 0.0; ///< energy times latency
    double utilization = 0.0;
    std::string bound; ///< "compute" or the memory whose bandwidth limits

    [[nodiscard]] bool runs() const { return illegal.empty(); }
};

/// One layer on one machine, for trying mappings by hand. Immutable; every call may come from any thread.
class MappingBench
{
public:
    /// Of a layer of a design, with the mapping that its score counts. Errors: as mapLayer().
    [[nodiscard]] static Result<MappingBench> make(const Problem& problem, const space::Design& design,
                                                   const std::string& layer,
                                                   const std::stop_token& stop = {});
    explicit MappingBench(MappedLayer layer);

    [[nodiscard]] const hardware::SpatialArchitecture& machine() const { return m_mapped.machine; }
    [[nodiscard]] const workload::Layer& layer() const { return m_mapped.layer; }
    /// The mapping that the search found, tidied.
    [[nodiscard]] const cost::spatial::Mapping& searched() const { return m_mapped.mapping; }

    /// A few microseconds. A mapping of another shape is illegal, not undefined.
    [[nodiscard]] TriedMapping evaluate(const cost::spatial::Mapping& mapping) const;

    /// How many instances of what is next one instance of the level feeds along the lane; 1 in time.
    [[nodiscard]] std::int64_t fanOut(cost::spatial::LanePlace lane) const;
    /// Why a tensor's residency at a level cannot be changed; empty where it can.
    [[nodiscard]] std::string lock(std::size_t level, std::size_t tensor) const;
    /// Shape only: as many levels and tensors, known dimensions.
    [[nodiscard]] bool fits(const cost::spatial::Mapping& mapping) const;

    /// A document of one mapping, as `paretoscope-cli evaluate --mapping` reads it (see mapping_json.h).
    [[nodiscard]] nlohmann::json toJson(const cost::spatial::Mapping& mapping) const;
    /// The first mapping of this layer in such a document. Errors: InvalidInput for what is no mapping of
    /// this layer on this machine's levels, NotFound without one. \param origin for messages
    [[nodiscard]] Result<cost::spatial::Mapping> fromJson(const nlohmann::json& json,
                                                          const std::string& origin) const;

private:
    MappedLayer m_mapped;
};

} // namespace paretoscope::problem
