// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"
#include "core/accuracy/trained_network.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::accuracy {

/// What one epoch came to.
struct EpochRecord
{
    int epoch = 0;                 ///< from 1
    double loss = 0.0;             ///< cross-entropy, mean over the training images as they were learnt, nat
    double trainingAccuracy = 0.0; ///< share named right while learning (dropout at work)
    double validationAccuracy = 0.0; ///< share of the validation images named right afterwards
    double cpu_s = 0.0;              ///< processor time of the thread that trained

    friend bool operator==(const EpochRecord&, const EpochRecord&) = default;
};

/// What is to be trained, checked already: shapes are those of stepShapes(), the data fit the candidate.
struct TrainingTask
{
    Candidate candidate;
    std::vector<MapShape> shapes;
    std::shared_ptr<const DataSet> data;
    std::uint64_t seed = 1;
};

/// The part of a training that needs libtorch, without its headers. Trainer is what others use. Every call
/// computes on the calling thread alone; one call at a time. Same task, same numbers, whatever else runs.
class TrainingEngine
{
public:
    virtual ~TrainingEngine() = default;

    /// Learns from every training image once. `stop` is polled before every batch.
    /// \param epoch from 1; the order of the images and what dropout forgets depend on the seed and it alone
    /// Errors: Cancelled, with all weights as before the epoch; InvalidInput when the loss is no longer a
    /// number; Internal with what libtorch said.
    [[nodiscard]] virtual Result<EpochRecord> learn(int epoch, const std::stop_token& stop) = 0;
    [[nodiscard]] virtual std::vector<StepWeights> weights() const = 0;

    /// All that the next epoch depends on: weights and momenta.
    [[nodiscard]] virtual std::vector<float> state() const = 0;
    /// Errors: InvalidInput for another number of values than state() gives.
    [[nodiscard]] virtual Status restore(const std::vector<float>& state) = 0;
};

/// Changes with anything above, so that a stale module is refused rather than misunderstood.
inline constexpr int kTrainingEngineVersion = 1;

/// Makes an engine, or says why libtorch cannot be used here. The module with libtorch is loaded when the
/// first one is asked for and stays: it takes a third of a second, which a start of the program cannot spare.
/// Thread-safe. Errors: Unsupported, one sentence.
[[nodiscard]] Result<std::unique_ptr<TrainingEngine>> makeTrainingEngine(const TrainingTask& task);

/// Success where networks can be trained; otherwise a sentence that says what is missing. Loads the module.
[[nodiscard]] Status trainingAvailable();

} // namespace paretoscope::accuracy
