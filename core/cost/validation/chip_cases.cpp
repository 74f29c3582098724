// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/validation/chip_cases.h"

#include "core/base/json_reader.h"
#include "core/cost/validation/tolerance.h"
#include "core/workload/network.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace paretoscope::cost::validation {

namespace {

using nlohmann::json;
using workload::Convolution;

constexpr std::int64_t kLargestExtent = 1 << 16U;
constexpr long kLargestSide = 1024; ///< of an array; keeps the search for a mapping short
constexpr std::int64_t kEyerissRows = 12;
constexpr std::int64_t kFilterBuffer_KB = 8; ///< of the global buffer, prefetches filters (JSSC 2017, A)
constexpr double kPercent = 100.0;
constexpr const char* kTotal = "Total";

// ---------------------------------------------------------------------------------------------- reading

ChipGroup kindOf(const std::string& group)
{
    if (group == "eyeriss_sum")
        return ChipGroup::Summary;
    if (group.rfind("eyeriss_", 0) == 0)
        return ChipGroup::Layer;
    if (group == "rs_model")
        return ChipGroup::ReferenceRun;
    return group == "edge_tpu" ? ChipGroup::PeakBound : ChipGroup::Unknown;
}

Convolution readShape(JsonReader reader)
{
    const auto extent = [&](const char* key) { return reader.integer(key, 1, kLargestExtent); };
    Convolution layer;
    layer.groups = extent("groups");
    layer.inputChannels = extent("channels_per_group") * layer.groups;
    layer.outputChannels = extent("filters");
    layer.filterWidth = layer.filterHeight = extent("k");
    layer.strideX = layer.strideY = extent("stride");
    layer.outputWidth = layer.outputHeight = extent("out_h");
    const std::int64_t needed = (layer.outputHeight - 1) * layer.strideY + layer.filterHeight;
    if (!reader.failed() && needed > extent("padded_h"))
        reader.fail("out_h", "asks for " + std::to_string(needed) + " input rows, more than padded_h.");
    if (!reader.failed() && layer.outputChannels % layer.groups != 0)
        reader.fail("filters", "cannot be divided into the groups.");
    return layer;
}

spatial::RowStationary readMapping(JsonReader& inputs)
{
    constexpr const char* kKey = "mapping_m_n_e_p_q_r_t";
    const std::vector<double> list = inputs.numbers(kKey, {1.0, static_cast<double>(kLargestExtent)});
    if (list.size() != 7
        || std::any_of(list.begin(), list.end(), [](double x) { return x != std::floor(x); })) {
        inputs.fail(kKey, "must be seven whole numbers: m, n, e, p, q, r, t.");
        return {};
    }
    const auto at = [&](std::size_t i) { return static_cast<std::int64_t>(list[i]); };
    return {at(0), at(1), at(2), at(3), at(4), at(5), at(6)};
}

void readLayer(JsonReader& inputs, ChipCase& item)
{
    item.batch = inputs.integer("batch", 1, kLargestExtent);
    item.chip.core_Hz = inputs.number("core_mhz", kPositive) * 1e6;
    item.chip.link_Hz = inputs.number("link_mhz", kPositive) * 1e6;
    item.chip.voltage_V = inputs.number("voltage", {0.1, 10.0});
    item.chip.word_bits = static_cast<int>(inputs.integer("precision_bits", 1, 128));
    const std::int64_t buffer_KB = inputs.integer("buffer_kb", kFilterBuffer_KB + 1, 1 << 20U);
    item.chip.array.buffer_words = (buffer_KB - kFilterBuffer_KB) * 1024 * 8 / item.chip.word_bits;
    const std::string pes = inputs.string("pes");
    long rows = 0, columns = 0;
    const bool read = std::sscanf(pes.c_str(), "%5ldx%5ld", &rows, &columns) == 2;
    if (!inputs.failed() && (!read || std::min(rows, columns) < 1 || std::max(rows, columns) > kLargestSide))
        inputs.fail("pes", "is \"" + pes + "\"; rows x columns of 1 to 1024 are expected, such as 12x14.");
    item.chip.array.rows = rows;
    item.chip.array.columns = columns;
    if (inputs.has("shape"))
        item.shape = readShape(inputs.object("shape"));
    if (item.shape)
        item.shape->batch = item.batch;
    if (inputs.has("mapping_m_n_e_p_q_r_t"))
        item.mapping = readMapping(inputs);
}

void readReferenceRun(JsonReader& inputs, ChipCase& item)
{
    item.batch = inputs.integer("batch", 1, kLargestExtent);
    item.macs = inputs.number("macs", kPositive);
    const std::int64_t pes = inputs.integer("implied_pes", 1, kLargestExtent);
    // The array's shape is not stated: Eyeriss's rows, where they divide it (our choice).
    item.chip.array.rows = pes % kEyerissRows == 0 ? kEyerissRows : 1;
    item.chip.array.columns = pes / item.chip.array.rows;
    // Nor is its buffer: Eyeriss's 108 KB without division into banks and prefetch (our choice).
    item.chip.array.buffer_words = 54 * 1024;
    item.chip.array.bank_words = 0;
    item.chip.array.mayHoldMaps = true;
}

void readFigures(JsonReader& reader, ChipCase& item)
{
    JsonReader expected = reader.object("expected");
    JsonReader tolerance = reader.object("tolerance", true);
    if (reader.failed())
        return;
    for (const auto& [key, value] : reader.raw("expected").items())
        item.expected[key] = value.is_array() ? expected.numbers(key, {})
                                              : std::vector<double>{expected.number(key, {})};
    for (const auto& [key, value] : reader.raw("tolerance").items())
        item.tolerance[key] = tolerance.string(key);
}

ChipCase readCase(JsonReader& reader)
{
    ChipCase item;
    item.id = reader.string("id");
    item.group = reader.string("group");
    item.kind = kindOf(item.group);
    JsonReader inputs = reader.object("inputs");
    item.network = inputs.string("network", "");
    item.layer = inputs.string("layer", "");
    if (item.kind == ChipGroup::Layer)
        readLayer(inputs, item);
    if (item.kind == ChipGroup::ReferenceRun)
        readReferenceRun(inputs, item);
    if (item.kind == ChipGroup::PeakBound) {
        item.peak_opsPerSecond = inputs.number("peak_tops", kPositive) * 1e12;
        item.work_ops = inputs.number("gop_per_image", kPositive) * 1e9;
    }
    readFigures(reader, item);
    return item;
}

// -------------------------------------------------------------------------------------------- predicting

/// Compares figures one by one and says which have no prediction.
class Comparison
{
public:
    Comparison(const ChipCase& item, CaseResult& result)
        : m_item(item)
        , m_result(result)
    { }

    [[nodiscard]] std::optional<Agreement> agreement(const std::string& figure) const
    {
        auto words = m_item.tolerance.find(figure);
        if (words == m_item.tolerance.end())
            words = m_item.tolerance.find("*");
        if (words == m_item.tolerance.end())
            return {};
        return agreementFrom(words->second, {m_item.network, m_item.mapping.has_value()});
    }

    void figure(const std::string& name, double ours)
    {
        const auto allowed = agreement(name);
        if (expects(name) && !allowed)
            unpredicted(name, "the case states no tolerance for it");
        else if (expects(name))
            within(name, ours, m_item.expected.at(name).front(), *allowed);
    }
    /// A figure that the case gives without a tolerance, because it follows from others.
    void derived(const std::string& name, double ours, Agreement allowed)
    {
        if (expects(name))
            within(name, ours, m_item.expected.at(name).front(), allowed);
    }
    void list(const std::string& name, const std::vector<double>& ours)
    {
        const auto allowed = agreement(name);
        if (!expects(name) || !allowed)
            return;
        const std::vector<double>& theirs = m_item.expected.at(name);
        for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i)
            within(name + ' ' + std::to_string(i), ours[i], theirs[i], *allowed);
    }
    void unpredicted(const std::string& name, const std::string& why)
    {
        if (expects(name))
            m_result.unpredicted.push_back(name + ": " + why + '.');
        m_known.push_back(name);
    }
    void error(const Error& problem)
    {
        m_result.agrees = false;
        m_result.worstDeviation = 1.0;
        m_result.worst = problem.text();
    }
    /// Every figure that nobody spoke of is named, so that nothing is passed over in silence.
    void finish()
    {
        for (const auto& [name, values] : m_item.expected)
            if (std::find(m_known.begin(), m_known.end(), name) == m_known.end())
                m_result.unpredicted.push_back(name + ": no model of ours has this figure.");
        if (m_result.figures == 0 && m_result.agrees) {
            m_result.agrees = false;
            m_result.worst = "no figure of this case can be predicted";
        }
    }

private:
    bool expects(const std::string& name)
    {
        m_known.push_back(name);
        return m_item.expected.count(name) != 0;
    }
    void within(const std::string& name, double ours, double theirs, const Agreement& allowed)
    {
        const double least = std::min(allowed.lowest * theirs, allowed.highest * theirs);
        const double most = std::max(allowed.lowest * theirs, allowed.highest * theirs);
        const bool agrees = ours >= least && ours <= most;
        // A bound that holds has no deviation to report.
        const double deviation = agrees && allowed.onlyBounds() ? 0.0 : relativeDeviation(ours, theirs);
        record(m_result, name, ours, theirs, deviation, agrees);
    }

    const ChipCase& m_item;
    CaseResult& m_result;
    std::vector<std::string> m_known;
};

/// "CONV5-3", "conv5_3", "conv3_a" of the original's halves, and "conv5_3" are the same layer.
std::string plain(const std::string& name)
{
    std::string text;
    for (const char c : name)
        text += c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (text.size() > 2 && text.compare(text.size() - 2, 2, "_a") == 0)
        text.resize(text.size() - 2);
    return text;
}

/// The layer of that name; fully connected layers count from 1 or from the number of the last convolution on.
const workload::Layer* findLayer(const workload::Network& network, const std::string& name)
{
    int fullyConnected = 0;
    for (const workload::Layer& layer : network.layers) {
        if (layer.name.rfind("fc", 0) == 0 && plain(name) == "fc" + std::to_string(++fullyConnected))
            return &layer;
        if (layer.name == plain(name))
            return &layer;
    }
    return nullptr;
}

std::optional<Convolution> convolutionOf(const workload::Layer& layer)
{
    if (const auto convolution = workload::asConvolution(layer.operation))
        return convolution;
    const auto product = workload::asMatrixProduct(layer.operation);
    if (!product || product->products != 1)
        return {};
    Convolution flat;
    flat.inputChannels = product->reduction;
    flat.outputChannels = product->columns;
    flat.batch = product->rows;
    return flat;
}

double single(const ChipCase& item, const char* figure, double otherwise)
{
    const auto found = item.expected.find(figure);
    return found == item.expected.end() ? otherwise : found->second.front();
}

double zeros(const ChipCase& item)
{
    return std::clamp(single(item, "zero_ifmap_pct", 0.0) / kPercent, 0.0, 1.0);
}

class Checker
{
public:
    Checker(const std::vector<ChipCase>& cases, const std::filesystem::path& networks)
        : m_cases(cases)
        , m_networks(networks)
    { }

    CaseResult check(const ChipCase& item)
    {
        CaseResult result;
        result.id = item.id;
        result.agrees = true;
        Comparison compare(item, result);
        switch (item.kind) {
        case ChipGroup::Layer:
            compareLayer(item, compare);
            break;
        case ChipGroup::Summary:
            compareSummary(item, compare);
            break;
        case ChipGroup::ReferenceRun:
            compareRun(item, compare);
            break;
        case ChipGroup::PeakBound:
            comparePeak(item, compare);
            break;
        case ChipGroup::Unknown:
            compare.error(
                {ErrorCode::Unsupported, "there is no model for group \"" + item.group + "\".", {}, {}});
            break;
        }
        compare.finish();
        return result;
    }

private:
    Result<workload::Network> network(const std::string& name) const
    {
        if (name.empty()
            || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
            return Error{ErrorCode::InvalidInput, "\"" + name + "\" is no network's name.", {}, {}};
        return workload::readNetwork(m_networks / (name + ".json"));
    }

    /// Layers that the file has are taken from it, with their mappings; the others are searched.
    Result<ChipFigures> predictTotal(const ChipCase& item) const
    {
        const Result<workload::Network> all = network(item.network);
        if (!all)
            return all.error();
        ChipFigures sum;
        for (const workload::Layer& layer : all->layers) {
            auto convolution = workload::asConvolution(layer.operation);
            if (!convolution || layer.name.rfind("fc", 0) == 0)
                continue;
            const auto row = std::find_if(m_cases.begin(), m_cases.end(), [&](const ChipCase& other) {
                return other.kind == ChipGroup::Layer && other.network == item.network && other.shape
                       && plain(other.layer) == layer.name;
            });
            convolution->batch = item.batch;
            const Result<ChipFigures> one = row != m_cases.end()
                                                ? predictLayer(*row)
                                                : predict(*convolution, item.chip, zeros(item));
            if (!one)
                return one.error();
            sum += *one;
        }
        return sum;
    }

    void compareLayer(const ChipCase& item, Comparison& compare) const
    {
        const Result<ChipFigures> ours = item.layer == kTotal ? predictTotal(item) : predictLayer(item);
        if (!ours) {
            compare.error(ours.error());
            return;
        }
        compare.figure("macs_g", ours->macs * 1e-9);
        compare.derived("macs_exact", ours->macs, {1.0, 1.0});
        compare.figure("active_pes", ours->activePes);
        compare.figure("processing_latency_ms", ours->processing_s * 1e3);
        compare.figure("total_latency_ms", ours->total_s * 1e3);
        compare.figure("global_buffer_mb", ours->buffer_bytes * 1e-6);
        compare.figure("dram_mb", ours->dram_bytes * 1e-6);
        const auto time = compare.agreement("total_latency_ms");
        if (time && time->onlyBounds()) {
            compare.unpredicted("power_mw", "energy over a latency of which the case grants only a bound");
            compare.unpredicted("energy_mj", "power times a latency of which the case grants only a bound");
        } else {
            compare.figure("power_mw", ours->energy_J / ours->total_s * 1e3);
            compare.figure("energy_mj", ours->energy_J * 1e3);
        }
        compare.unpredicted("zero_ifmap_pct", "a property of the images, taken as given");
    }

    const ChipCase* total(const std::string& networkPrefix) const
    {
        for (const ChipCase& item : m_cases)
            if (item.kind == ChipGroup::Layer && item.layer == kTotal
                && item.network.rfind(networkPrefix, 0) == 0)
                return &item;
        return nullptr;
    }

    void compareSummary(const ChipCase& item, Comparison& compare) const
    {
        for (const char* name : {"alexnet", "vgg"})
            compareTotals(name, compare);
        const RowStationaryChip chip;
        constexpr double kSlowest_Hz = 100e6, kFastest_Hz = 250e6; // JSSC 2017 (A)
        const auto pes = static_cast<double>(chip.array.pes());
        compare.list("peak_gmacs", {pes * kSlowest_Hz * 1e-9, pes * kFastest_Hz * 1e-9});
        if (item.expected.count("peak_gmacs") == 0)
            compareMovement(compare);
        const auto word_bytes = static_cast<double>(chip.word_bits / 8);
        // The other two scratchpads are registers.
        compare.figure("onchip_sram_kb", static_cast<double>(kFilterBuffer_KB)
                                             + (static_cast<double>(chip.array.buffer_words)
                                                + pes * static_cast<double>(chip.array.weight_words))
                                                   * word_bytes / 1024.0);
        compare.unpredicted(
            "core_area_mm2",
            "our areas are those of memories and multipliers, not of a chip's network and control");
    }

    void compareTotals(const std::string& name, Comparison& compare) const
    {
        const std::string rate = name + "_fps";
        const std::string accesses = name + "_dram_access_per_mac";
        const ChipCase* row = total(name);
        if (row == nullptr) {
            compare.unpredicted(rate, "the file has no total of that network");
            compare.unpredicted(accesses, "the file has no total of that network");
            return;
        }
        const double time_s = single(*row, "total_latency_ms", 0.0) * 1e-3;
        const double words = single(*row, "dram_mb", 0.0) * 1e6 * 8.0 / row->chip.word_bits;
        compare.figure(rate, static_cast<double>(row->batch) / time_s);
        compare.figure(accesses, words / (single(*row, "macs_g", 0.0) * 1e9));
    }

    static void compareMovement(Comparison& compare)
    {
        const spatial::MovementCost cost;
        compare.figure("mac", cost.mac);
        compare.figure("register_file", cost.registerFile);
        compare.figure("inter_pe", cost.interPe);
        compare.figure("global_buffer", cost.globalBuffer);
        compare.figure("dram", cost.dram);
    }

    /// Half of the filters of the named layer: the original network ran as two halves. A fully connected
    /// layer is whole.
    Result<Convolution> runLayer(const ChipCase& item) const
    {
        const Result<workload::Network> all = network(item.network);
        if (!all)
            return all.error();
        const workload::Layer* layer = findLayer(*all, item.layer);
        std::optional<Convolution> shape = layer != nullptr ? convolutionOf(*layer) : std::nullopt;
        if (!shape)
            return Error{ErrorCode::NotFound, all->name + " has no layer \"" + item.layer + "\".", {}, {}};
        shape->batch = item.batch;
        if (plain(item.layer).size() != item.layer.size()) {
            if (shape->groups > 1)
                shape->inputChannels /= shape->groups;
            shape->groups = 1;
            shape->outputChannels /= 2;
        }
        const auto macs = static_cast<double>(workload::toOperation(*shape).macs());
        if (macs != item.macs)
            return Error{ErrorCode::InvalidInput,
                         "the layer has " + json(macs).dump() + " multiply-accumulates, the case "
                             + json(item.macs).dump() + ".",
                         {},
                         {}};
        return *shape;
    }

    void compareRun(const ChipCase& item, Comparison& compare) const
    {
        const Result<Convolution> layer = runLayer(item);
        if (!layer) {
            compare.error(layer.error());
            return;
        }
        const auto mapping = searchRowStationary(*layer, item.chip.array);
        if (!mapping) {
            compare.error({ErrorCode::Unsupported, "no row-stationary mapping of the layer fits.", {}, {}});
            return;
        }
        const Result<spatial::RowStationaryCounts> ours = countRowStationary(*layer, item.chip.array,
                                                                             *mapping);
        if (!ours) {
            compare.error(ours.error());
            return;
        }
        compare.figure("dram_word_accesses", ours->dram());
        // That model counts a word at the buffer once, when it passes between DRAM and the array.
        compare.figure("global_buffer_accesses", ours->dram());
        compare.figure("inter_pe_transfers", ours->interPe);
        compare.figure("register_accesses", ours->registers());
        const double rate = single(item, "macs_per_cycle", 0.0);
        const auto pes = static_cast<double>(item.chip.array.pes());
        const std::string why = "the case has more multiply-accumulates a cycle than its array has PEs";
        if (rate > pes) {
            compare.unpredicted("cycles", why);
            compare.unpredicted("macs_per_cycle", why);
            return;
        }
        compare.figure("cycles", ours->cycles);
        if (const auto allowed = compare.agreement("cycles"))
            compare.derived("macs_per_cycle", item.macs / ours->cycles, *allowed);
    }

    static void comparePeak(const ChipCase& item, Comparison& compare)
    {
        compare.figure("latency_ms", item.work_ops / item.peak_opsPerSecond * 1e3);
        // Utilization follows from their latency; only its definition can be compared, to the printed digits.
        constexpr Agreement kPrinted{0.999, 1.001};
        const double time_s = single(item, "latency_ms", 0.0) * 1e-3;
        if (time_s > 0.0)
            compare.derived("utilization", item.work_ops / time_s / item.peak_opsPerSecond, kPrinted);
    }

    const std::vector<ChipCase>& m_cases;
    std::filesystem::path m_networks;
};

} // namespace

Result<std::vector<ChipCase>> readChipCases(const std::filesystem::path& file)
{
    return readFamily(file, "eyeriss_and_others", [](JsonReader& reader) { return readCase(reader); });
}

Result<ChipFigures> predictLayer(const ChipCase& item)
{
    if (!item.shape)
        return Error{ErrorCode::InvalidInput, "the case gives no shape.", {}, {}};
    return item.mapping ? predict(*item.shape, item.chip, zeros(item), *item.mapping)
                        : predict(*item.shape, item.chip, zeros(item));
}

Result<std::vector<CaseResult>> checkChipFile(const std::filesystem::path& file,
                                              const std::filesystem::path& networks)
{
    const Result<std::vector<ChipCase>> cases = readChipCases(file);
    if (!cases)
        return cases.error();
    Checker checker(*cases, networks);
    return checkCases(cases, [&](const ChipCase& item) { return checker.check(item); });
}

} // namespace paretoscope::cost::validation
