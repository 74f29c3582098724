// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/network_walk.h"
#include "core/base/result.h"

#include <cstdint>
#include <vector>

namespace paretoscope::accuracy {

/// How a crossbar computes: widths, the size of its arrays, and what is wrong with its cells.
struct CrossbarWidths
{
    int arrayRows = 128;    ///< rows of an array, 1 to 1,024
    int weightBits = 8;     ///< of a weight with its sign, 2 to 16
    int activationBits = 8; ///< of an input, which is not negative, 1 to 16; applied one bit at a time
    int cellBits = 2;       ///< of a cell, 1 to 8
    int converterBits = 8;  ///< of the analog-to-digital converter, 1 to 16
    double variation = 0.0; ///< a cell's value is off by a normally distributed share; its deviation, 0 to 1
    double stuckLow = 0.0;  ///< share of cells that always hold 0
    double stuckHigh = 0.0; ///< share of cells that always hold their largest value
    std::uint64_t seed = 1; ///< which cells are off, and how

    [[nodiscard]] Status validate() const;
    friend bool operator==(const CrossbarWidths&, const CrossbarWidths&) = default;
};

/// What a converter makes of a column sum: codes from 0 to 2^bits - 1, each worth `step`.
/// step = max(1, 0.5 min(array rows, rows) (2^cell bits - 1) / 2^converter bits): half of the largest sum
/// fills the range, because few columns come near it; what is above is cut off. (The lite evaluator of the
/// PABO specification, 4.3; our choice there.)
struct Converter
{
    double step = 1.0;
    int largestCode = 0;

    [[nodiscard]] static Converter of(const CrossbarWidths& widths, std::size_t rows);
    [[nodiscard]] int code(double sum) const;
};

/// The weights of one step, written into crossbars. Weights are scaled by the largest of the step, rounded,
/// and kept as a pair of positive and negative arrays, in slices of cellBits, the rows cut into blocks of
/// arrayRows. Inputs are scaled by the largest of the sample and applied bit by bit. Scales, shift-and-add
/// and biases are digital. (PABO specification, 4.3; variation: value times 1 + sigma normal, cut off at 0,
/// as its section 8 proposes; our choice. Cells that hold 0 do not vary.)
class CrossbarLayer
{
public:
    /// \param weights a row an output \param stream of the generator, so that steps differ in their faults
    /// \param sums how often every whole column sum is seen, from 0; null: not counted, which is much faster.
    ///             Must outlive the layer
    CrossbarLayer(const RowMatrix& weights, const CrossbarWidths& widths, std::uint64_t stream,
                  std::vector<std::uint64_t>* sums = nullptr);

    /// out = weights * patches, as the crossbar sees it. \param patches not negative
    void multiply(const RowMatrix& patches, RowMatrix& out);

private:
    struct RowBlock
    {
        int first = 0, rows = 0, words = 0;
        std::vector<std::uint64_t> cells; ///< see bits::Block; empty where cells vary
        RowMatrix values;                 ///< [output, slice, sign] x row; empty where they do not
    };
    void program(const RowMatrix& weights, std::uint64_t stream);
    void quantizeInputs(const RowMatrix& patches, float largest);
    void countBits(const RowBlock& block, int positions);
    void sumCurrents(const RowBlock& block, int positions);
    void countSums();

    CrossbarWidths m_widths;
    int m_outputs = 0, m_slices = 0;
    double m_weightScale = 0.0; ///< of one unit of a rounded weight
    Converter m_converter;
    std::vector<std::uint16_t> m_codes;
    std::vector<RowBlock> m_blocks;
    std::vector<std::uint16_t> m_inputs; ///< rounded, row by row of the patches
    std::vector<std::uint64_t> m_planes;
    std::vector<std::int64_t> m_sums; ///< [position][output]
    RowMatrix m_bits, m_currents;
    std::vector<std::uint64_t>* m_counts;
};

} // namespace paretoscope::accuracy
