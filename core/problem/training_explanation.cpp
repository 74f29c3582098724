// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_explanation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace paretoscope::problem {

namespace {

constexpr std::size_t kCountedImages = 16; ///< whose column sums are counted for an explanation
constexpr double kConverterShare = 0.5;    ///< of the largest sum, as in accuracy::Converter

std::string trainingNote(const Training& training, const TrainingQuestion& question)
{
    const std::size_t epochs = training.epochs.size();
    std::string note = "Trained for " + std::to_string(epochs) + (epochs == 1 ? " epoch" : " epochs") + " on "
                       + std::to_string(question.data->training.size()) + " images of " + question.data->name
                       + " (" + question.data->source + ").";
    const bool endedByItself = static_cast<int>(epochs) == question.epochs
                               || question.early.isOver(training.epochs);
    if (question.halving && !endedByItself)
        note +=
            " The training ended there, at a rung of successive halving, because others were better; up to "
            + std::to_string(question.epochs)
            + " epochs were allowed, and its errors are those of a network that is not trained to the end.";
    return note;
}

} // namespace

Result<std::vector<MeasuredColumns>> measuredColumns(const JudgedTraining& judged,
                                                     const accuracy::CrossbarWidths& widths,
                                                     const accuracy::ImageSet& images,
                                                     const std::stop_token& stop)
{
    const accuracy::TrainedNetwork& network = judged.training->network;
    const auto counts = accuracy::columnSumCounts(network, widths,
                                                  accuracy::firstImages(images, kCountedImages), stop);
    const auto shapes = accuracy::stepShapes(network.candidate);
    if (!counts)
        return counts.error();
    if (!shapes)
        return shapes.error();
    std::vector<MeasuredColumns> columns;
    for (std::size_t i = 0; i < judged.accuracy.steps.size() && i < counts->size(); ++i) {
        const accuracy::StepFidelity& fidelity = judged.accuracy.steps[i];
        const auto inputs = accuracy::fanIn(network.candidate.steps[fidelity.step],
                                            accuracy::inputShape(network.candidate, *shapes, fidelity.step));
        const std::int64_t rows = std::min<std::int64_t>(widths.arrayRows, static_cast<std::int64_t>(inputs));
        columns.push_back({countedSums((*counts)[i], {rows, widths.cellBits, 1, widths.converterBits, true,
                                                      kConverterShare}),
                           fidelity.sqnr_dB});
    }
    return columns;
}

Result<Explanation> explainTraining(const JudgedTraining& judged, const accuracy::CrossbarWidths& widths,
                                    const TrainingQuestion& question)
{
    Explanation explanation;
    if (question.hardware.explain) {
        auto mapped = question.hardware.explain(judged.network, widths);
        if (!mapped && mapped.error().code == ErrorCode::InvalidInput) {
            explanation.infeasible = mapped.error().what;
            return explanation;
        }
        if (!mapped)
            return mapped.error();
        explanation = std::move(mapped).value();
    } else {
        for (const workload::Layer& layer : judged.network.layers) {
            LayerExplanation shown;
            shown.name = layer.name;
            shown.shape = workload::describeShape(layer.operation);
            shown.macs = layer.operation.macs();
            explanation.layers.push_back(std::move(shown));
        }
    }
    for (std::size_t i = 0; i < judged.accuracy.steps.size(); ++i) {
        const double sqnr_dB = judged.accuracy.steps[i].sqnr_dB;
        const std::string decibels = std::isfinite(sqnr_dB)
                                         ? std::to_string(std::lround(sqnr_dB)) + " dB above its errors"
                                         : "exact";
        explanation.notes.push_back(judged.network.layers[i].name + ": the result on the crossbars is "
                                    + decibels + ".");
    }
    explanation.notes.push_back(trainingNote(*judged.training, question));
    return explanation;
}

} // namespace paretoscope::problem
