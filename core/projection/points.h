// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <functional>

namespace paretoscope::projection {

/// Row = design, column = feature, unitless. Single precision: a picture shows four digits at most.
using Points = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// Row = design, columns x and y, unitless.
using Plane = Eigen::Matrix<float, Eigen::Dynamic, 2, Eigen::RowMajor>;

/// Told how much of the work is done, 0 to 1, every few milliseconds; false = stop.
using Progress = std::function<bool(double share)>;

} // namespace paretoscope::projection
