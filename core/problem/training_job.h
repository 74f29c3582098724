// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/halving_ladder.h"
#include "core/accuracy/trainer.h"
#include "core/accuracy/training_log.h"
#include "core/problem/training_cache.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace paretoscope::problem {

/// What all trainings of a problem have in common.
struct TrainingRules
{
    std::shared_ptr<const accuracy::DataSet> data;
    int epochs = 8; ///< at most
    accuracy::EarlyStopping early;
    std::uint64_t seed = 1;
    std::shared_ptr<accuracy::TrainingLog> log; ///< never null
};

/// One training that is wanted.
struct TrainingOrder
{
    accuracy::Candidate candidate;
    std::string title;
    int epochs = 8;                          ///< ends after so many even where the rules allow more
    std::optional<std::uint64_t> judgedAs{}; ///< trial whose training it is to the ladder; absent: not judged
    std::filesystem::path checkpoint{};      ///< written after every epoch, gone on from; empty: none
};

struct TrainingEnd
{
    TrainingCache::Entry entry; ///< Errors: those of the trainer; Unsupported when a person cancelled it
    /// As it ended; without epochs where nothing was trained. Of no meaning where the entry is Cancelled.
    accuracy::TrainingCurve curve;
};

/// Trains, on the calling thread: goes on from a checkpoint where there is one, is judged at the ladder's
/// rungs, and shows in the log what happens. What is wrong with a checkpoint is a remark there, no error.
/// \param ladder may be null where the order is not judged
[[nodiscard]] TrainingEnd runTraining(const TrainingRules& rules, const TrainingOrder& order,
                                      accuracy::HalvingLadder* ladder, const std::stop_token& stop);

} // namespace paretoscope::problem
