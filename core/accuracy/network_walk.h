// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/trained_network.h"

#include <Eigen/Core>

#include <functional>
#include <span>

namespace paretoscope::accuracy {

/// Values by row; what a step computes has a row an output and a column a position, which is a map's order.
using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Computes out = weights * patches of one step, without biases and ReLU.
/// \param patches a row for each value that an output reads, a column for each position
using Product = std::function<void(std::size_t step, const RowMatrix& patches, RowMatrix& out)>;
/// Sees every such result with its biases added, before ReLU.
using Observer = std::function<void(std::size_t step, const RowMatrix& out)>;

/// Takes images through a trained network, one at a time, whatever computes its matrix products. Dropout does
/// nothing. Keeps its memory from image to image; one thread.
class NetworkWalk
{
public:
    /// \param network valid; must outlive the walk
    explicit NetworkWalk(const TrainedNetwork& network);

    /// \param image pixels, 0 to 255 \param observer may be empty \returns the score of each class
    [[nodiscard]] std::span<const float> scores(std::span<const std::uint8_t> image, const Product& product,
                                                const Observer& observer);

    /// The products in floating point, as trained.
    [[nodiscard]] Product floatProduct() const;

    /// Of a step that learns, a row an output.
    [[nodiscard]] const RowMatrix& weights(std::size_t step) const { return m_weights[step]; }

private:
    void gatherInput(std::size_t step);
    void compute(std::size_t step, const Product& product, const Observer& observer);
    void gatherPatches(std::size_t step);
    void pool(std::size_t step);

    const TrainedNetwork& m_network;
    std::vector<MapShape> m_inputShapes, m_shapes;
    std::vector<RowMatrix> m_weights; ///< empty for steps that learn nothing
    std::vector<float> m_image, m_input;
    std::vector<std::vector<float>> m_outputs; ///< one per step
    RowMatrix m_patches, m_product;
};

/// The class with the highest score, the first of equals.
[[nodiscard]] int bestClass(std::span<const float> scores);

} // namespace paretoscope::accuracy
