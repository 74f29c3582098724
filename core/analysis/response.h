// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/design.h"

#include <cstdint>
#include <vector>

namespace paretoscope::analysis {

/// Standard deviations that a band reaches either way: 95 of 100 values of a normal distribution lie within.
inline constexpr double kBandDeviations = 1.96;

/// What models expect of some designs, in the outcome's own units and direction.
struct Response
{
    std::vector<space::Design> designs;
    std::vector<double> positions; ///< of the parameter that varies (Parameter::axisPosition)
    std::vector<double> median;
    std::vector<double> low, high;   ///< 95 of 100 values are expected in between
    std::vector<double> feasibility; ///< probability that every learnt restriction holds
    /// Logarithm of the expected improvement times `feasibility`; only differences mean something.
    std::vector<double> logImprovement;
    std::vector<bool> legal; ///< the space's own constraints hold

    /// Logarithm of the expected improvement of designs that work; NaN where none is expected to.
    [[nodiscard]] std::vector<double> logGain() const;
};

/// Logarithms as shares of the best there is, since only their differences mean something; NaN stays NaN.
[[nodiscard]] std::vector<double> relativeToBest(const std::vector<double>& logarithms);

/// The same over two parameters: places(first) x places(second), the first changing fastest.
struct ResponseMap
{
    std::vector<double> first, second; ///< positions
    Response at;                       ///< its `positions` stay empty; NaN where there is no design
};

/// A trial near a design, as dots beside a slice show it.
struct NearTrial
{
    std::uint64_t id = 0;
    std::vector<double> positions; ///< on the freed parameters, in their order
    double value = 0.0;            ///< measured
    double closeness = 0.0;        ///< correlation with the slice that the model sees; 1 = on it
};

} // namespace paretoscope::analysis
