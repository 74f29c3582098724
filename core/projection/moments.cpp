// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/moments.h"

namespace paretoscope::projection {

void Moments::add(std::span<const double> row)
{
    const Eigen::Map<const Eigen::VectorXd> values(row.data(), static_cast<Eigen::Index>(row.size()));
    if (m_count++ == 0) {
        m_origin = values;
        m_sum.setZero(values.size());
        m_products.setZero(values.size(), values.size());
        return;
    }
    const Eigen::VectorXd offset = values - m_origin;
    m_sum += offset;
    m_products.selfadjointView<Eigen::Lower>().rankUpdate(offset);
}

Eigen::VectorXd Moments::mean() const
{
    if (m_count == 0)
        return {};
    return m_origin + m_sum / static_cast<double>(m_count);
}

Eigen::MatrixXd Moments::covariance() const
{
    if (m_count == 0)
        return {};
    const auto n = static_cast<double>(m_count);
    const Eigen::VectorXd offset = m_sum / n;
    Eigen::MatrixXd whole = m_products.selfadjointView<Eigen::Lower>();
    whole /= n;
    whole.noalias() -= offset * offset.transpose();
    return whole;
}

} // namespace paretoscope::projection
