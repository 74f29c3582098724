// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace paretoscope::pareto {

template <std::size_t K> using Row = std::array<double, K>;

/// The exact volume that rows dominate below a corner, for any number K of objectives, by two steps that call
/// each other:
///
///   volume     Along the last objective, every row adds the slab from its own value to the corner, over what
///              it alone dominates in the other K - 1 objectives among the rows before it.
///   exclusive  What a row alone dominates is its box less what the others cover of it: the volume of the
///              others, pushed into the box (the limited set of While, Bradstreet, Barone 2012, "A fast way
///              of calculating exact hypervolumes").
///
/// Two things make it fast. The box is cut first where a single row covers everything beyond, so few rows
/// reach into it. And rows are always kept sorted by their last objective, which pushing them into a box does
/// not disturb, so nothing below the first call needs to sort. Down at three and two objectives sweeps finish
/// the work. O(n^(K - 2) log n) at worst; on fronts as they occur about n^2 for four objectives.
///
/// An object is its own scratch memory: not thread-safe, and cheaper to keep than to make.
template <std::size_t K> class VolumeMeter
{
public:
    /// \param rows    sorted by their last value, all strictly below `corner`; dominated rows are allowed
    [[nodiscard]] double volume(std::span<const Row<K>> rows, const Row<K>& corner);
    /// What `row` dominates and none of `others` does. \param others  as `rows` above, and neither sorted in
    /// nor equal to `row` unless meant so: an equal row leaves nothing
    [[nodiscard]] double exclusive(const Row<K>& row, std::span<const Row<K>> others, const Row<K>& corner);

private:
    void admit(const Row<K - 1>& row);

    std::vector<Row<K>> m_limited;   ///< of exclusive()
    std::vector<Row<K - 1>> m_front; ///< of volume(): rows so far without their last objective, non-dominated
    VolumeMeter<K - 1> m_below;
};

/// Two objectives: one pass, by the second objective; what juts out to the left of all before adds a box.
template <> class VolumeMeter<2>
{
public:
    [[nodiscard]] double volume(std::span<const Row<2>> rows, const Row<2>& corner);
    [[nodiscard]] double exclusive(const Row<2>& row, std::span<const Row<2>> others, const Row<2>& corner);

private:
    std::vector<Row<2>> m_limited;
};

template <> double VolumeMeter<3>::volume(std::span<const Row<3>> rows, const Row<3>& corner);
extern template class VolumeMeter<3>;
extern template class VolumeMeter<4>;
extern template class VolumeMeter<5>;
extern template class VolumeMeter<6>;

} // namespace paretoscope::pareto
