// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/front_archive.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::pareto {

namespace {

/// Solves the k x k system `a` x = 1 by Gaussian elimination with partial pivoting; empty when singular.
std::vector<double> normalOf(std::vector<std::vector<double>> a)
{
    const std::size_t k = a.size();
    std::vector<double> x(k, 1.0);
    for (std::size_t column = 0; column < k; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < k; ++row)
            pivot = std::abs(a[row][column]) > std::abs(a[pivot][column]) ? row : pivot;
        if (std::abs(a[pivot][column]) < 1e-9)
            return {};
        std::swap(a[pivot], a[column]);
        std::swap(x[pivot], x[column]);
        for (std::size_t row = 0; row < k; ++row) {
            if (row == column)
                continue;
            const double factor = a[row][column] / a[column][column];
            for (std::size_t j = column; j < k; ++j)
                a[row][j] -= factor * a[column][j];
            x[row] -= factor * x[column];
        }
    }
    for (std::size_t i = 0; i < k; ++i)
        x[i] /= a[i][i];
    return x;
}

/// Rows scaled so that the best value of each objective is 0 and the worst is 1.
std::vector<std::vector<double>> normalised(std::span<const double> points, std::size_t k)
{
    std::vector<std::vector<double>> rows(points.size() / k, std::vector<double>(k));
    for (std::size_t j = 0; j < k; ++j) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            low = std::min(low, points[i * k + j]);
            high = std::max(high, points[i * k + j]);
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i][j] = high > low ? (points[i * k + j] - low) / (high - low) : 0.0;
    }
    return rows;
}

/// The extreme point of objective j is the one that pays most in it: the row with the largest j-th value, the
/// cheaper in the others where several tie.
std::vector<double> extreme(const std::vector<std::vector<double>>& rows, std::size_t j)
{
    const auto others = [j](const std::vector<double>& row) {
        double sum = -row[j];
        for (const double value : row)
            sum += value;
        return sum;
    };
    return *std::max_element(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        return a[j] < b[j] || (a[j] == b[j] && others(a) > others(b));
    });
}

} // namespace

std::ptrdiff_t kneeIndex(std::span<const double> points, std::size_t objectives)
{
    constexpr std::size_t kFewest = 3;
    if (objectives == 0 || points.size() < kFewest * objectives)
        return -1;
    const auto rows = normalised(points, objectives);
    std::vector<std::vector<double>> extremes;
    for (std::size_t j = 0; j < objectives; ++j)
        extremes.push_back(extreme(rows, j));
    std::vector<double> normal = normalOf(extremes);
    // A plane through the extremes may be missing (one point is extreme twice) or tilted the wrong way; the
    // plane through the axes' ends is what the normalisation suggests then.
    if (normal.empty() || std::any_of(normal.begin(), normal.end(), [](double x) { return !(x > 0.0); }))
        normal.assign(objectives, 1.0);
    std::ptrdiff_t knee = 0;
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double height = 0.0; // distance up to a constant factor, which all rows share
        for (std::size_t j = 0; j < objectives; ++j)
            height += normal[j] * rows[i][j];
        if (height < lowest) {
            lowest = height;
            knee = static_cast<std::ptrdiff_t>(i);
        }
    }
    return knee;
}

} // namespace paretoscope::pareto
