// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::accuracy {

struct HalvingOptions
{
    double keep = 3.0;    ///< one of so many goes on from a rung, to so many times the epochs; above 1
    int fewestEpochs = 1; ///< of every training: the first rung, at least 1
    int mostEpochs = 9;   ///< of those that stay to the end, at least fewestEpochs

    [[nodiscard]] Status validate() const;
    /// The epochs after which a training is judged: fewestEpochs and keep times as many each time, rounded,
    /// below mostEpochs.
    [[nodiscard]] std::vector<int> rungs() const;
};

/// Successive halving (Jamieson, Talwalkar 2016) without batches, after the asynchronous form of Li et al.
/// (2018, "A System for Massively Parallel Hyperparameter Tuning", from memory), in the variant that stops
/// trainings rather than pausing them. A training that reaches a rung goes on if it is among the best 1/keep
/// of those that reached it before, itself included, and in any case if it is the best.
///
/// "Before" means trials with lower numbers, however fast those were (our choice): a training waits at a rung
/// until every trial below has reached it as well or has ended. So the same numbers give the same verdicts,
/// with one worker or many. Nobody waits for a higher number, so as long as the lowest goes on, all do.
///
/// Trials with equal keys share a training, that of the lowest of them, which alone is judged and compared.
/// Knows nothing of what training is. Thread-safe.
class HalvingLadder
{
public:
    /// \param options checked by validate()
    explicit HalvingLadder(const HalvingOptions& options);

    [[nodiscard]] const std::vector<int>& rungs() const { return m_rungs; }

    /// A trial begins. Waits until all below have begun. \param key of its training; empty: it trains nothing
    /// \returns whether the training is this trial's own; otherwise a lower trial has the same
    /// Errors: Cancelled.
    [[nodiscard]] Result<bool> enter(std::uint64_t number, const std::string& key,
                                     const std::stop_token& stop);

    struct Verdict
    {
        bool goesOn = true;
        std::size_t compared = 1; ///< trainings that reached the rung, this one included
        std::size_t place = 1;    ///< among them, 1 the best
    };
    /// The trial's training has reached a rung. \param error smaller is better, a number
    /// Errors: Cancelled.
    [[nodiscard]] Result<Verdict> judge(std::uint64_t number, std::size_t rung, double error,
                                        const std::stop_token& stop);

    /// The trial's training has ended. \param errors at the rungs it reached, in order \param epochs trained
    void leave(std::uint64_t number, const std::vector<double>& errors, int epochs);
    /// The trial's evaluation has ended; leave() has said so before if it trained.
    void close(std::uint64_t number);
    /// The trial was abandoned, as if it had never begun.
    void withdraw(std::uint64_t number);

    /// Epochs of the training with this key once it has ended. Waits for it where a trial has begun it;
    /// absent where none has. Errors: Cancelled.
    [[nodiscard]] Result<std::optional<int>> epochsOf(const std::string& key, const std::stop_token& stop);

    void clear(); ///< all trials; call it while none waits

private:
    struct Trial
    {
        std::string key;
        bool leads = false;
        bool hasEnded = false;
        std::vector<double> errors; ///< by rung, as far as reached
        int epochs = 0;
    };
    [[nodiscard]] bool allBelow(std::uint64_t number, std::size_t rung) const;

    const HalvingOptions m_options;
    const std::vector<int> m_rungs;
    std::mutex m_mutex; ///< guards the rest
    std::condition_variable_any m_changed;
    std::map<std::uint64_t, Trial> m_trials;
    std::map<std::string, std::uint64_t> m_leads; ///< by key, the trial whose training it is
    std::uint64_t m_begun = 0;                    ///< all trials below have
};

} // namespace paretoscope::accuracy
