// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/pin.h"

#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace paretoscope::study {

namespace {

using nlohmann::json;

struct Axis
{
    bool isParameter = false;
    std::size_t index = 0;
};

/// Parameters come first: a study whose metric borrows a parameter's name pins the parameter.
std::optional<Axis> axisNamed(const std::string& name, const problem::Problem& problem)
{
    if (const auto index = problem.space().indexOf(name))
        return Axis{true, *index};
    const auto& metrics = problem.metrics();
    const auto metric = std::find_if(metrics.begin(), metrics.end(), [&](const problem::Metric& candidate) {
        return candidate.name == name;
    });
    if (metric == metrics.end())
        return std::nullopt;
    return Axis{false, static_cast<std::size_t>(metric - metrics.begin())};
}

} // namespace

PinFilter::PinFilter(const Pins& pins, const problem::Problem& problem)
    : m_problem(&problem)
{
    for (const Pin& pin : pins)
        if (const auto axis = axisNamed(pin.axis, problem))
            m_bounds.push_back({axis->isParameter, axis->index, pin.minimum, pin.maximum, pin.excluded});
}

bool PinFilter::passes(const Trial& trial) const
{
    const space::Space& space = m_problem->space();
    return std::all_of(m_bounds.begin(), m_bounds.end(), [&](const Bound& bound) {
        double position = std::numeric_limits<double>::quiet_NaN(); // unknown or inactive
        if (!bound.isParameter) {
            if (bound.index < trial.outcome.metrics.size())
                position = trial.outcome.metrics[bound.index];
        } else if (!trial.design.empty() && space.isActive(trial.design, bound.index)) {
            position = space.parameter(bound.index).axisPosition(space.value(trial.design, bound.index));
        }
        if (std::isnan(position))
            return false;
        return (position >= bound.minimum && position <= bound.maximum) != bound.excluded;
    });
}

optimizer::Steering steeringOf(const Pins& pins, const problem::Problem& problem)
{
    optimizer::Steering steering;
    for (const Pin& pin : pins) {
        if (!pin.steer)
            continue;
        if (const auto axis = axisNamed(pin.axis, problem))
            (axis->isParameter ? steering.parameters : steering.metrics)
                .push_back({axis->index, pin.minimum, pin.maximum, pin.excluded});
    }
    return steering;
}

json pinsToJson(const Pins& pins)
{
    json list = json::array();
    for (const Pin& pin : pins) {
        json item{{"axis", pin.axis}, {"steer", pin.steer}};
        if (std::isfinite(pin.minimum))
            item["minimum"] = pin.minimum;
        if (std::isfinite(pin.maximum))
            item["maximum"] = pin.maximum;
        if (pin.excluded)
            item["excluded"] = true;
        list.push_back(std::move(item));
    }
    return {{"pins", std::move(list)}};
}

Result<Pins> pinsFromJson(const json& document, const std::string& file)
{
    Pins pins;
    JsonReader reader(document, file);
    for (JsonReader& item : reader.objects("pins")) {
        Pin pin;
        pin.axis = item.string("axis");
        if (item.has("minimum"))
            pin.minimum = item.number("minimum", {});
        if (item.has("maximum"))
            pin.maximum = item.number("maximum", {});
        pin.steer = item.boolean("steer", false);
        pin.excluded = item.boolean("excluded", false);
        if (pin.excluded && (!item.has("minimum") || !item.has("maximum")))
            item.fail("excluded", "needs a minimum and a maximum");
        if (pin.minimum > pin.maximum)
            item.fail("minimum", "is above the maximum of the same pin");
        const bool again = std::any_of(pins.begin(), pins.end(),
                                       [&](const Pin& p) { return p.axis == pin.axis; });
        if (again)
            item.fail("axis", "is pinned twice; one pin an axis is allowed");
        pins.push_back(std::move(pin));
    }
    if (Status status = reader.finish(); !status)
        return status.error();
    return pins;
}

} // namespace paretoscope::study
