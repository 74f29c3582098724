// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/reference.h"
#include "core/study/study.h"
#include "core/study/trial.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <span>
#include <string>

/// Results as other programs read them: base units that the column's name tells ("energy_J"), full precision,
/// a decimal point whatever the locale.
namespace paretoscope::study {

/// The shortest text that reads back as the same number; "nan" and "inf" for what is not finite.
[[nodiscard]] std::string exactNumber(double value);

/// "energy" and "J" make "energy_J", "buffer_bandwidth" and "B/cycle" make "buffer_bandwidth_B_per_cycle".
[[nodiscard]] std::string columnName(const std::string& name, const std::string& unit);

/// One line a trial after a line of names: trial, parameters (empty where inactive), metrics. The reference
/// designs that were measured stand below, with "reference: Eyeriss" in place of the number.
[[nodiscard]] std::string trialsToCsv(const Study& study, const TrialLog& log,
                                      std::span<const std::uint64_t> ids,
                                      std::span<const Reference> references = {});

/// What was trained for the trials, an epoch a line: trial, epoch, state of the training, loss_nat,
/// training_accuracy, validation_accuracy, training_time_s. Trials that share a training all have its lines;
/// those without one have none.
[[nodiscard]] std::string curvesToCsv(const TrialLog& log);

/// One trial as an object: "trial", "verdict", "parameters", "metrics" (null where unknown), "reason" if any.
[[nodiscard]] nlohmann::json trialToJson(const Study& study, const Trial& trial);
/// Likewise, with "reference" (its name) and "note" in place of "trial".
[[nodiscard]] nlohmann::json referenceToJson(const Study& study, const Reference& reference);

/// The study's present answer: its front with all that is known about it. "references" are there only where
/// there are any.
[[nodiscard]] nlohmann::json frontToJson(const Study& study, const TrialLog& log,
                                         std::span<const Reference> references = {});

} // namespace paretoscope::study
