// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/pareto/point_tree.h"

#include <span>
#include <vector>

namespace paretoscope::pareto {

/// Exact hypervolume dominated by `points` and bounded by `reference`, all objectives minimised. Points not
/// strictly better than the reference in every objective contribute nothing; dominated points and duplicates
/// are allowed.
/// \param points n rows of k, row-major, k = 2 or 3
/// \errors InvalidInput: k not 2 or 3, sizes that disagree, a value that is not finite
/// \cost k = 2: O(n log n) sweep; k = 3: O(n log n) sweep over a staircase (Beume et al. 2009)
[[nodiscard]] Result<double> hypervolume(std::span<const double> points, std::span<const double> reference);

/// The same, kept up to date one point at a time; what a run draws. Measures nothing unless the reference is
/// 2 or 3 finite numbers. \cost two passes over the front a point, and a sweep over the few rows that overlap
/// what it adds
class IncrementalHypervolume
{
public:
    explicit IncrementalHypervolume(std::vector<double> reference);
    /// Adds a point; returns the new total. Never decreases.
    double add(std::span<const double> point);
    [[nodiscard]] double value() const { return m_value; }
    [[nodiscard]] const std::vector<double>& reference() const { return m_reference; }

private:
    [[nodiscard]] std::vector<double> farCorner(std::span<const double> point) const;

    std::vector<double> m_reference;
    bool m_measures;   ///< the reference is fit for use
    PointTree m_front; ///< every point that added volume when it came; what is dominated since does no harm
    double m_value = 0.0;
};

} // namespace paretoscope::pareto
