// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/crossbar_inference.h"
#include "core/accuracy/halving_ladder.h"
#include "core/accuracy/trainer.h"
#include "core/accuracy/training_log.h"
#include "core/base/json_reader.h"
#include "core/problem/column_sums.h"
#include "core/problem/judgement.h"
#include "core/problem/training_space.h"
#include "core/workload/network.h"

#include <functional>
#include <memory>
#include <optional>

namespace paretoscope::problem {

/// What the hardware adds to the metrics of a trained network: say its energy, from a model of the crossbar.
struct HardwareScore
{
    std::vector<Metric> metrics;
    /// One value per metric. Thread-safe. Errors: the network does not run; the sentence becomes the reason.
    std::function<Result<std::vector<double>>(const workload::Network&, const accuracy::CrossbarWidths&)>
        score;
    /// Everything the inspector draws of the machine; may be empty. Thread-safe. Errors as of score.
    std::function<Result<Explanation>(const workload::Network&, const accuracy::CrossbarWidths&)> explain;
};

struct TrainingQuestion
{
    std::string name;
    std::shared_ptr<const accuracy::DataSet> data;
    space::Space space;
    std::vector<std::string> sets; ///< per parameter, the knob it sets, see trainingKnobs()
    TrainingDesign fixed; ///< of the knobs that no parameter sets; its crossbar says which cells are off
    int epochs = 8;
    accuracy::EarlyStopping early{3, 0.002};
    /// Trainings of a run that are not among the better ones end before all epochs; its mostEpochs is not
    /// used.
    std::optional<accuracy::HalvingOptions> halving;
    std::uint64_t seed = 1;              ///< of every training
    std::size_t judgedImages = 500;      ///< validation images that a crossbar is judged by, at most
    std::vector<std::string> objectives; ///< names of metrics, 1 to 4
    std::vector<Limit> limits;
    HardwareScore hardware;                     ///< may be empty
    std::shared_ptr<accuracy::TrainingLog> log; ///< follows the trainings; one is made where it is null
};

/// Networks that are trained and then run on quantized crossbars. All but the errors and the training time is
/// free: it follows from the design without a training. Metrics: error (validation images named
/// wrong on the crossbar), float_error, training_time (processor time, the one metric that differs between
/// runs), under successive halving epochs, parameters, macs, then those of the hardware. Designs that differ
/// only in the crossbar share one training. What trials trained is kept with them, an interrupted training
/// goes on from its last epoch when its trial is evaluated again, see Problem::resume(). A training that runs
/// away makes its design infeasible. Where libtorch is missing the problem can be made, so that its sessions
/// open everywhere, but every evaluation fails and says so. Errors: InvalidInput for an unknown objective,
/// limit or knob, and for data that are not valid.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeTrainingProblem(TrainingQuestion question);

/// Trainings that a problem of makeTrainingProblem() has done; 0 for other problems.
[[nodiscard]] std::size_t trainingsOf(const Problem& problem);

/// Where the trainings of a problem of makeTrainingProblem() can be watched; null for other problems.
[[nodiscard]] std::shared_ptr<accuracy::TrainingLog> trainingLogOf(const Problem& problem);

/// The title of a design's curve in that log; designs that share a training share it. Empty for other
/// problems.
[[nodiscard]] std::string trainingTitleOf(const Problem& problem, const space::Design& design);

/// How the columns of a layer fared while images ran through a trained network.
struct MeasuredColumns
{
    ColumnSums sums;
    double sqnr_dB = 0.0; ///< result over its error, noise of earlier layers included; infinity: exact
};
/// A few validation images through a design's network on its crossbars, layer by layer; trains the network
/// where its training is no longer kept. Errors: those of the training, Cancelled; Unsupported for other
/// problems.
[[nodiscard]] Result<std::vector<MeasuredColumns>>
measuredColumns(const Problem& problem, const space::Design& design, const std::stop_token& stop);

/// How the networks of a problem of makeTrainingProblem() are trained.
struct TrainingTerms
{
    NetworkPlan plan = NetworkPlan::Plain;
    int epochs = 0; ///< at most
    accuracy::EarlyStopping early;
    std::optional<accuracy::HalvingOptions> halving;
};
/// Absent for other problems.
[[nodiscard]] std::optional<TrainingTerms> trainingTermsOf(const Problem& problem);

/// What a problem of makeTrainingProblem() learns from: its name and source; null for other problems.
[[nodiscard]] std::shared_ptr<const accuracy::DataSet> trainingDataOf(const Problem& problem);

} // namespace paretoscope::problem
