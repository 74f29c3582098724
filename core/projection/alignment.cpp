// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/alignment.h"

#include <Eigen/SVD>

namespace paretoscope::projection {

void alignTo(Plane& moved, const Plane& fixed, std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs)
{
    if (pairs.size() < 2)
        return;
    Eigen::RowVector2d from = Eigen::RowVector2d::Zero();
    Eigen::RowVector2d to = Eigen::RowVector2d::Zero();
    for (const auto& [a, b] : pairs) {
        from += moved.row(a).cast<double>();
        to += fixed.row(b).cast<double>();
    }
    from /= static_cast<double>(pairs.size());
    to /= static_cast<double>(pairs.size());
    Eigen::Matrix2d products = Eigen::Matrix2d::Zero();
    double spread = 0.0;
    for (const auto& [a, b] : pairs) {
        const Eigen::RowVector2d offset = moved.row(a).cast<double>() - from;
        products += offset.transpose() * (fixed.row(b).cast<double>() - to);
        spread += offset.squaredNorm();
    }
    if (!(spread > 0.0))
        return;
    const Eigen::JacobiSVD<Eigen::MatrixXd, Eigen::NoQRPreconditioner> svd(
        products, Eigen::ComputeFullU | Eigen::ComputeFullV);
    const double scale = svd.singularValues().sum() / spread;
    if (!(scale > 0.0))
        return;
    const Eigen::Matrix2f turn = (scale * svd.matrixU() * svd.matrixV().transpose()).cast<float>();
    const Eigen::RowVector2f origin = from.cast<float>();
    const Eigen::RowVector2f target = to.cast<float>();
    const Plane before = moved;
    moved = ((before.rowwise() - origin) * turn).rowwise() + target;
}

} // namespace paretoscope::projection
