// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/machine_search.h"
#include "core/problem/problem.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::codesign {

/// Which machine of the Eyeriss class, with which mappings, computes a network best on the same resources?
struct CodesignQuestion
{
    std::string name;
    workload::Network network;
    std::int32_t pes = 168;                     ///< one of peBudgets()
    std::vector<std::string> objectives{"edp"}; ///< names of metrics
    MappingSearchOptions inner;                 ///< the search of every layer's mapping
};

/// Measures edp, relative_edp (against the hand-made machine under an equal search), energy, latency and
/// valid_share. A machine is infeasible where some layer has no valid mapping.
/// \errors InvalidInput: a number of PEs or an objective that is unknown, the direct search with the light
/// evaluator; Unsupported: as codesignLayers()
[[nodiscard]] Result<std::shared_ptr<const problem::Problem>> makeCodesignProblem(CodesignQuestion question);

/// What a window about co-design needs to know of a problem; null for every other kind of problem.
class CodesignView
{
public:
    virtual ~CodesignView() = default;
    [[nodiscard]] virtual const CodesignQuestion& question() const = 0;
    [[nodiscard]] virtual const std::vector<CodesignLayer>& layers() const = 0;
    [[nodiscard]] virtual Machine machine(const space::Design& design) const = 0;
    /// The hand-made machine with mappings found by the same search. Searched once, then kept; absent when
    /// stopped. Thread-safe; whoever comes second waits.
    [[nodiscard]] virtual std::optional<MachineResult> reference(const std::stop_token& stop) const = 0;
};
[[nodiscard]] const CodesignView* codesignOf(const problem::Problem& problem);

/// The inner searches of a design again, the very ones that its score rests on, with every choice of the
/// model recorded. \errors Unsupported: no co-design; Cancelled
[[nodiscard]] Result<MachineResult> replay(const problem::Problem& problem, const space::Design& design,
                                           const std::stop_token& stop = {});

/// As attribute(), against the hand-made machine. \errors as replay()
[[nodiscard]] Result<Attribution> attributionOf(const problem::Problem& problem, const space::Design& design,
                                                const std::stop_token& stop = {});

} // namespace paretoscope::codesign
