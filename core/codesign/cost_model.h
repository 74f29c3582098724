// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_space.h"

#include <memory>

namespace paretoscope::codesign {

/// What one layer costs under one mapping.
struct MappingCost
{
    double energy_J = 0.0;
    double cycles = 0.0;

    /// Natural logarithm of energy times delay, what the inner search minimizes. The logarithm steadies
    /// models (our choice).
    [[nodiscard]] double logEdp() const;
};

/// One cycle of all machines here: 200 MHz, the clock of Eyeriss (Chen, Emer, Sze 2017, from memory). It
/// scales every delay alike.
inline constexpr double kClock_Hz = 200e6;

enum class EvaluatorKind {
    Lite, ///< lite_evaluator.h: closed form, calibrates the method
    Exact ///< exact_evaluator.h: the program's exact model of spatial accelerators
};

/// Scores valid mappings of one layer on one machine. One object a thread.
class CostModel
{
public:
    virtual ~CostModel() = default;
    /// \param mapping  breaks no rule
    [[nodiscard]] virtual MappingCost cost(const TiledMapping& mapping) = 0;
};

[[nodiscard]] std::unique_ptr<CostModel> makeCostModel(EvaluatorKind kind, const LayerShape& layer,
                                                       const Machine& machine);

} // namespace paretoscope::codesign
