// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/ascending.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace paretoscope::pareto {

namespace {

struct Entry
{
    std::uint64_t key;
    std::uint32_t place;
};

constexpr std::size_t kDigits = 8;
constexpr std::size_t kValues = 256; // of a digit

/// An unsigned number that orders as the double does: negative numbers have all their bits turned, which
/// reverses them, the others the sign bit alone, which puts them above.
std::uint64_t orderedKey(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0); // -0 becomes 0
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

std::size_t digitOf(std::uint64_t key, std::size_t digit)
{
    return static_cast<std::size_t>(key >> (8 * digit)) % kValues;
}

/// Sorts from the last digit to the first; a digit that all keys share needs no pass.
void radixSort(std::vector<Entry>& entries)
{
    std::array<std::array<std::uint32_t, kValues>, kDigits> counts{};
    for (const Entry& entry : entries)
        for (std::size_t digit = 0; digit < kDigits; ++digit)
            ++counts[digit][digitOf(entry.key, digit)];
    std::vector<Entry> sorted(entries.size());
    for (std::size_t digit = 0; digit < kDigits; ++digit) {
        auto& next = counts[digit];
        if (next[digitOf(entries.front().key, digit)] == entries.size())
            continue;
        std::uint32_t below = 0;
        for (std::uint32_t& count : next)
            count = std::exchange(below, below + count);
        for (const Entry& entry : entries)
            sorted[next[digitOf(entry.key, digit)]++] = entry;
        entries.swap(sorted);
    }
}

} // namespace

std::vector<std::uint32_t> ascendingOrder(std::span<const double> values)
{
    constexpr std::size_t kFew = 200; // measured: below, counting digits costs more than comparing keys
    std::vector<Entry> entries(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        entries[i] = {orderedKey(values[i]), static_cast<std::uint32_t>(i)};
    if (entries.size() < kFew)
        std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
            return a.key != b.key ? a.key < b.key : a.place < b.place;
        });
    else
        radixSort(entries);
    std::vector<std::uint32_t> order(entries.size());
    std::transform(entries.begin(), entries.end(), order.begin(),
                   [](const Entry& entry) { return entry.place; });
    return order;
}

std::vector<std::uint32_t> lexicographicOrder(std::span<const double> rows, std::size_t k)
{
    std::vector<double> firsts(rows.size() / k);
    for (std::size_t i = 0; i < firsts.size(); ++i)
        firsts[i] = rows[i * k];
    std::vector<std::uint32_t> order = ascendingOrder(firsts);
    const auto less = [&](std::uint32_t a, std::uint32_t b) {
        for (std::size_t j = 1; j < k; ++j)
            if (rows[a * k + j] != rows[b * k + j])
                return rows[a * k + j] < rows[b * k + j];
        return a < b;
    };
    for (auto begin = order.begin(); begin != order.end();) {
        const double first = firsts[*begin];
        const auto end = std::find_if(begin, order.end(),
                                      [&](std::uint32_t i) { return firsts[i] != first; });
        if (end - begin > 1)
            std::sort(begin, end, less);
        begin = begin == end ? begin + 1 : end; // a NaN equals nothing, not even itself
    }
    return order;
}

} // namespace paretoscope::pareto
