// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/pareto/point_tree.h"

#include <cstddef>
#include <span>
#include <vector>

namespace paretoscope::pareto {

inline constexpr std::size_t kFewestObjectives = 2;
inline constexpr std::size_t kMostObjectives = 6;

/// Exact hypervolume dominated by `points` and bounded by `reference`, all objectives minimised. Points not
/// strictly better than the reference in every objective contribute nothing; dominated points and duplicates
/// are allowed.
/// \param points n rows of k, row-major, k = 2 to 6
/// \errors InvalidInput: k out of range, sizes that disagree, a value that is not finite
/// \cost k = 2, 3: sorting and a sweep; beyond see VolumeMeter
[[nodiscard]] Result<double> hypervolume(std::span<const double> points, std::span<const double> reference);

/// The errors of hypervolume(), without the work; for everything that measures by volume.
[[nodiscard]] Status checkVolumeInput(std::span<const double> points, std::span<const double> reference);

/// The same, kept up to date one point at a time; what a run draws. Measures nothing unless the reference is
/// 2 to 6 finite numbers. \cost two passes over the front a point, and a sweep over the few rows that overlap
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
