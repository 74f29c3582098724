// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/crossbar_array.h"

#include "core/accuracy/bit_planes.h"
#include "core/base/normal_draw.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

namespace {

using Index = Eigen::Index;

/// The level of a cell, or where it is stuck.
int stuckOr(int level, const CrossbarWidths& widths, Rng& rng)
{
    if (widths.stuckLow <= 0.0 && widths.stuckHigh <= 0.0)
        return level;
    const double chance = rng.uniform();
    if (chance < widths.stuckLow)
        return 0;
    return chance < widths.stuckLow + widths.stuckHigh ? (1 << widths.cellBits) - 1 : level;
}

} // namespace

Status CrossbarWidths::validate() const
{
    const auto wrong = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), {}, {}};
    };
    if (arrayRows < 1 || arrayRows > 1024)
        return wrong("The arrays of a crossbar have from 1 to 1,024 rows.");
    if (weightBits < 2 || weightBits > 16)
        return wrong("Weights on a crossbar have from 2 to 16 bits, their sign included.");
    if (activationBits < 1 || activationBits > 16)
        return wrong("Inputs of a crossbar have from 1 to 16 bits.");
    if (cellBits < 1 || cellBits > 8)
        return wrong("A cell holds from 1 to 8 bits.");
    if (converterBits < 1 || converterBits > 16)
        return wrong("Converters have from 1 to 16 bits.");
    if (!(variation >= 0.0 && variation <= 1.0))
        return wrong("The variation of cells is from 0 to 1.");
    if (!(stuckLow >= 0.0 && stuckHigh >= 0.0 && stuckLow + stuckHigh <= 1.0))
        return wrong("The shares of stuck cells are at least 0 and together at most 1.");
    return success();
}

Converter Converter::of(const CrossbarWidths& widths, std::size_t rows)
{
    const double used = static_cast<double>(
        std::min<std::size_t>(static_cast<std::size_t>(widths.arrayRows), rows));
    const double range = 0.5 * used * ((1 << widths.cellBits) - 1);
    const int codes = 1 << widths.converterBits;
    return {std::max(1.0, range / codes), codes - 1};
}

int Converter::code(double sum) const
{
    return static_cast<int>(std::min<double>(largestCode, std::floor(sum / step + 0.5)));
}

CrossbarLayer::CrossbarLayer(const RowMatrix& weights, const CrossbarWidths& widths, std::uint64_t stream,
                             std::vector<std::uint64_t>* sums)
    : m_widths(widths)
    , m_outputs(static_cast<int>(weights.rows()))
    , m_slices((widths.weightBits - 1 + widths.cellBits - 1) / widths.cellBits)
    , m_converter(Converter::of(widths, static_cast<std::size_t>(weights.cols())))
    , m_counts(sums)
{
    const int rows = static_cast<int>(weights.cols());
    const int largestSum = std::min(widths.arrayRows, rows) * ((1 << widths.cellBits) - 1);
    for (int sum = 0; sum <= largestSum; ++sum)
        m_codes.push_back(static_cast<std::uint16_t>(m_converter.code(sum)));
    for (int first = 0; first < rows; first += widths.arrayRows) {
        RowBlock block;
        block.first = first;
        block.rows = std::min(widths.arrayRows, rows - first);
        block.words = (block.rows + 63) / 64;
        m_blocks.push_back(std::move(block));
    }
    program(weights, stream);
}

void CrossbarLayer::program(const RowMatrix& weights, std::uint64_t stream)
{
    const double largest = weights.size() == 0 ? 0.0 : static_cast<double>(weights.cwiseAbs().maxCoeff());
    const int levels = (1 << (m_widths.weightBits - 1)) - 1;
    m_weightScale = largest / levels;
    const bool varies = m_widths.variation > 0.0;
    const bool asValues = varies || m_counts != nullptr;
    const int mask = (1 << m_widths.cellBits) - 1;
    const auto cellBits = static_cast<std::size_t>(m_widths.cellBits);
    Rng rng(m_widths.seed, stream);
    for (RowBlock& block : m_blocks) {
        const auto columns = static_cast<std::size_t>(m_outputs * m_slices * 2);
        const auto words = static_cast<std::size_t>(block.words);
        if (asValues)
            block.values.setZero(static_cast<Index>(columns), block.rows);
        else
            block.cells.assign(columns * cellBits * words, 0);
        for (std::size_t column = 0; column < columns; ++column) {
            const bool negative = column % 2 == 1;
            const auto slice = static_cast<int>(column / 2) % m_slices;
            const auto output = static_cast<Index>(column / 2) / m_slices;
            for (int row = 0; row < block.rows; ++row) {
                const double weight = static_cast<double>(weights(output, block.first + row));
                const int whole = largest > 0.0 ? static_cast<int>(std::lround(weight / m_weightScale)) : 0;
                const int magnitude = std::max(0, negative ? -whole : whole);
                const int level = stuckOr((magnitude >> (m_widths.cellBits * slice)) & mask, m_widths, rng);
                if (asValues) {
                    const double off = level == 0 || !varies ? 1.0
                                                             : 1.0 + m_widths.variation * drawNormal(rng);
                    block.values(static_cast<Index>(column),
                                 row) = static_cast<float>(level * std::max(0.0, off));
                    continue;
                }
                for (std::size_t bit = 0; bit < cellBits; ++bit)
                    if ((level >> bit) & 1)
                        block.cells[(column * cellBits + bit) * words + static_cast<std::size_t>(row) / 64] |=
                            std::uint64_t{1} << (static_cast<unsigned>(row) % 64U);
            }
        }
    }
}

void CrossbarLayer::quantizeInputs(const RowMatrix& patches, float largest)
{
    const float scale = static_cast<float>((1 << m_widths.activationBits) - 1) / largest;
    m_inputs.resize(static_cast<std::size_t>(patches.size()));
    const float* from = patches.data();
    for (std::uint16_t& input : m_inputs) // to the nearest; inputs are not negative
        input = static_cast<std::uint16_t>(std::max(0.0F, *from++) * scale + 0.5F);
}

void CrossbarLayer::multiply(const RowMatrix& patches, RowMatrix& out)
{
    const int positions = static_cast<int>(patches.cols());
    const float largest = patches.size() == 0 ? 0.0F : patches.maxCoeff();
    if (!(largest > 0.0F) || m_weightScale <= 0.0) {
        out.setZero();
        return;
    }
    quantizeInputs(patches, largest);
    m_sums.assign(static_cast<std::size_t>(positions) * static_cast<std::size_t>(m_outputs), 0);
    for (const RowBlock& block : m_blocks)
        if (block.cells.empty())
            sumCurrents(block, positions);
        else
            countBits(block, positions);
    const double inputScale = static_cast<double>(largest) / ((1 << m_widths.activationBits) - 1);
    const double scale = m_converter.step * m_weightScale * inputScale;
    for (int p = 0; p < positions; ++p)
        for (int o = 0; o < m_outputs; ++o)
            out(o, p) = static_cast<float>(
                scale * static_cast<double>(m_sums[static_cast<std::size_t>(p * m_outputs + o)]));
}

void CrossbarLayer::countBits(const RowBlock& block, int positions)
{
    const auto words = static_cast<std::size_t>(block.words);
    const auto count = static_cast<std::size_t>(positions);
    m_planes.assign(static_cast<std::size_t>(m_widths.activationBits) * count * words, 0);
    for (int row = 0; row < block.rows; ++row) {
        const std::uint16_t* input = &m_inputs[static_cast<std::size_t>(block.first + row) * count];
        const std::size_t word = static_cast<std::size_t>(row) / 64;
        const unsigned place = static_cast<unsigned>(row) % 64U;
        for (int t = 0; t < m_widths.activationBits; ++t) {
            std::uint64_t* plane = &m_planes[static_cast<std::size_t>(t) * count * words + word];
            for (std::size_t p = 0; p < count; ++p)
                plane[p * words] |= static_cast<std::uint64_t>((input[p] >> t) & 1) << place;
        }
    }
    const bits::Block counted{block.words, m_slices,           m_widths.cellBits,
                              m_outputs,   block.cells.data(), m_codes.data()};
    bits::accumulate()(counted, m_planes.data(), m_widths.activationBits, positions, m_sums.data());
}

void CrossbarLayer::countSums()
{
    for (Index i = 0; i < m_currents.size(); ++i) {
        const auto sum = static_cast<std::size_t>(m_currents.data()[i] + 0.5F);
        if (sum >= m_counts->size())
            m_counts->resize(sum + 1);
        ++(*m_counts)[sum];
    }
}

void CrossbarLayer::sumCurrents(const RowBlock& block, int positions)
{
    const int bitCount = m_widths.activationBits;
    m_bits.resize(block.rows, static_cast<Index>(bitCount) * positions);
    for (int row = 0; row < block.rows; ++row) {
        const std::uint16_t* input =
            &m_inputs[static_cast<std::size_t>(block.first + row) * static_cast<std::size_t>(positions)];
        for (int t = 0; t < bitCount; ++t)
            for (int p = 0; p < positions; ++p)
                m_bits(row, static_cast<Index>(t) * positions + p) = static_cast<float>((input[p] >> t) & 1);
    }
    m_currents.noalias() = block.values * m_bits;
    if (m_counts != nullptr)
        countSums();
    const auto perStep = static_cast<float>(1.0 / m_converter.step);
    const auto largest = static_cast<float>(m_converter.largestCode);
    for (Index column = 0; column < m_currents.rows(); ++column) {
        const int slice = static_cast<int>(column / 2) % m_slices;
        const Index output = column / 2 / m_slices;
        const std::int64_t sign = column % 2 == 0 ? 1 : -1;
        for (int t = 0; t < bitCount; ++t) {
            const std::int64_t worth = sign * (std::int64_t{1} << (t + m_widths.cellBits * slice));
            const float* current = &m_currents(column, static_cast<Index>(t) * positions);
            for (int p = 0; p < positions; ++p) {
                const auto code = static_cast<std::int64_t>(std::min(largest, current[p] * perStep + 0.5F));
                m_sums[static_cast<std::size_t>(p * m_outputs + static_cast<int>(output))] += worth * code;
            }
        }
    }
}

} // namespace paretoscope::accuracy
