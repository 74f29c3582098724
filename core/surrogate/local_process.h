// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/surrogate/gaussian_process.h"

namespace paretoscope::surrogate {

struct LocalOptions
{
    Index mostFitted = 500; ///< points that the hyper-parameters are fitted to
    Index nearest = 150;    ///< points that a prediction looks at
    FitOptions fit;
};

/// A Gaussian process for more points than its cube allows, from about 2,000 on: hyper-parameters are fitted
/// to some points spread evenly over the order in which they came, and each prediction is made from the
/// points that covary most with what is asked (Vecchia 1988; Gramacy, Apley 2015, without their greedy
/// choice). A far-off point says next to nothing once the near ones are known. Costs n + nearest^3 a
/// prediction; predictions are not smooth where the choice of points changes.
class LocalProcess
{
public:
    /// \errors as GaussianProcess::fitted
    [[nodiscard]] static Result<LocalProcess> fitted(KernelPtr kernel, Matrix points, Vector values,
                                                     const LocalOptions& options);

    [[nodiscard]] const HyperFit& fit() const { return m_fit; }
    [[nodiscard]] Prediction predict(const Matrix& points) const;

private:
    LocalProcess() = default;
    [[nodiscard]] std::vector<Index> nearest(const Matrix& point) const;

    KernelPtr m_kernel;
    HyperFit m_fit;
    Matrix m_points;
    Vector m_values;
    Index m_nearest = 0;
};

} // namespace paretoscope::surrogate
