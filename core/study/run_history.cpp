// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_history.h"

#include "core/base/json_reader.h"

#include <cmath>
#include <cstdio>

namespace paretoscope::study {

namespace {

using nlohmann::json;

constexpr std::int64_t kLargestId = std::int64_t{1} << 53U;

std::uint64_t count(JsonReader& reader, std::string_view key)
{
    return static_cast<std::uint64_t>(reader.integer(key, 0, kLargestId));
}

std::string quantity(double value, const std::string& unit)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return unit.empty() ? text : text + (' ' + unit);
}

std::string describePin(const Pin& pin, const problem::Problem& problem)
{
    std::string label = pin.axis;
    std::string unit;
    if (const auto index = problem.space().indexOf(pin.axis)) {
        label = problem.space().parameter(*index).label();
        unit = problem.space().parameter(*index).unit();
    } else {
        for (const problem::Metric& metric : problem.metrics()) {
            if (metric.name == pin.axis) {
                label = metric.label;
                unit = metric.unit;
            }
        }
    }
    const bool above = std::isfinite(pin.minimum);
    const bool below = std::isfinite(pin.maximum);
    if (pin.excluded)
        return label + " not from " + quantity(pin.minimum, {}) + " to " + quantity(pin.maximum, unit);
    if (above && below)
        return label + " from " + quantity(pin.minimum, {}) + " to " + quantity(pin.maximum, unit);
    if (above)
        return label + " at least " + quantity(pin.minimum, unit);
    return below ? label + " at most " + quantity(pin.maximum, unit) : label + " anywhere";
}

} // namespace

json breaksToJson(const Breaks& breaks)
{
    json list = json::array();
    for (const Break& item : breaks) {
        list.push_back({{"id", item.id}, {"told", item.told}});
        if (item.pins)
            list.back()["steering"] = pinsToJson(*item.pins);
    }
    return {{"breaks", std::move(list)}};
}

Result<Breaks> breaksFromJson(const json& document, const std::string& file)
{
    Breaks breaks;
    if (document.is_null())
        return breaks;
    JsonReader reader(document, file);
    for (JsonReader& item : reader.objects("breaks")) {
        Break one{count(item, "id"), count(item, "told"), {}};
        if (item.has("steering")) {
            Result<Pins> pins = pinsFromJson(item.raw("steering"), item.where("steering"));
            if (!pins)
                return pins.error();
            one.pins = std::move(pins).value();
        }
        breaks.push_back(std::move(one));
    }
    if (Status status = reader.finish(); !status)
        return status.error();
    return breaks;
}

json marksToJson(const std::vector<SteeringMark>& marks)
{
    json list = json::array();
    for (const SteeringMark& mark : marks)
        list.push_back({{"trials", mark.trials}, {"text", mark.text}});
    return {{"marks", std::move(list)}};
}

Result<std::vector<SteeringMark>> marksFromJson(const json& document, const std::string& file)
{
    std::vector<SteeringMark> marks;
    if (document.is_null())
        return marks;
    JsonReader reader(document, file);
    for (JsonReader& item : reader.objects("marks"))
        marks.push_back({count(item, "trials"), item.string("text")});
    if (Status status = reader.finish(); !status)
        return status.error();
    return marks;
}

std::string describeSteering(const Pins& pins, const problem::Problem& problem)
{
    std::string text;
    for (const Pin& pin : pins)
        if (pin.steer)
            text += (text.empty() ? "" : ", ") + describePin(pin, problem);
    return text.empty() ? "unpinned" : text;
}

} // namespace paretoscope::study
