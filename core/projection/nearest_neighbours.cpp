// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/nearest_neighbours.h"

#include <algorithm>

namespace paretoscope::projection {

namespace {

constexpr Eigen::Index kBlock = 64; ///< rows whose distances are computed by one matrix product

} // namespace

Result<std::vector<Neighbour>> nearestNeighbours(const Eigen::Ref<const Points>& points, std::size_t count,
                                                 const Progress& progress)
{
    const Eigen::Index n = points.rows();
    if (count == 0 || static_cast<Eigen::Index>(count) >= n)
        return Error{ErrorCode::InvalidInput, "There are not that many other designs.", {}, {}};
    std::vector<Neighbour> all(static_cast<std::size_t>(n) * count);
    const Eigen::VectorXf norms = points.rowwise().squaredNorm();
    Eigen::MatrixXf products(n, kBlock); // a column = one row's products with all
    for (Eigen::Index from = 0; from < n; from += kBlock) {
        if (progress && !progress(static_cast<double>(from) / static_cast<double>(n)))
            return Error{ErrorCode::Cancelled, "Stopped.", {}, {}};
        const Eigen::Index rows = std::min(kBlock, n - from);
        products.leftCols(rows).noalias() = points * points.middleRows(from, rows).transpose();
        for (Eigen::Index k = 0; k < rows; ++k) {
            const Eigen::Index i = from + k;
            NearestList nearest(
                std::span<Neighbour>(all).subspan(static_cast<std::size_t>(i) * count, count));
            const float* product = products.col(k).data();
            for (Eigen::Index j = 0; j < n; ++j) {
                if (j != i)
                    nearest.offer(static_cast<std::uint32_t>(j),
                                  std::max(0.0F, norms[i] + norms[j] - 2.0F * product[j]));
            }
        }
    }
    return all;
}

} // namespace paretoscope::projection
