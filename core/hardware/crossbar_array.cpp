// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/crossbar_array.h"

#include "core/base/counts.h"
#include "core/hardware/numbered_attributes.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::hardware {

namespace {

using nlohmann::json;
using Setting = CrossbarTemplate::Setting;

// What a person may write, in a file or as a setting.
constexpr double kLargestSide = 4'096;
constexpr double kMostWeightBits = 32;
constexpr double kMostCellBits = 8;
constexpr double kMostAdcBits = 16;
constexpr double kMostInstances = 1 << 20U;
constexpr double kLargestBuffer_bytes = 1 << 30U;
constexpr double kMostArrays = 1e9;
constexpr double kLargestSigma = 1.0;
constexpr double kSmallestCrossbarNode_nm = 5.0;

int bits(double number)
{
    return static_cast<int>(number);
}

using CrossbarAttribute = NumberedAttribute<CrossbarArray>;

const NumberedAttributes<CrossbarArray>& crossbarNumbers()
{
    using Array = CrossbarArray;
    static const NumberedAttributes<CrossbarArray> kAll{
        {"array.rows", 1, kLargestSide, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.rows = whole(v); }},
        {"array.columns", 1, kLargestSide, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.columns = whole(v); }},
        {"array.cell_bits", 1, kMostCellBits, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.cellBits = bits(v); }},
        {"weight_bits", 2, kMostWeightBits, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.weightBits = bits(v); }},
        {"input_bits", 1, kMostWeightBits, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.inputBits = bits(v); }},
        {"dac.bits", 1, kMostCellBits, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.dacBits = bits(v); }},
        {"dac.per_array", 0, kLargestSide, true, CrossbarAttribute::Optional,
         [](Array& a, double v) { a.dacsPerArray = whole(v); }},
        {"adc.bits", 1, kMostAdcBits, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.adcBits = bits(v); }},
        {"adc.per_array", 1, kLargestSide, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.adcsPerArray = whole(v); }},
        {"core.arrays", 1, kMostInstances, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.arraysPerCore = whole(v); }},
        {"tile.cores", 1, kMostInstances, true, CrossbarAttribute::Required,
         [](Array& a, double v) { a.coresPerTile = whole(v); }},
        {"tile.buffer_bytes", 1024, kLargestBuffer_bytes, false, CrossbarAttribute::Required,
         [](Array& a, double v) { a.buffer_bytes = v; }},
        {"chip.tiles", 0, kMostInstances, true, CrossbarAttribute::Optional,
         [](Array& a, double v) { a.tiles = whole(v); }},
        {"replication.arrays", 0, kMostArrays, true, CrossbarAttribute::Optional,
         [](Array& a, double v) { a.replicationArrays = whole(v); }},
        {"device.sigma_relative", 0, kLargestSigma, false, CrossbarAttribute::Optional,
         [](Array& a, double v) { a.sigma_relative = v; }},
        {"node_nm", kSmallestCrossbarNode_nm, 250, false, CrossbarAttribute::Optional,
         [](Array& a, double v) { a.node_nm = v; }},
        {"array.side", 1, kLargestSide, true, CrossbarAttribute::Absent,
         [](Array& a, double v) { a.rows = a.columns = whole(v); }},
    };
    return kAll;
}

/// Sizes that are possible alone and not together.
Status consistent(const CrossbarArray& array)
{
    const auto refuse = [](std::string what, const char* where) -> Status {
        return Error{ErrorCode::InvalidInput, std::move(what), where, {}};
    };
    if (array.layout == CrossbarLayout::AdjacentColumns && array.columns < array.weightSlices())
        return refuse("A weight takes " + std::to_string(array.weightSlices())
                          + " neighbouring columns, more than the array has.",
                      "array.columns");
    if (array.adcsPerArray > array.columns)
        return refuse("adc.per_array is larger than the number of columns.", "adc.per_array");
    if (array.dacsPerArray > array.rows)
        return refuse("dac.per_array is larger than the number of rows.", "dac.per_array");
    return success();
}

} // namespace

struct CrossbarTemplate::Description
{
    std::string name = "crossbar";
    CrossbarArray array; ///< without figures
    json document;
};

const std::vector<std::string>& crossbarLayoutNames()
{
    static const std::vector<std::string> kNames{"adjacent_columns", "separate_arrays", "bit_groups"};
    return kNames;
}

const std::vector<std::string>& crossbarComponentNames()
{
    static const std::vector<std::string> kNames{"isaac", "puma", "mnsim"};
    return kNames;
}

std::int64_t CrossbarArray::weightSlices() const
{
    const int magnitude = differential ? std::max(1, weightBits - 1) : weightBits;
    // A group holds single bits, whatever its cells could hold (as in the reference).
    const int perCell = layout == CrossbarLayout::BitGroups ? 1 : cellBits;
    return ceilDivide(magnitude, perCell);
}

int CrossbarArray::inputSlices() const
{
    return static_cast<int>(ceilDivide(inputBits, dacBits));
}

std::int64_t CrossbarArray::arraysPerLogical() const
{
    return (layout == CrossbarLayout::SeparateArrays ? weightSlices() : 1) * (differential ? 2 : 1);
}

std::int64_t CrossbarArray::groupsPerCore() const
{
    return std::max<std::int64_t>(1, arraysPerCore / (differential ? 2 : 1));
}

double CrossbarArray::coreArea_mm2() const
{
    const auto arrays = static_cast<double>(arraysPerCore);
    const double logical = arrays / static_cast<double>(arraysPerLogical());
    const double converters = arrays / (differential ? 2.0 : 1.0) * static_cast<double>(adcsPerArray);
    return arrays
               * (figures.array_mm2 + static_cast<double>(columns) * figures.sampleHold_mm2
                  + figures.shiftAdd_mm2)
           + converters * figures.adc_mm2
           + logical * (static_cast<double>(dacs()) * figures.dac_mm2 + figures.registers_mm2)
           + figures.coreRest_mm2;
}

double CrossbarArray::tileArea_mm2() const
{
    return static_cast<double>(coresPerTile) * coreArea_mm2() + figures.buffer_mm2 + figures.network_mm2
           + figures.tileRest_mm2;
}

CrossbarTemplate::CrossbarTemplate()
    : CrossbarTemplate(std::make_shared<const Description>())
{ }

CrossbarTemplate::CrossbarTemplate(std::shared_ptr<const Description> description)
    : m_description(std::move(description))
{ }

Result<CrossbarTemplate> CrossbarTemplate::read(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    return fromJson(*document, file.string());
}

Result<CrossbarTemplate> CrossbarTemplate::fromJson(const json& document, const std::string& file)
{
    JsonReader reader(document, file);
    reader.format("paretoscope-crossbar-array", 1);
    Description description;
    CrossbarArray& array = description.array;
    description.name = array.name = reader.string("name");
    (void)reader.string("description", "");
    (void)reader.string("source", "");
    const auto& layouts = crossbarLayoutNames();
    const auto& components = crossbarComponentNames();
    array.layout = static_cast<CrossbarLayout>(
        std::find(layouts.begin(), layouts.end(), reader.choice("layout", layouts, layouts.front()))
        - layouts.begin());
    array.components = static_cast<CrossbarComponents>(
        std::find(components.begin(), components.end(),
                  reader.choice("components", components, components.front()))
        - components.begin());
    array.node_nm = array.components == CrossbarComponents::Mnsim ? 65.0 : 32.0;
    readAttributes(reader, crossbarNumbers(), array);
    JsonReader options = reader.object("options", true);
    array.differential = options.boolean("differential", false);
    array.flippedWeights = options.boolean("flipped_weights", false);
    array.packsDepthwise = options.boolean("pack_depthwise", false);
    array.pipelined = options.boolean("pipelined", true);
    if (Status status = reader.finish(); !status)
        return status.error();
    if (Status status = consistent(array); !status)
        return Error{ErrorCode::InvalidInput, status.error().what, file, {}};
    description.document = document;
    return CrossbarTemplate(std::make_shared<const Description>(std::move(description)));
}

const std::vector<std::string>& CrossbarTemplate::attributes()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const CrossbarAttribute& attribute : crossbarNumbers())
            names.push_back(attribute.name);
        return names;
    }();
    return kNames;
}

Result<CrossbarArray> CrossbarTemplate::instantiate(const std::vector<Setting>& settings) const
{
    CrossbarArray array = m_description->array;
    for (const Setting& setting : settings)
        if (Status status = applySetting(array, crossbarNumbers(), setting, "a crossbar machine"); !status)
            return status.error();
    // Narrower arrays keep as many converters as they can use.
    array.adcsPerArray = std::min(array.adcsPerArray, array.columns);
    array.dacsPerArray = std::min(array.dacsPerArray, array.rows);
    if (Status status = consistent(array); !status)
        return status.error();
    deriveFigures(array);
    return array;
}

const std::string& CrossbarTemplate::name() const
{
    return m_description->name;
}

json CrossbarTemplate::toJson() const
{
    return m_description->document;
}

} // namespace paretoscope::hardware
