// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_search.h"
#include "core/workload/network.h"

#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::codesign {

/// A distinct shape among a network's layers.
struct CodesignLayer
{
    std::string name; ///< of the first layer of this shape
    LayerShape shape;
    std::int64_t occurrences = 1;
};

/// The network with every layer as the operation whose mappings are searched. \errors Unsupported, naming the
/// layer: as shapeOf()
[[nodiscard]] Result<workload::Network> inSearchedForm(workload::Network network);
/// The distinct layers, in the order of workload::uniqueLayers(). \errors likewise
[[nodiscard]] Result<std::vector<CodesignLayer>> codesignLayers(const workload::Network& network);

/// A machine's score: the sums over all layers, each with the best mapping that the inner search found.
struct MachineResult
{
    Machine machine;
    std::vector<MappingRecord>
        layers;            ///< in the order of the layers, up to the first without a valid mapping
    bool complete = false; ///< every layer has a mapping
    std::string
        reason; ///< when not complete: "no valid mapping for conv1: does not fit a scratchpad", "stopped"
    double energy_J = 0.0;
    double cycles = 0.0;
    Funnel funnel; ///< of all layers

    [[nodiscard]] double latency_s() const { return cycles / kClock_Hz; }
    /// Summed energy times summed delay, as in the authors' later code (first-hand). Infinite where not
    /// complete.
    [[nodiscard]] double edp_Js() const;
};

/// Runs the inner search for every layer. Its seed is made of options.seed, the machine and the layer, so
/// that a machine's score is a function of the machine. Thread-safe.
[[nodiscard]] MachineResult searchMachine(const std::vector<CodesignLayer>& layers, const Machine& machine,
                                          const MappingSearchOptions& options,
                                          const std::stop_token& stop = {});

/// What the machine and what the style of mapping contributed to an improvement over another machine. The
/// style is the dataflow: which filter dimensions are bound to a place. All four are searched alike.
struct Attribution
{
    MachineResult old;          ///< the machine compared to
    MachineResult machineOnly;  ///< new machine, old style
    MachineResult mappingsOnly; ///< old machine, new style
    MachineResult both;         ///< the new machine as it is

    /// Natural logarithms by which energy times delay falls; they sum to that of old over both. Each is the
    /// mean over the two orders in which the changes can be made (our choice). NaN where one of the four has
    /// no valid mapping.
    double byMachine = 0.0;
    double byMappings = 0.0;
};
[[nodiscard]] Attribution attribute(const std::vector<CodesignLayer>& layers, const Machine& machine,
                                    const Machine& old, const MappingSearchOptions& options,
                                    const std::stop_token& stop = {});

} // namespace paretoscope::codesign
