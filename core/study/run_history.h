// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "core/study/snapshot.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// A moment when a person broke the regular rhythm of proposals: trial `id` and later were asked for only
/// when `told` trials had been told (pins changed, budget extended). Journalled, so that a resumed search
/// repeats them in the right place.
struct Break
{
    std::uint64_t id = 0;
    std::uint64_t told = 0;
    std::optional<Pins> pins; ///< the pins from here on, when they changed

    friend bool operator==(const Break&, const Break&) = default;
};
using Breaks = std::vector<Break>; ///< in the order they happened
inline constexpr const char* kBreaksKey = "proposal_breaks";

[[nodiscard]] nlohmann::json breaksToJson(const Breaks& breaks);
[[nodiscard]] Result<Breaks> breaksFromJson(const nlohmann::json& document, const std::string& file);
[[nodiscard]] nlohmann::json marksToJson(const std::vector<SteeringMark>& marks);
[[nodiscard]] Result<std::vector<SteeringMark>> marksFromJson(const nlohmann::json& document,
                                                              const std::string& file);

/// The steering pins in words, base units: "Area at most 5 mm²"; "unpinned" when there are none.
[[nodiscard]] std::string describeSteering(const Pins& pins, const problem::Problem& problem);

} // namespace paretoscope::study
