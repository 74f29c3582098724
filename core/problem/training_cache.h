// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/trained_network.h"
#include "core/accuracy/training_engine.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace paretoscope::problem {

/// What came of a training.
struct Training
{
    accuracy::TrainedNetwork network;
    std::vector<accuracy::EpochRecord> epochs;
    double cpu_s = 0.0; ///< of all epochs
};

/// Keeps trainings, so that designs that differ in their hardware alone share one. Who asks for a training
/// that another worker is at waits for it. Of more than `capacity` trainings the oldest are forgotten; a
/// training is a function of its key, so that costs time alone. Thread-safe.
class TrainingCache
{
public:
    using Entry = Result<std::shared_ptr<const Training>>;
    /// \param capacity trainings kept at most; one of the default space takes up to 1 MB, most far less.
    explicit TrainingCache(std::size_t capacity = 1024)
        : m_capacity(capacity)
    { }
    /// \param train called without a lock, once for each key unless it was stopped
    /// Errors: those of `train`, kept like results; Cancelled, which is not kept.
    [[nodiscard]] Entry get(const std::string& key, const std::stop_token& stop,
                            const std::function<Entry()>& train);
    /// Trainings done so far, failed ones included.
    [[nodiscard]] std::size_t trainings() const;

private:
    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::string, std::shared_ptr<const Entry>> m_entries; ///< null while somebody trains
    std::deque<std::string> m_kept; ///< keys of finished trainings, oldest first
    std::size_t m_done = 0;
};

} // namespace paretoscope::problem
