// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/reference_directions.h"

#include <algorithm>

namespace paretoscope::pareto {

namespace {

constexpr std::size_t kMostRows = 1'000'000;

/// divisions + k - 1 choose k - 1; kMostRows + 1 where it is more than kMostRows.
std::size_t countOf(std::size_t k, std::size_t divisions)
{
    // Symmetric in its two parts, and the product only grows, so the shorter one ends it soon.
    const std::size_t fewer = std::min(k - 1, divisions);
    const std::size_t more = std::max(k - 1, divisions);
    std::size_t count = 1;
    for (std::size_t i = 1; i <= fewer; ++i) {
        if (more > kMostRows)
            return kMostRows + 1;
        count = count * (more + i) / i;
        if (count > kMostRows)
            return kMostRows + 1;
    }
    return count;
}

/// Distributes `left` units over the places from `place` on, in every way, and appends the rows.
void distribute(std::vector<double>& row, std::size_t place, std::size_t left, double divisions,
                std::vector<double>& rows)
{
    if (place + 1 == row.size()) {
        row[place] = static_cast<double>(left) / divisions;
        rows.insert(rows.end(), row.begin(), row.end());
        return;
    }
    for (std::size_t here = 0; here <= left; ++here) {
        row[place] = static_cast<double>(here) / divisions;
        distribute(row, place + 1, left - here, divisions, rows);
    }
}

} // namespace

Result<std::vector<double>> dasDennisDirections(std::size_t k, std::size_t divisions)
{
    constexpr std::size_t kMostDimensions = 100; // of a row, far beyond use; bounds the recursion
    const auto refused = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), "reference directions", {}};
    };
    if (k == 0 || k > kMostDimensions || divisions == 0) {
        return refused("there are " + std::to_string(k) + " objectives and " + std::to_string(divisions)
                       + " divisions; 1 to 100 and at least 1 are allowed.");
    }
    const std::size_t count = countOf(k, divisions);
    if (count > kMostRows)
        return refused("there would be more than a million directions; use fewer divisions.");
    std::vector<double> rows;
    rows.reserve(count * k);
    std::vector<double> row(k);
    distribute(row, 0, divisions, static_cast<double>(divisions), rows);
    return rows;
}

Result<std::vector<double>> twoLayerDirections(std::size_t k, std::size_t outerDivisions,
                                               std::size_t innerDivisions)
{
    auto outer = dasDennisDirections(k, outerDivisions);
    if (!outer)
        return outer;
    const auto inner = dasDennisDirections(k, innerDivisions);
    if (!inner)
        return inner;
    std::vector<double> rows = std::move(outer).value();
    for (const double value : *inner)
        rows.push_back(0.5 * value + 0.5 / static_cast<double>(k));
    return rows;
}

std::size_t divisionsFor(std::size_t k, std::size_t most)
{
    std::size_t divisions = 1;
    while (k > 1 && countOf(k, divisions + 1) <= std::min(most, kMostRows))
        ++divisions;
    return divisions;
}

} // namespace paretoscope::pareto
