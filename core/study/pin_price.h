// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "core/study/snapshot.h"

#include <functional>
#include <optional>

namespace paretoscope::study {

/// What the price of a pin is told in: the best of `metric` that can be had, for designs that are no worse
/// than `held` in another metric.
struct PriceQuestion
{
    struct Held
    {
        std::size_t metric = 0;
        double value = 0.0; ///< base units
    };
    std::size_t metric = 0; ///< index into Problem::metrics()
    std::optional<Held> held;
};

/// What a pin costs: the designs that pass all pins against those that pass all but this one.
struct PinPrice
{
    /// Share of the hypervolume that is lost, 0 to 1; NaN without a reference, with a single objective, and
    /// where there was none to lose.
    double volumeLoss = 0.0;
    /// By which share the best reachable value of the asked metric gets worse, >= 0; infinite where the pin
    /// leaves no such design, NaN where there was none without it or its best is 0.
    double worse = 0.0;
    bool nothingPasses = false; ///< then both prices are NaN
};

/// \param which position in `pins`
/// \param stale asked every millisecond or so; true ends the work
/// \returns absent when it became stale
/// \cost a pass over all trials and two fronts: off the UI thread
[[nodiscard]] std::optional<PinPrice> pinPrice(const Snapshot& snapshot, const problem::Problem& problem,
                                               const Pins& pins, std::size_t which,
                                               const PriceQuestion& question,
                                               const std::function<bool()>& stale);

} // namespace paretoscope::study
