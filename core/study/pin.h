// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/problem/problem.h"
#include "core/study/trial.h"

#include <nlohmann/json_fwd.hpp>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// A limit that a person put on one axis: a bound, a range, one value (both bounds equal), or a region to
/// stay out of. It always filters what is seen; with `steer` the running search obeys it too.
struct Pin
{
    std::string axis;                                          ///< name of a parameter or a metric
    double minimum = -std::numeric_limits<double>::infinity(); ///< base units; a parameter's axis position
    double maximum = std::numeric_limits<double>::infinity();
    bool steer = false;
    bool excluded = false; ///< the values from minimum to maximum are what must not be; both are finite then

    friend bool operator==(const Pin&, const Pin&) = default;
};
using Pins = std::vector<Pin>; ///< at most one per axis, in the order they were set

/// What a pin's axis is in a problem.
struct PinnedAxis
{
    bool isParameter = false;
    std::size_t index = 0; ///< of the parameter or of the metric
};
/// Parameters come first: a study whose metric borrows a parameter's name pins the parameter. Absent for
/// names that the problem does not have.
[[nodiscard]] std::optional<PinnedAxis> pinnedAxis(const std::string& name, const problem::Problem& problem);
/// What a pin on the axis is compared with, base units; NaN, which passes no pin, where a trial has no value.
[[nodiscard]] double positionOn(const PinnedAxis& axis, const Trial& trial, const problem::Problem& problem);

/// Pins resolved against a problem, for filtering a hundred thousand trials in a millisecond.
class PinFilter
{
public:
    /// Pins whose axis the problem does not have are ignored.
    PinFilter(const Pins& pins, const problem::Problem& problem);
    [[nodiscard]] bool passes(const Trial& trial) const;
    [[nodiscard]] bool empty() const { return m_bounds.empty(); }

private:
    struct Bound
    {
        PinnedAxis axis;
        double minimum = 0.0;
        double maximum = 0.0;
        bool excluded = false;
    };
    std::vector<Bound> m_bounds;
    const problem::Problem* m_problem = nullptr;
};

/// The steering pins in the optimizer's terms.
[[nodiscard]] optimizer::Steering steeringOf(const Pins& pins, const problem::Problem& problem);

[[nodiscard]] nlohmann::json pinsToJson(const Pins& pins);
[[nodiscard]] Result<Pins> pinsFromJson(const nlohmann::json& json, const std::string& file);

} // namespace paretoscope::study
