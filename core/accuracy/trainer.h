// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_engine.h"

#include <filesystem>
#include <functional>

namespace paretoscope::accuracy {

/// Ends a training that no longer improves.
struct EarlyStopping
{
    int patience = 0;         ///< epochs without improvement that are tolerated; 0: never stop early
    double leastGain = 0.002; ///< validation accuracy that counts as an improvement

    /// Whether the last `patience` epochs brought no accuracy that beats the best before them by leastGain.
    [[nodiscard]] bool isOver(const std::vector<EpochRecord>& records) const;
};

/// Trains one candidate, an epoch at a time. Deterministic: the same candidate, data and seed give the same
/// weights to the last bit on the same machine, whatever else runs and however often the training was
/// interrupted and resumed. A trainer belongs to one thread at a time; several may run side by side.
class Trainer
{
public:
    /// Errors: Unsupported where libtorch is missing; those of stepShapes(); data that do not fit.
    [[nodiscard]] static Result<Trainer> make(const Candidate& candidate, std::shared_ptr<const DataSet> data,
                                              std::uint64_t seed);

    /// One more epoch. Errors: Cancelled, after which the trainer stands where it stood before; InvalidInput
    /// when the training ran away.
    [[nodiscard]] Result<EpochRecord> trainEpoch(const std::stop_token& stop);
    /// Until so many epochs are done in all, or it is over early. \param onEpoch may be empty
    [[nodiscard]] Status trainUntil(int epochs, const EarlyStopping& early, const std::stop_token& stop,
                                    const std::function<void(const EpochRecord&)>& onEpoch);

    [[nodiscard]] const std::vector<EpochRecord>& records() const { return m_records; }
    [[nodiscard]] TrainedNetwork network() const { return {m_task.candidate, m_engine->weights()}; }

    /// Writes all that the next epoch depends on, in one step, so that the file is never half-written.
    [[nodiscard]] Status saveCheckpoint(const std::filesystem::path& file) const;
    /// Goes on from there. Errors: those of readBinaryFile(); InvalidInput for a file that is no checkpoint,
    /// or one of another candidate, data set or seed. The trainer is as before then.
    [[nodiscard]] Status loadCheckpoint(const std::filesystem::path& file);

private:
    Trainer(TrainingTask task, std::unique_ptr<TrainingEngine> engine);

    TrainingTask m_task;
    std::string m_key; ///< what the numbers depend on
    std::unique_ptr<TrainingEngine> m_engine;
    std::vector<EpochRecord> m_records;
};

} // namespace paretoscope::accuracy
