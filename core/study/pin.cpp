// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/pin.h"

#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace paretoscope::study {

using nlohmann::json;

std::optional<PinnedAxis> pinnedAxis(const std::string& name, const problem::Problem& problem)
{
    if (const auto index = problem.space().indexOf(name))
        return PinnedAxis{true, *index};
    const auto& metrics = problem.metrics();
    const auto metric = std::find_if(metrics.begin(), metrics.end(), [&](const problem::Metric& candidate) {
        return candidate.name == name;
    });
    if (metric == metrics.end())
        return std::nullopt;
    return PinnedAxis{false, static_cast<std::size_t>(metric - metrics.begin())};
}

double positionOn(const PinnedAxis& axis, const Trial& trial, const problem::Problem& problem)
{
    constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
    if (!axis.isParameter)
        return axis.index < trial.outcome.metrics.size() ? trial.outcome.metrics[axis.index] : kNowhere;
    const space::Space& space = problem.space();
    if (trial.design.empty() || !space.isActive(trial.design, axis.index))
        return kNowhere;
    return space.parameter(axis.index).axisPosition(space.value(trial.design, axis.index));
}

PinFilter::PinFilter(const Pins& pins, const problem::Problem& problem)
    : m_problem(&problem)
{
    for (const Pin& pin : pins)
        if (const auto axis = pinnedAxis(pin.axis, problem))
            m_bounds.push_back({*axis, pin.minimum, pin.maximum, pin.excluded});
}

bool PinFilter::passes(const Trial& trial) const
{
    return std::all_of(m_bounds.begin(), m_bounds.end(), [&](const Bound& bound) {
        const double position = positionOn(bound.axis, trial, *m_problem);
        if (std::isnan(position)) // unknown or inactive
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
        if (const auto axis = pinnedAxis(pin.axis, problem))
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
