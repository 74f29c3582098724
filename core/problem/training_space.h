// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_array.h"
#include "core/accuracy/network_plans.h"
#include "core/space/space.h"

namespace paretoscope::problem {

/// A design of a training problem, as what it sets: the network and how it learns, and the crossbars it runs
/// on.
struct TrainingDesign
{
    accuracy::HyperParameters network;
    accuracy::CrossbarWidths crossbar;
};

/// What the parameters of a training problem can set. Of the network: depth, filters, kernel, hidden,
/// dropout, learning_rate, momentum, batch; of the crossbars: array_rows, weight_bits, activation_bits,
/// cell_bits, converter_bits, variation.
[[nodiscard]] const std::vector<std::string>& trainingKnobs();

/// The default space, after the PABO specification 2.3 with convolutions added (our choice): 13 parameters,
/// all knobs but variation.
[[nodiscard]] space::Space defaultTrainingSpace();

/// Reads designs of a space whose parameters set knobs.
class TrainingDesignReader
{
public:
    /// \param sets per parameter of the space, the knob that it sets
    /// \param fixed what the knobs that no parameter sets have
    /// Errors: InvalidInput for an unknown knob, one set twice, a parameter that is not a number.
    [[nodiscard]] static Result<TrainingDesignReader>
    make(const space::Space& space, const std::vector<std::string>& sets, const TrainingDesign& fixed);
    /// Inactive parameters leave what is fixed.
    [[nodiscard]] TrainingDesign read(const space::Space& space, const space::Design& design) const;

private:
    std::vector<std::size_t> m_knobs; ///< per parameter, index into trainingKnobs()
    TrainingDesign m_fixed;
};

} // namespace paretoscope::problem
