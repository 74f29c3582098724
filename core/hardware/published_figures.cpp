// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/published_figures.h"

#include "core/base/json_reader.h"

namespace paretoscope::hardware {

namespace {

const std::vector<std::string> kUnits{"1",  "pJ",  "pJ/bit", "pJ/cycle", "um2",  "mm2",    "mm2/KB",  "uW",
                                      "mW", "W",   "ns",     "nm",       "V",    "MHz",    "bit",     "B",
                                      "kB", "KiB", "MiB",    "GMAC/s",   "TOPS", "TOPS/W", "frame/s", "ms"};

PublishedFigure readFigure(JsonReader& reader, const PublishedFigure& otherwise, bool hasSource,
                           bool hasConfidence)
{
    PublishedFigure figure;
    figure.subject = reader.string("subject");
    figure.quantity = reader.string("quantity");
    figure.value = reader.number("value", {});
    figure.unit = reader.choice("unit", kUnits);
    figure.source = hasSource ? reader.string("source", otherwise.source) : reader.string("source");
    const std::vector<std::string> marks{"A", "B", "C"};
    const std::string mark = hasConfidence
                                 ? reader.choice("confidence", marks, std::string(1, otherwise.confidence))
                                 : reader.choice("confidence", marks);
    figure.confidence = mark.empty() ? 'C' : mark.front();
    if (figure.source.empty())
        reader.fail("source", "is empty; every figure says where it comes from.");
    return figure;
}

} // namespace

Result<double> PublishedTable::value(const std::string& subject, const std::string& quantity) const
{
    for (const PublishedFigure& figure : figures)
        if (figure.subject == subject && figure.quantity == quantity)
            return figure.value;
    return Error{ErrorCode::NotFound, "has no " + quantity + " of " + subject + ".", name, {}};
}

Result<PublishedTable> figuresFromJson(const nlohmann::json& json, const std::string& file)
{
    JsonReader reader(json, file);
    reader.format("paretoscope-figures", 1);
    PublishedTable table;
    table.name = reader.string("name");
    table.description = reader.string("description");
    const bool hasSource = reader.has("source");
    const bool hasConfidence = reader.has("confidence");
    PublishedFigure common;
    if (hasSource)
        common.source = reader.string("source");
    if (hasConfidence)
        common.confidence = reader.choice("confidence", {"A", "B", "C"}, "C").front();
    for (JsonReader& item : reader.objects("figures")) {
        PublishedFigure figure = readFigure(item, common, hasSource, hasConfidence);
        if (table.value(figure.subject, figure.quantity))
            item.fail({}, "gives the " + figure.quantity + " of " + figure.subject + " a second time.");
        table.figures.push_back(std::move(figure));
    }
    if (const Status status = reader.finish(); !status)
        return status.error();
    return table;
}

Result<PublishedTable> readFigures(const std::filesystem::path& file)
{
    const auto json = readJsonFile(file);
    if (!json)
        return json.error();
    return figuresFromJson(*json, file.string());
}

} // namespace paretoscope::hardware
