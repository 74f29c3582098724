// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/reference_cases.h"

#include "core/base/json_reader.h"
#include "core/cost/systolic/preloaded_windows.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::systolic {

namespace {

using hardware::SystolicArray;
using hardware::SystolicDataflow;
using nlohmann::json;

constexpr std::int64_t kKibibyte_bytes = 1024;
constexpr std::int64_t kLargestSide = 65'536;
constexpr std::int64_t kLargestSram_KiB = 1 << 20U;
constexpr std::int64_t kLargestExtent = 1 << 24U;
constexpr double kPercent = 100.0;
constexpr double kPrintedPercent = 0.01;  ///< percent points; the file rounds to 4 or 5 digits
constexpr double kFastFollowing = 0.1;    ///< what the file grants a model that does not replay every word
constexpr double kBoundTolerance = 0.005; ///< as the file grants output writes, which may decide the bound

// ---------------------------------------------------------------------------------------------- reading

SystolicDataflow readDataflow(JsonReader& inputs)
{
    const std::string word = inputs.choice("dataflow", {"os", "ws", "is"});
    return word == "os"   ? SystolicDataflow::OutputStationary
           : word == "ws" ? SystolicDataflow::WeightStationary
                          : SystolicDataflow::InputStationary;
}

Gemm readConvolution(JsonReader& layer)
{
    Windows windows;
    const auto extent = [&](const char* key) { return layer.integer(key, 1, kLargestExtent); };
    windows.filterRows = extent("filt_h");
    windows.filterColumns = extent("filt_w");
    windows.outputRows = extent("ofmap_h");
    windows.outputColumns = extent("ofmap_w");
    windows.strideRows = windows.strideColumns = extent("stride");
    windows.channels = extent("in_channels");
    const std::int64_t filters = extent("filters");
    if (layer.failed())
        return {};
    if (windows.mapRows() > extent("padded_ifmap_h") || windows.mapColumns() > extent("padded_ifmap_w"))
        layer.fail("ofmap_h", "asks for more input than the padded map has.");
    return toGemm(windows, filters);
}

Gemm readGemm(JsonReader layer)
{
    Gemm gemm;
    gemm.m = layer.integer("M", 1, kLargestExtent);
    gemm.n = layer.integer("N", 1, kLargestExtent);
    gemm.k = layer.integer("K", 1, kLargestExtent);
    if (!layer.has("filt_h") || layer.failed())
        return gemm;
    Gemm convolution = readConvolution(layer);
    if (!layer.failed() && (convolution.m != gemm.m || convolution.n != gemm.n || convolution.k != gemm.k))
        layer.fail("M", "does not follow, with N and K, from the layer's sizes.");
    return convolution;
}

void readSimulated(JsonReader& inputs, ReferenceCase& item)
{
    const auto size_bytes = [&](const char* key) {
        return inputs.integer(key, 1, kLargestSram_KiB) * kKibibyte_bytes;
    };
    item.array.inputs.size_bytes = size_bytes("ifmap_sram_kib");
    item.array.weights.size_bytes = size_bytes("filter_sram_kib");
    item.array.outputs.size_bytes = size_bytes("ofmap_sram_kib");
    item.array.word_bits = 8 * inputs.integer("bytes_per_word", 1, 1);
    item.givenBandwidth = inputs.choice("memory_mode", {"stall_free", "given_bandwidth"})
                          == "given_bandwidth";
    if (item.givenBandwidth)
        item.array.bandwidth_bytesPerCycle = inputs.number("dram_words_per_cycle_per_operand", kPositive);
    item.gemm = readGemm(inputs.object("layer"));
}

void readPublished(JsonReader& inputs, ReferenceCase& item)
{
    item.array.clock_Hz = inputs.number("clock_mhz", kPositive) * 1e6;
    item.array.bandwidth_bytesPerCycle = inputs.number("weight_dram_gb_s", kPositive) * 1e9
                                         / item.array.clock_Hz;
    item.array.options.doubleBufferedStationary = true; // TPU v1 shifts the next weights in meanwhile
    item.chip = ReferenceCase::Chip{inputs.string("application"),
                                    inputs.number("macs_per_weight_byte", {1.0, 1e6})};
}

ReferenceCase readCase(JsonReader& reader)
{
    ReferenceCase item;
    item.id = reader.string("id");
    JsonReader inputs = reader.object("inputs");
    item.array.rows = inputs.integer("array_rows", 1, kLargestSide);
    item.array.columns = inputs.integer("array_cols", 1, kLargestSide);
    item.array.dataflow = readDataflow(inputs);
    if (inputs.has("chip"))
        readPublished(inputs, item);
    else
        readSimulated(inputs, item);
    JsonReader expected = reader.object("expected");
    JsonReader tolerance = reader.object("tolerance", true);
    if (reader.failed())
        return item;
    for (const auto& [key, value] : reader.raw("expected").items())
        if (!value.is_object() && !value.is_null()) // averages of bandwidth; figures that nobody published
            item.expected[key] = expected.number(key, {});
    for (const auto& [key, value] : reader.raw("tolerance").items())
        item.tolerance[key] = tolerance.string(key);
    return item;
}

// -------------------------------------------------------------------------------------------- comparing

/// The model's word for a case, by the names of the file. Percentages as there.
struct Ours
{
    std::map<std::string, double> figures;
    double bandwidthBoundCycles = 0.0;
    double inputReadsBySegment = 0.0;
    double utilizationAtTheirCycles_pct = 0.0;
};

/// The simulator divides by a fold length that is columns - 1 too long for WS and IS (A).
double simulatorsComputeUtilization_pct(const Folds& folds, const SystolicArray& array)
{
    const bool outputsStay = array.dataflow == SystolicDataflow::OutputStationary;
    const std::int64_t fold = outputsStay ? array.rows + array.columns + folds.streamLength - 2
                                          : 2 * array.rows + 2 * array.columns + folds.streamLength - 3;
    return kPercent * folds.mappingEfficiency * static_cast<double>(folds.streamLength)
           / static_cast<double>(fold);
}

/// The simulator's count of outputs has rows + columns too many per output-stationary fold (A).
std::int64_t simulatorsOutputWrites(const Folds& folds, const SystolicArray& array)
{
    const bool outputsStay = array.dataflow == SystolicDataflow::OutputStationary;
    return folds.outputWrites + (outputsStay ? folds.count() * (array.rows + array.columns) : 0);
}

Result<Ours> evaluateCase(const ReferenceCase& reference)
{
    const SystolicArray& array = reference.array;
    const auto exact = evaluate(reference.gemm, array, Following::ByWord);
    if (!exact)
        return exact.error();
    const auto fast = evaluate(reference.gemm, array, Following::BySegment);
    if (!fast)
        return fast.error();
    const Folds& folds = exact->folds;
    // The simulator names the index of the last cycle.
    const std::int64_t reported = (reference.givenBandwidth ? preloadedWindowsCycles(*exact, array)
                                                            : folds.cycles)
                                  - 1;
    const auto utilization_pct = [&](double cycles) {
        return kPercent * static_cast<double>(reference.gemm.macs())
               / (static_cast<double>(array.macs()) * cycles);
    };
    const auto theirCycles = reference.expected.find("reported_cycles");
    Ours ours;
    ours.bandwidthBoundCycles = static_cast<double>(exact->report.cycles);
    ours.inputReadsBySegment = static_cast<double>(fast->traffic.inputReads);
    ours.utilizationAtTheirCycles_pct = utilization_pct(
        theirCycles != reference.expected.end() ? theirCycles->second : static_cast<double>(reported));
    const auto add = [&](const char* name, std::int64_t value) {
        ours.figures[name] = static_cast<double>(value);
    };
    add("row_folds", folds.rowFolds);
    add("col_folds", folds.columnFolds);
    add("active_cycles", folds.cycles);
    add("reported_cycles", reported);
    add("stall_cycles", reported - (folds.cycles - 1));
    add("sram_ifmap_reads", folds.inputReads);
    add("sram_filter_reads", folds.weightReads);
    add("sram_ofmap_writes", folds.outputWrites);
    add("sram_ofmap_writes_raw", simulatorsOutputWrites(folds, array));
    add("dram_ifmap_reads", exact->traffic.inputReads);
    add("dram_filter_reads", exact->traffic.weightReads);
    add("dram_ofmap_writes", exact->traffic.outputWrites);
    ours.figures["overall_util_pct"] = utilization_pct(static_cast<double>(reported));
    ours.figures["mapping_efficiency_pct"] = kPercent * folds.mappingEfficiency;
    ours.figures["compute_util_pct"] = simulatorsComputeUtilization_pct(folds, array);
    return ours;
}

/// Figures for which the file states no tolerance, and ours for them.
std::optional<Tolerance> ownTolerance(const std::string& figure)
{
    if (figure == "row_folds" || figure == "col_folds" || figure == "sram_ofmap_writes_raw")
        return Tolerance{};
    if (figure == "compute_util_pct")
        return Tolerance{0.0, kPrintedPercent};
    return {};
}

std::optional<Tolerance> toleranceOf(const ReferenceCase& reference, std::string figure)
{
    auto stated = reference.tolerance.find(figure);
    const std::string same = "same as ";
    if (stated != reference.tolerance.end() && stated->second.rfind(same, 0) == 0)
        stated = reference.tolerance.find(stated->second.substr(same.size()));
    if (stated == reference.tolerance.end())
        return ownTolerance(figure);
    const bool informative = stated->second.rfind("informative", 0) == 0;
    if (informative && figure == "reported_cycles")
        return Tolerance{0.0, 0.0, true}; // "lower-bound check only"
    return toleranceFrom(stated->second, reference.array.columns);
}

class Comparison
{
public:
    explicit Comparison(CaseResult& result)
        : m_result(result)
    { }
    void within(const std::string& figure, double ours, double theirs, const Tolerance& tolerance)
    {
        const double difference = std::abs(ours - theirs);
        const bool agrees = (tolerance.onlyBelow && ours <= theirs)
                            || difference <= tolerance.absolute + tolerance.relative * std::abs(theirs);
        // A bound that holds has no deviation to report.
        const double deviation = tolerance.onlyBelow && agrees ? 0.0 : relativeDeviation(ours, theirs);
        record(m_result, figure, ours, theirs, deviation, agrees);
    }
    void between(const std::string& figure, double ours, double theirs, double lowest, double highest)
    {
        const bool agrees = ours >= lowest && ours <= highest;
        record(m_result, figure, ours, theirs,
               std::isfinite(highest) || !agrees ? std::abs(ours - theirs) / theirs : 0.0, agrees);
    }

private:
    CaseResult& m_result;
};

void compareSimulated(Comparison& compare, const ReferenceCase& reference, const Ours& ours)
{
    for (const auto& [figure, value] : ours.figures) {
        const auto theirs = reference.expected.find(figure);
        const auto tolerance = toleranceOf(reference, figure);
        if (theirs == reference.expected.end() || !tolerance)
            continue;
        // Utilization is one over cycles: where those are granted 30 %, only its definition can be compared.
        const auto cycles = toleranceOf(reference, "reported_cycles");
        const bool atTheirCycles = figure == "overall_util_pct" && cycles
                                   && (cycles->onlyBelow || cycles->relative > tolerance->relative);
        compare.within(figure, atTheirCycles ? ours.utilizationAtTheirCycles_pct : value, theirs->second,
                       *tolerance);
        if (figure == "dram_ifmap_reads")
            compare.within(figure + " by segment", ours.inputReadsBySegment, theirs->second,
                           {kFastFollowing});
    }
    const auto bound = reference.expected.find("bandwidth_bound_cycles_from_stall_free_traffic");
    if (bound != reference.expected.end())
        compare.within("bandwidth bound", ours.bandwidthBoundCycles, bound->second,
                       {kBoundTolerance, static_cast<double>(reference.array.columns)});
}

/// Layers of the application are unknown, its reuse of weights is known: a product with as many rows as
/// multiply-accumulates per weight byte, large enough that its only fill and drain do not show. Inputs and
/// results stay on the chip, so only weights load its link.
double modelledTops(const ReferenceCase& reference)
{
    constexpr std::int64_t kFoldsEachWay = 64;
    constexpr double kOpsPerMac = 2.0;
    Gemm gemm;
    gemm.m = std::llround(reference.chip->macsPerWeightByte);
    gemm.k = kFoldsEachWay * reference.array.rows;
    gemm.n = kFoldsEachWay * reference.array.columns;
    const Folds folds = fold(gemm, reference.array);
    const double cycles = std::max(static_cast<double>(folds.cycles),
                                   static_cast<double>(folds.weightReads)
                                       / *reference.array.bandwidth_bytesPerCycle);
    return kOpsPerMac * static_cast<double>(gemm.macs()) / cycles * reference.array.clock_Hz * 1e-12;
}

void comparePublished(Comparison& compare, const ReferenceCase& reference)
{
    constexpr double kLeast = 0.97;
    constexpr double kMost = 1.35;
    constexpr double kPeakRounding = 0.01; // 92 TOPS published, 91.75 by rows * columns * clock
    const double tops = modelledTops(reference);
    const std::string& application = reference.chip->application;
    // Other applications lose time to what no model of the array knows; for them ours is an upper bound.
    const bool modelled = application.rfind("MLP", 0) == 0 || application == "CNN0";
    if (const auto measured = reference.expected.find("measured_tops"); measured != reference.expected.end())
        compare.between("measured_tops", tops, measured->second, kLeast * measured->second,
                        modelled ? kMost * measured->second : std::numeric_limits<double>::infinity());
    if (const auto roof = reference.expected.find("roofline_bound_tops"); roof != reference.expected.end())
        compare.within("roofline_bound_tops", tops, roof->second, {kPeakRounding});
}

} // namespace

std::optional<Tolerance> toleranceFrom(const std::string& words, std::int64_t columns)
{
    if (words.rfind("exact", 0) == 0)
        return Tolerance{};
    const auto stated = statedNumber(words);
    if (!stated)
        return {};
    const std::string& unit = stated->rest;
    if (unit.rfind("abs", 0) == 0)
        return Tolerance{0.0, stated->value};
    if (unit.rfind('%', 0) != 0)
        return {};
    const bool oneLine = unit.find("one line of C words") != std::string::npos;
    return Tolerance{stated->value / kPercent, oneLine ? static_cast<double>(columns) : 0.0};
}

Result<std::vector<ReferenceCase>> readReferenceCases(const std::filesystem::path& file)
{
    return readFamily(file, "systolic", [](JsonReader& reader) { return readCase(reader); });
}

CaseResult checkCase(const ReferenceCase& reference)
{
    CaseResult result;
    result.id = reference.id;
    result.agrees = true;
    Comparison compare(result);
    if (reference.chip) {
        comparePublished(compare, reference);
    } else if (const Result<Ours> ours = evaluateCase(reference)) {
        compareSimulated(compare, reference, *ours);
    } else {
        result.agrees = false;
        result.worstDeviation = 1.0;
        result.worst = ours.error().what;
    }
    if (result.figures == 0 && result.agrees) {
        result.agrees = false;
        result.worst = "the case has no figure that can be compared";
    }
    return result;
}

Result<std::vector<CaseResult>> checkReferenceFile(const std::filesystem::path& file)
{
    return checkCases(readReferenceCases(file), checkCase);
}

} // namespace paretoscope::cost::systolic
