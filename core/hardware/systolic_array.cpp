// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/systolic_array.h"

#include "core/base/json_reader.h"
#include "core/hardware/numbered_attributes.h"
#include "core/hardware/technology_choice.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::hardware {

namespace {

using nlohmann::json;
using Setting = SystolicTemplate::Setting;

// What a person may write, in a file or as a setting.
constexpr double kWidestSide = 65'536;
constexpr double kMostPods = 4'096;
constexpr double kLargestSram_bytes = 1 << 30U;
constexpr double kLeastWord_bits = 2;
constexpr double kWidestWord_bits = 128;
constexpr double kMostMultipliers = 1 << 24U;
constexpr double kLargestBandwidth_bytesPerCycle = 1e9;
constexpr double kSlowestClock_Hz = 1.0;
constexpr double kFastestClock_Hz = 1e12;

SystolicDataflow dataflowNamed(const std::string& name)
{
    const auto& names = systolicDataflowNames();
    return static_cast<SystolicDataflow>(std::find(names.begin(), names.end(), name) - names.begin());
}

} // namespace

/// Numbers of a description by the name of their attribute, so that a file and a study's settings go one way.
struct SystolicTemplate::Description
{
    std::string name = "systolic array";
    SystolicArray array; ///< without figures of the technology
    Technology technology;
    json document;
};

namespace {

using Attribute = NumberedAttribute<SystolicArray>;

const NumberedAttributes<SystolicArray>& numbers()
{
    static const NumberedAttributes<SystolicArray> kAll{
        {"array.rows", 1, kWidestSide, true, Attribute::Required,
         [](SystolicArray& a, double v) { a.rows = whole(v); }},
        {"array.columns", 1, kWidestSide, true, Attribute::Required,
         [](SystolicArray& a, double v) { a.columns = whole(v); }},
        {"array.pods", 1, kMostPods, true, Attribute::Optional,
         [](SystolicArray& a, double v) { a.pods = whole(v); }},
        {"input_sram.size_bytes", 1, kLargestSram_bytes, true, Attribute::Required,
         [](SystolicArray& a, double v) { a.inputs.size_bytes = whole(v); }},
        {"weight_sram.size_bytes", 1, kLargestSram_bytes, true, Attribute::Required,
         [](SystolicArray& a, double v) { a.weights.size_bytes = whole(v); }},
        {"output_sram.size_bytes", 1, kLargestSram_bytes, true, Attribute::Required,
         [](SystolicArray& a, double v) { a.outputs.size_bytes = whole(v); }},
        {"dram.bandwidth_bytes_per_cycle", 1e-6, kLargestBandwidth_bytesPerCycle, false, Attribute::Optional,
         [](SystolicArray& a, double v) { a.bandwidth_bytesPerCycle = v; }},
        {"clock_hz", kSlowestClock_Hz, kFastestClock_Hz, false, Attribute::Required,
         [](SystolicArray& a, double v) { a.clock_Hz = v; }},
        {"word_bits", kLeastWord_bits, kWidestWord_bits, true, Attribute::Required,
         [](SystolicArray& a, double v) { a.word_bits = whole(v); }},
    };
    return kAll;
}

Status apply(SystolicArray& array, const Setting& setting)
{
    if (setting.attribute == "dataflow") {
        const auto& names = systolicDataflowNames();
        if (std::find(names.begin(), names.end(), setting.word) == names.end())
            return refused(setting, "one of output_stationary, weight_stationary, input_stationary");
        array.dataflow = dataflowNamed(setting.word);
        return success();
    }
    return applySetting(array, numbers(), setting, "a systolic array");
}

void readNumbers(JsonReader& reader, SystolicArray& array)
{
    auto parts = readAttributes(reader, numbers(), array);
    JsonReader& dram = parts.at("dram");
    array.options.sharedBandwidth = dram.boolean("shared", false);
    array.options.chargesFirstFill = dram.boolean("charge_first_fill", false);
}

void readOptions(JsonReader options, SystolicArray& array)
{
    array.options.explicitDrain = options.boolean("os_explicit_drain", false);
    array.options.doubleBufferedStationary = options.boolean("double_buffered_stationary", false);
    array.options.readsBackPartialSums = options.boolean("psum_readback", false);
    array.options.keepsPartialSums = options.boolean("keep_psums", false);
}

/// A word at a time crosses between a memory and a row or column of the array, so an access is one word.
void derive(SystolicMemory& memory, const SystolicArray& array, const Technology& technology)
{
    const MemoryFigures figures = technology.memory(static_cast<double>(memory.size_bytes),
                                                    static_cast<double>(array.word_bits));
    memory.read_J = figures.read_J;
    memory.write_J = figures.write_J;
    memory.area_mm2 = figures.area_mm2;
    memory.leakage_W = technology.leakageCounts ? figures.leakage_W : 0.0;
}

} // namespace

const std::vector<std::string>& systolicDataflowNames()
{
    static const std::vector<std::string> kNames{"output_stationary", "weight_stationary",
                                                 "input_stationary"};
    return kNames;
}

double SystolicArray::area_mm2() const
{
    return inputs.area_mm2 + weights.area_mm2 + outputs.area_mm2 + macArea_mm2 * static_cast<double>(macs());
}

SystolicTemplate::SystolicTemplate()
    : SystolicTemplate(std::make_shared<const Description>())
{ }

SystolicTemplate::SystolicTemplate(std::shared_ptr<const Description> description)
    : m_description(std::move(description))
{ }

Result<SystolicTemplate> SystolicTemplate::read(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    return fromJson(*document, file.string());
}

Result<SystolicTemplate> SystolicTemplate::fromJson(const json& document, const std::string& file)
{
    JsonReader reader(document, file);
    reader.format("paretoscope-systolic-array", 1);
    Description description;
    description.name = description.array.name = reader.string("name");
    (void)reader.string("description", "");
    (void)reader.string("source", "");
    description.array.dataflow = dataflowNamed(
        reader.choice("dataflow", systolicDataflowNames(), systolicDataflowNames().front()));
    readNumbers(reader, description.array);
    readOptions(reader.object("options", true), description.array);
    const json& technology = reader.raw("technology");
    const double node_nm = reader.number("node_nm", {kSmallestNode_nm, 1000.0}, 0.0);
    const double voltage_V = reader.number("voltage_v", {0.1, 10.0}, 0.0);
    if (Status status = reader.finish(); !status)
        return status.error();
    auto choice = chooseTechnology(technology, node_nm, voltage_V, file, reader.where("technology"));
    if (!choice)
        return choice.error();
    description.technology = std::move(choice.value().technology);
    description.document = document;
    description.document["technology"] = std::move(choice.value().document);
    return SystolicTemplate(std::make_shared<const Description>(std::move(description)));
}

const std::vector<std::string>& SystolicTemplate::attributes()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names{"dataflow"};
        for (const Attribute& attribute : numbers())
            names.push_back(attribute.name);
        return names;
    }();
    return kNames;
}

Result<SystolicArray> SystolicTemplate::instantiate(const std::vector<Setting>& settings) const
{
    SystolicArray array = m_description->array;
    for (const Setting& setting : settings)
        if (const Status status = apply(array, setting); !status)
            return status.error();
    if (static_cast<double>(array.macs()) > kMostMultipliers)
        return Error{
            ErrorCode::InvalidInput, "The array has more than 2^24 multiply-accumulate units.", {}, {}};
    const Technology& technology = m_description->technology;
    if (technology.sram.empty())
        return Error{ErrorCode::InvalidInput, "The array has no technology.", {}, {}};
    for (SystolicMemory* memory : {&array.inputs, &array.weights, &array.outputs}) {
        if (memory->size_bytes * 8 < array.word_bits)
            return Error{ErrorCode::InvalidInput, "A memory of the array is smaller than a word.", {}, {}};
        derive(*memory, array, technology);
    }
    const auto bits = static_cast<double>(array.word_bits);
    array.dramEnergy_J = technology.dramEnergy_J(bits);
    array.macEnergy_J = technology.macEnergy_J(bits);
    array.macArea_mm2 = technology.macArea_mm2(bits);
    return array;
}

const std::string& SystolicTemplate::name() const
{
    return m_description->name;
}

json SystolicTemplate::toJson() const
{
    return m_description->document;
}

} // namespace paretoscope::hardware
