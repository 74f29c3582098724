// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/mapping_features.h"

#include "core/codesign/traffic.h"

#include <cmath>

namespace paretoscope::codesign {

std::array<double, kMappingFeatures> mappingFeatures(const LayerShape& layer, const Machine& machine,
                                                     const TiledMapping& mapping)
{
    const Traffic t = trafficOf(layer, mapping);
    std::array<double, kMappingFeatures> features{
        std::log2(static_cast<double>(mapping.usedColumns()) / machine.columns),
        std::log2(static_cast<double>(mapping.usedRows()) / machine.rows),
        t.inputLocal / machine.inputWords,
        t.weightLocal / machine.weightWords,
        t.outputLocal / machine.outputWords,
        (t.inputBuffer + t.outputBuffer) / kBufferWords,
        std::log2(t.inputVisits * t.inputArray),
        std::log2(t.bufferInputVisits * t.inputBuffer),
        std::log2(t.weightVisits * t.weightArray),
        std::log2(t.outputVisits * t.outputArray),
        std::log2(t.bufferOutputVisits * t.outputBuffer),
        std::log2(t.inputReuse),
        std::log2(t.weightReuse),
        std::log2(t.outputReuse),
    };
    const Sizes buffer = mapping.bufferTile();
    const Sizes array = mapping.spatialTile();
    for (std::size_t d = 0; d < kDims; ++d) {
        features[14 + d] = std::log2(buffer[d]);
        features[20 + d] = std::log2(array[d]);
    }
    return features;
}

const std::array<const char*, kMappingFeatures>& mappingFeatureNames()
{
    static constexpr std::array<const char*, kMappingFeatures> kNames{
        "columns in use",
        "rows in use",
        "input scratchpad filled",
        "weight scratchpad filled",
        "partial-sum scratchpad filled",
        "global buffer filled",
        "words of inputs to the array",
        "words of inputs from DRAM",
        "words of weights from DRAM",
        "words of outputs from the array",
        "words of outputs to DRAM",
        "reuse of an input",
        "reuse of a weight",
        "reuse of an output",
        "R in the global buffer",
        "S in the global buffer",
        "P in the global buffer",
        "Q in the global buffer",
        "C in the global buffer",
        "K in the global buffer",
        "R in the array",
        "S in the array",
        "P in the array",
        "Q in the array",
        "C in the array",
        "K in the array",
    };
    return kNames;
}

std::array<double, kRawParameters> rawParameters(const TiledMapping& mapping)
{
    std::array<double, kRawParameters> raw{};
    std::size_t next = 0;
    for (const auto& factors : mapping.factor)
        for (const std::int32_t factor : factors)
            raw[next++] = std::log2(factor);
    for (const auto& order : mapping.order) {
        for (std::size_t place = 0; place < kDims; ++place)
            raw[next + order[place]] = static_cast<double>(place);
        next += kDims;
    }
    return raw;
}

} // namespace paretoscope::codesign
