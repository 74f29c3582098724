// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workload/layer.h"

#include <cstdint>
#include <optional>

namespace paretoscope::cost::spatial {

/// A row-stationary mapping in the symbols of Chen et al. (JSSC 52(1), 2017, Table III; A). A logical set is
/// the filter's rows times `e` output rows; r sets of other channels and t sets of other filters share the
/// array.
struct RowStationary
{
    std::int64_t m = 1; ///< filters whose sums stand in the buffer
    std::int64_t n = 1; ///< images of one pass
    std::int64_t e = 1; ///< output rows of a strip
    std::int64_t p = 1; ///< filters a PE works on
    std::int64_t q = 1; ///< channels a PE works on
    std::int64_t r = 1; ///< sets for other channels
    std::int64_t t = 1; ///< sets for other filters
    /// All strips of a map stand in the buffer at once, so that none of its rows is fetched twice.
    bool wholeMaps = false;
};

/// The machine: an array of PEs with three scratchpads each, one buffer for inputs and sums. Defaults are
/// Eyeriss (JSSC 2017, A).
struct RowStationaryMachine
{
    std::int64_t columns = 14, rows = 12;
    std::int64_t buffer_words = 50 * 1024; ///< of its 108 KB, 8 KB prefetch filters
    std::int64_t input_words = 12, weight_words = 224, sum_words = 24;
    /// Inputs of one image in one pass stand in one bank of the buffer, where there is a choice (C: our
    /// reading, all published mappings keep to it); 0 = no such limit. 4 KB banks (B).
    std::int64_t bank_words = 2'048;
    bool mayHoldMaps = false; ///< whether a search considers RowStationary::wholeMaps
    [[nodiscard]] std::int64_t pes() const { return columns * rows; }
};

/// Energy of moving one word, in units of one 16-bit multiply-accumulate (Chen et al., ISCA 2016, Table IV,
/// 65 nm; A).
struct MovementCost
{
    double mac = 1.0;
    double registerFile = 1.0;
    double interPe = 2.0;
    double globalBuffer = 6.0;
    double dram = 200.0;
};

/// Words moved and cycles taken by one layer, all groups and images.
struct RowStationaryCounts
{
    std::int64_t activePes = 0;
    double cycles = 0.0; ///< of the array alone: never waiting for data
    double macs = 0.0;   ///< of the layer, nothing rounded up
    double dramInputs = 0.0, dramWeights = 0.0, dramOutputs = 0.0;
    double bufferAccesses = 0.0;
    double interPe = 0.0; ///< sums handed from PE to PE
    double inputRegister = 0.0, otherRegisters = 0.0;

    [[nodiscard]] double dram() const { return dramInputs + dramWeights + dramOutputs; }
    [[nodiscard]] double registers() const { return inputRegister + otherRegisters; }
    [[nodiscard]] double energy(const MovementCost& cost) const; ///< in multiply-accumulates
};

/// Counts one mapping with the exact evaluator, on a logical array of (filter rows * r * t) x e PEs: the
/// chip's network lets sets lie anywhere (JSSC 2017, section IV; A). Sizes that a pass does not divide are
/// rounded up. Errors: InvalidInput, in one sentence, where sets, scratchpads or buffer are exceeded.
[[nodiscard]] Result<RowStationaryCounts> countRowStationary(const workload::Convolution& layer,
                                                             const RowStationaryMachine& machine,
                                                             const RowStationary& mapping);

/// The mapping of least energy among those of tall strips: those that still use the array to 85 % of the best
/// use, not shorter than three quarters of the tallest (our choice: a set is meant to hold about as many
/// output rows as there are columns). Nothing where the filter has more rows than the array. Deterministic,
/// exhaustive over powers of two and whole sizes.
[[nodiscard]] std::optional<RowStationary> searchRowStationary(const workload::Convolution& layer,
                                                               const RowStationaryMachine& machine);

} // namespace paretoscope::cost::spatial
