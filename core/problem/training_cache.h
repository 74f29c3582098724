// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/trained_network.h"
#include "core/accuracy/training_engine.h"

#include <condition_variable>
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
/// that another worker is at waits for it. Thread-safe.
class TrainingCache
{
public:
    using Entry = Result<std::shared_ptr<const Training>>;
    /// \param train called without a lock, once for each key unless it was stopped
    /// Errors: those of `train`, kept like results; Cancelled, which is not kept.
    [[nodiscard]] Entry get(const std::string& key, const std::stop_token& stop,
                            const std::function<Entry()>& train);
    /// Trainings done so far, failed ones included.
    [[nodiscard]] std::size_t trainings() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::string, std::shared_ptr<const Entry>> m_entries; ///< null while somebody trains
};

} // namespace paretoscope::problem
