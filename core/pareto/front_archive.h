// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/pareto/point_tree.h"

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::pareto {

/// The mutually non-dominated points met so far (all objectives minimised), with the caller's ids. Equal
/// points are kept once, the first. Rows are in no particular order, but the same for the same insertions.
/// Not thread-safe.
class FrontArchive
{
public:
    explicit FrontArchive(std::size_t objectives);

    struct Change
    {
        bool inserted = false;
        std::vector<std::uint64_t> removed; ///< ids that the new point dominates
    };
    /// \param point length objectives(), finite; others are refused (not inserted).
    Change insert(std::uint64_t id, std::span<const double> point);

    [[nodiscard]] std::size_t size() const { return m_ids.size(); }
    [[nodiscard]] std::size_t objectives() const { return m_objectives; }
    [[nodiscard]] std::span<const std::uint64_t> ids() const { return m_ids; }
    /// size() rows, row-major
    [[nodiscard]] std::span<const double> points() const { return m_rows.points(); }
    [[nodiscard]] bool wouldEnter(std::span<const double> point) const;

private:
    std::size_t m_objectives;
    std::vector<std::uint64_t> m_ids;
    PointTree m_rows;
};

/// Index (into the rows of a front) of the knee: the point farthest below the hyperplane through the extreme
/// points, objectives normalised to the front's own range (Das 1999; our reading for k = 3). Absent below
/// three points.
[[nodiscard]] std::ptrdiff_t kneeIndex(std::span<const double> points, std::size_t objectives);

} // namespace paretoscope::pareto
