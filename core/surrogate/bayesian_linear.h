// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

struct BayesianLinearOptions
{
    int iterations = 15;         ///< updates of the two precisions (our choice)
    double startPrecision = 1.0; ///< of the weights' prior
    double startNoise = 10.0;    ///< precision of the noise
};

/// A Gaussian process with a linear kernel, held as weights: what it costs to ask does not depend on how many
/// points it was told (Bishop 2006, section 3.3). Columns and values are standardised over the points told, a
/// column of ones is added, and the two precisions, of the weights' prior and of the noise, are those that
/// make the values most likely (evidence updates, MacKay 1992; Bishop 2006, equations 3.92 and 3.95), kept
/// within [0.01, 1e4] and [1, 1e4] (our choice). Deterministic; thread-safe once fitted.
class BayesianLinear
{
public:
    /// \param points  one row a point
    /// \errors InvalidInput: no points, sizes that disagree, a number that is not finite
    /// \cost n D^2 + D^3 once, D^3 an update
    [[nodiscard]] static Result<BayesianLinear> fit(const Matrix& points, const Vector& values,
                                                    const BayesianLinearOptions& options = {});

    struct Belief
    {
        Vector mean;      ///< in units of the values
        Vector deviation; ///< of the mean, without the noise; the same units
    };
    /// \param points one row a point \cost D^2 a point
    [[nodiscard]] Belief predict(const Matrix& points) const;

    /// By how much the value grows with one standard deviation of each column, and the standard error of
    /// that; in units of the values. Without the column of ones.
    [[nodiscard]] Vector weights() const;
    [[nodiscard]] Vector weightErrors() const;
    [[nodiscard]] double noiseDeviation() const; ///< in units of the values

private:
    BayesianLinear() = default;
    [[nodiscard]] Matrix standardised(const Matrix& points) const;

    Eigen::RowVectorXd m_centre, m_scale; ///< of the columns
    double m_valueCentre = 0.0, m_valueScale = 1.0;
    Vector m_weights;    ///< of the standardised columns and the ones, standardised values
    Matrix m_covariance; ///< of the weights
    double m_noisePrecision = 1.0;
};

} // namespace paretoscope::surrogate
