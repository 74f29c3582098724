// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/problem/problem.h"
#include "core/study/trial.h"

#include <nlohmann/json_fwd.hpp>

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
        bool isParameter = false;
        std::size_t index = 0;
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
