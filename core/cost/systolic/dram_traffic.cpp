// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/dram_traffic.h"

#include "core/cost/systolic/epoch_cache.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace paretoscope::cost::systolic {

namespace {

using hardware::SystolicArray;
using hardware::SystolicDataflow;

constexpr std::int64_t kMostTouches = std::int64_t{1} << 30U;
// Our choices: the larger, the nearer to following words, and the slower.
constexpr std::int64_t kPassesFollowed = 4;
constexpr std::int64_t kSteady = 200; // two passes in a row that differ by less than a 200th speak for all
constexpr std::int64_t kSegment_words = 8;

/// Channels that neither the window nor a fold of the array ever separates.
std::int64_t segmentWords(const Gemm& gemm, const SystolicArray& array, Following following)
{
    if (following == Following::ByWord)
        return 1;
    const std::int64_t channels = gemm.windows->channels;
    if (array.dataflow != SystolicDataflow::OutputStationary)
        return std::gcd(channels, array.rows);
    std::int64_t segment = std::min(channels, kSegment_words);
    while (channels % segment != 0)
        --segment;
    return segment;
}

/// The input matrix of a convolution as addresses into its map: that of (m, segment s) is the sum of two
/// tables, because a window only shifts.
struct InputAddresses
{
    std::vector<std::size_t> ofOutput;
    std::vector<std::size_t> ofSegment;
    std::size_t count = 0;

    InputAddresses(const Windows& w, std::int64_t segment_words)
    {
        const auto perPixel = static_cast<std::size_t>(w.channels / segment_words);
        const auto pixel = [&](std::int64_t row, std::int64_t column) {
            return static_cast<std::size_t>(row * w.mapColumns() + column) * perPixel;
        };
        for (std::int64_t image = 0; image < w.images; ++image)
            for (std::int64_t row = 0; row < w.outputRows; ++row)
                for (std::int64_t column = 0; column < w.outputColumns; ++column)
                    ofOutput.push_back(
                        pixel(image * w.mapRows() + row * w.strideRows, column * w.strideColumns));
        for (std::int64_t row = 0; row < w.filterRows; ++row)
            for (std::int64_t column = 0; column < w.filterColumns; ++column)
                for (std::size_t segment = 0; segment < perPixel; ++segment)
                    ofSegment.push_back(pixel(row * w.dilationRows, column * w.dilationColumns) + segment);
        count = pixel(w.images * w.mapRows(), 0);
    }
};

/// Touches every (a, b) of a tile in order of time: (a, b) enters at line a + delay(b), which grows with b.
template <class Delay, class Touch>
void sweep(std::size_t lengthA, std::size_t lengthB, Delay delay, Touch touch)
{
    std::size_t begun = 0; // those b that have begun, and
    std::size_t done = 0;  // those among them that have ended
    for (std::size_t line = 0; done < lengthB; ++line) {
        while (begun < lengthB && delay(begun) <= line)
            ++begun;
        while (done < begun && delay(done) + lengthA <= line)
            ++done;
        for (std::size_t b = done; b < begun; ++b)
            touch(line - delay(b), b);
    }
}

/// The inputs of all row folds of one column fold.
class InputPass
{
public:
    InputPass(const Gemm& gemm, const SystolicArray& array, Following following)
        : m_array(array)
        , m_segment_words(segmentWords(gemm, array, following))
        , m_addresses(*gemm.windows, m_segment_words)
        , m_replay(m_addresses.count, epochWords(array.inputs.size_bytes, array.word_bits), m_segment_words)
    { }

    /// \returns reads so far
    std::int64_t run()
    {
        switch (m_array.dataflow) {
        case SystolicDataflow::OutputStationary:
            outputStationary();
            break;
        case SystolicDataflow::WeightStationary:
            weightStationary();
            break;
        case SystolicDataflow::InputStationary:
            inputStationary();
            break;
        }
        return m_replay.reads();
    }

private:
    void touch(std::size_t output, std::size_t segment)
    {
        m_replay.touch(m_addresses.ofOutput[output] + m_addresses.ofSegment[segment]);
    }
    /// Calls `tile(first, count)` for every piece of at most `width`.
    template <class Tile> static void forTiles(std::size_t extent, std::size_t width, Tile tile)
    {
        for (std::size_t first = 0; first < extent; first += width)
            tile(first, std::min(width, extent - first));
    }
    [[nodiscard]] std::size_t segmentsPerFold() const
    {
        return static_cast<std::size_t>(m_array.rows / m_segment_words);
    }

    /// Input (m, k) enters row m at line k + row.
    void outputStationary()
    {
        const auto segment = static_cast<std::size_t>(m_segment_words);
        forTiles(m_addresses.ofOutput.size(), static_cast<std::size_t>(m_array.rows),
                 [&](std::size_t first, std::size_t rows) {
                     sweep(
                         m_addresses.ofSegment.size(), rows, [&](std::size_t row) { return row / segment; },
                         [&](std::size_t k, std::size_t row) { touch(first + row, k); });
                 });
    }
    /// Input (m, k) enters row k at line m + row, after the weights.
    void weightStationary()
    {
        const auto segment = static_cast<std::size_t>(m_segment_words);
        forTiles(m_addresses.ofSegment.size(), segmentsPerFold(), [&](std::size_t first, std::size_t rows) {
            sweep(
                m_addresses.ofOutput.size(), rows, [&](std::size_t row) { return row * segment; },
                [&](std::size_t m, std::size_t row) { touch(m, first + row); });
        });
    }
    /// Inputs load from the last row of the fold to its first; all column folds, since none comes twice.
    void inputStationary()
    {
        forTiles(m_addresses.ofOutput.size(), static_cast<std::size_t>(m_array.columns),
                 [&](std::size_t left, std::size_t columns) {
                     forTiles(m_addresses.ofSegment.size(), segmentsPerFold(),
                              [&](std::size_t first, std::size_t rows) {
                                  for (std::size_t row = rows; row-- > 0;)
                                      for (std::size_t column = 0; column < columns; ++column)
                                          touch(left + column, first + row);
                              });
                 });
    }

    const SystolicArray& m_array;
    std::int64_t m_segment_words;
    InputAddresses m_addresses;
    EpochReplay m_replay;
};

/// Inputs of a convolution whose map does not fit into an epoch.
Result<std::int64_t> windowedReads(const Gemm& gemm, const SystolicArray& array, std::int64_t passes,
                                   Following following)
{
    const std::int64_t segment_words = segmentWords(gemm, array, following);
    const std::int64_t followed = following == Following::ByWord ? passes : std::min(passes, kPassesFollowed);
    const Windows& w = *gemm.windows;
    const double touches = static_cast<double>(gemm.m) * static_cast<double>(gemm.k)
                           * static_cast<double>(followed) / static_cast<double>(segment_words);
    const double map = static_cast<double>(w.mapRows()) * static_cast<double>(w.mapColumns())
                       * static_cast<double>(w.images) * static_cast<double>(w.channels / segment_words);
    if (touches > kMostTouches || map > kMostTouches)
        return Error{ErrorCode::Unsupported,
                     "the layer's inputs are too many to follow through a memory of "
                         + std::to_string(array.inputs.size_bytes) + " B; at most 2^30 words are followed.",
                     {},
                     {}};
    InputPass pass(gemm, array, following);
    const std::int64_t first = pass.run();
    std::int64_t reads = first;
    std::int64_t latest = first;
    std::int64_t done = 1;
    for (bool steady = false; done < followed && !steady; ++done) {
        const std::int64_t before = reads;
        reads = pass.run();
        const std::int64_t now = reads - before;
        steady = following == Following::BySegment && std::abs(now - latest) <= latest / kSteady;
        latest = now;
    }
    if (done == passes)
        return reads;
    // The rest on average as those after the first, which alone began with an empty memory.
    return reads + (reads - first) * (passes - done) / (done - 1);
}

Result<std::int64_t> inputReads(const Gemm& gemm, const Folds& folds, const SystolicArray& array,
                                Following following)
{
    const bool staying = array.dataflow == SystolicDataflow::InputStationary;
    const std::int64_t passes = staying ? 1 : folds.columnFolds;
    const std::int64_t epoch_words = epochWords(array.inputs.size_bytes, array.word_bits);
    const std::int64_t distinct = gemm.distinctInputs();
    if (distinct < epoch_words)
        return distinct;
    if (gemm.windows)
        return windowedReads(gemm, array, passes, following);
    EpochCounter counter(epoch_words);
    counter.stream(distinct, passes);
    return counter.reads();
}

std::int64_t weightReads(const Gemm& gemm, const Folds& folds, const SystolicArray& array)
{
    EpochCounter counter(epochWords(array.weights.size_bytes, array.word_bits));
    if (array.dataflow == SystolicDataflow::InputStationary) {
        counter.stream(gemm.k * gemm.n, folds.columnFolds);
    } else if (array.dataflow == SystolicDataflow::WeightStationary) {
        counter.stream(gemm.k * gemm.n, 1);
    } else {
        for (std::int64_t column = 0; column < gemm.n; column += array.columns)
            counter.stream(gemm.k * std::min(array.columns, gemm.n - column), folds.rowFolds);
    }
    return counter.reads();
}

/// Whether the partial sums of a column fold wait in the working half of the output memory.
bool partialSumsStay(const Gemm& gemm, const Folds& folds, const SystolicArray& array)
{
    const std::int64_t block = gemm.m * gemm.n / folds.columnExtent
                               * std::min(folds.columnExtent, array.columns);
    return array.options.keepsPartialSums && block <= array.outputs.size_bytes * 8 / array.word_bits / 2;
}

} // namespace

Result<DramTraffic> dramTraffic(const Gemm& gemm, const Folds& folds, const SystolicArray& array,
                                Following following)
{
    if (folds.count() > kMostTouches)
        return Error{ErrorCode::Unsupported,
                     "the layer falls into " + std::to_string(folds.count())
                         + " folds of the array; at most 2^30 are followed.",
                     {},
                     {}};
    const Result<std::int64_t> inputs = inputReads(gemm, folds, array, following);
    if (!inputs)
        return inputs.error();
    const bool stay = partialSumsStay(gemm, folds, array);
    return DramTraffic{*inputs, weightReads(gemm, folds, array), stay ? 0 : folds.outputReads,
                       stay ? gemm.m * gemm.n : folds.outputWrites};
}

} // namespace paretoscope::cost::systolic
