// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"
#include "core/base/result.h"
#include "core/workload/network.h"

#include <string>
#include <vector>

namespace paretoscope::accuracy {

enum class StepKind {
    Convolution,   ///< same size (odd kernel, padded by half of it) over `stride`
    MaxPool,       ///< windows of `kernel` every `stride`; padded by half the kernel where the stride is 1
    GlobalAverage, ///< one value a channel
    Linear,        ///< fully connected, over all values of its input
    Dropout        ///< forgets values while training; nothing afterwards
};

/// One thing that a network does. What it reads are the outputs of earlier steps, added up, so that a list of
/// steps can be any acyclic graph, cells of an architecture search included.
struct Step
{
    StepKind kind = StepKind::Convolution;
    int outputs = 0;         ///< filters, or neurons
    int kernel = 3;          ///< of convolutions and pools
    int stride = 1;          ///< of convolutions and pools
    bool relu = false;       ///< negative results become 0; of convolutions and linear steps
    double dropout = 0.0;    ///< share of values forgotten, in [0, 1)
    std::vector<int> inputs; ///< earlier steps by index, -1 the image; empty: the step before

    friend bool operator==(const Step&, const Step&) = default;
};

/// How a network learns: stochastic gradient descent with momentum on the cross-entropy.
struct Recipe
{
    double learningRate = 0.05; ///< above 0
    double momentum = 0.9;      ///< in [0, 1)
    double weightDecay = 1e-4;  ///< at least 0
    int batch = 32;             ///< images, at least 1

    friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// A network that can be trained: its steps in order, the last a linear one with an output a class.
struct Candidate
{
    std::string name;
    MapShape input;
    int classes = 10;
    std::vector<Step> steps;
    Recipe recipe;

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// The output shape of every step. Errors: InvalidInput, one sentence that names the step, for steps without
/// a meaning (an even kernel, sums of different shapes, maps pooled away), for more than 1,000 steps, maps of
/// more than 2^24 values or more than 2^26 weights in a step, and for a recipe out of range.
[[nodiscard]] Result<std::vector<MapShape>> stepShapes(const Candidate& candidate);

/// What a step reads, by index; -1 is the image.
[[nodiscard]] std::vector<int> stepInputs(const Candidate& candidate, std::size_t step);
/// The shape that a step reads. \param shapes of stepShapes()
[[nodiscard]] MapShape inputShape(const Candidate& candidate, const std::vector<MapShape>& shapes,
                                  std::size_t step);

/// What one output of a step reads, in values: its weights but for the bias. 0 for steps that learn nothing.
[[nodiscard]] std::size_t fanIn(const Step& step, const MapShape& input);

/// The same network as the cost models see it: convolutions and fully connected layers with their biases.
/// Errors: those of stepShapes().
[[nodiscard]] Result<workload::Network> toNetwork(const Candidate& candidate);

/// All that decides what a candidate becomes, as text: equal for two exactly if they are equal but for their
/// names.
[[nodiscard]] std::string candidateKey(const Candidate& candidate);

} // namespace paretoscope::accuracy
