// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/training_job.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// All trainings of a problem: who shares one, how far each may go, what is kept of it with the study and for
/// the case of an interruption. Thread-safe.
class TrainingRuns
{
public:
    using Record = std::shared_ptr<const std::vector<double>>; ///< see accuracy::toRecord()

    /// \param halving valid; absent: every training may take all its epochs
    TrainingRuns(TrainingRules rules, const std::optional<accuracy::HalvingOptions>& halving);
    ~TrainingRuns(); ///< removes the folder of checkpoints where nothing is left in it

    struct Wanted
    {
        accuracy::Candidate candidate;
        std::string title;
        std::optional<std::uint64_t> trial{}; ///< of the run; absent where somebody asks out of turn
    };
    /// The training of a candidate, done now or before. Under successive halving one asked for out of turn is
    /// as long as the run's own training of this network was, or as the rules allow where the run has none.
    /// Errors: as TrainingEnd::entry.
    [[nodiscard]] TrainingCache::Entry get(const Wanted& wanted, const std::stop_token& stop);

    /// The evaluation of a trial has ended, whether get() was called for it or not.
    /// \param abandoned it will be evaluated again
    void settle(std::uint64_t trial, bool abandoned);

    /// What to keep with a trial that has this candidate; null where nothing was trained.
    [[nodiscard]] Record recordOf(const accuracy::Candidate& candidate) const;

    /// A trial of earlier sittings.
    struct Earlier
    {
        std::uint64_t trial = 0;
        std::optional<accuracy::Candidate> candidate; ///< absent where the design has no network
        std::string title;
        Record record;      ///< as found, may be anything
        std::string reason; ///< why the trial failed; or empty
    };
    /// Takes up what earlier sittings trained. \param scratch folder for checkpoints; empty: none
    void resume(const std::filesystem::path& scratch, const std::vector<Earlier>& trials);
    /// Removes the checkpoint of a candidate, whose trial is safe.
    void forget(const accuracy::Candidate& candidate) const;
    /// Removes all checkpoints but those of these candidates.
    void keepOnlyOf(const std::vector<accuracy::Candidate>& candidates) const;

    [[nodiscard]] std::size_t trainings() const { return m_cache.trainings(); }
    [[nodiscard]] const TrainingRules& rules() const { return m_rules; }

private:
    TrainingCache::Entry cached(const std::string& cacheKey, const std::string& key,
                                const TrainingOrder& order, const std::stop_token& stop);
    TrainingCache::Entry judged(const Wanted& wanted, const std::string& key, const std::stop_token& stop);
    void leave(std::uint64_t trial, const std::string& key);
    [[nodiscard]] std::filesystem::path checkpointOf(const std::string& key) const;

    const TrainingRules m_rules;
    std::unique_ptr<accuracy::HalvingLadder> m_ladder; ///< null without successive halving
    TrainingCache m_cache;
    mutable std::mutex m_mutex; ///< guards the rest
    std::map<std::string, Record> m_records;
    std::filesystem::path m_scratch;
};

} // namespace paretoscope::problem
