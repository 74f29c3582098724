// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/sobol_search.h"

#include <algorithm>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kBits = 32;
constexpr std::size_t kDimensions = 40;

/// A primitive polynomial over two elements, x^degree + ... + 1 with the inner coefficients as bits, and the
/// first numbers of the recurrence.
struct Polynomial
{
    unsigned degree;
    unsigned inner;
    std::array<std::uint32_t, 8> first;
};

/// Dimensions 2 to 40 of Joe and Kuo 2008, "Constructing Sobol sequences with better two-dimensional
/// projections", table new-joe-kuo-6 (A).
constexpr std::array<Polynomial, kDimensions - 1> kTable{{
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
    {7, 4, {1, 3, 7, 13, 13, 15, 69}},
    {7, 7, {1, 1, 3, 13, 7, 35, 63}},
    {7, 8, {1, 3, 5, 9, 1, 25, 53}},
    {7, 14, {1, 3, 1, 13, 9, 35, 107}},
    {7, 19, {1, 3, 1, 5, 27, 61, 31}},
    {7, 21, {1, 1, 5, 11, 19, 41, 61}},
    {7, 28, {1, 3, 5, 3, 3, 13, 69}},
    {7, 31, {1, 1, 7, 13, 1, 19, 1}},
    {7, 32, {1, 3, 7, 5, 13, 19, 59}},
    {7, 37, {1, 1, 3, 9, 25, 29, 41}},
    {7, 41, {1, 3, 5, 13, 23, 1, 55}},
    {7, 42, {1, 3, 7, 3, 13, 59, 17}},
    {7, 50, {1, 3, 1, 3, 5, 53, 69}},
    {7, 55, {1, 1, 5, 5, 23, 33, 13}},
    {7, 56, {1, 1, 7, 7, 1, 61, 123}},
    {7, 59, {1, 1, 7, 9, 13, 61, 49}},
    {7, 62, {1, 3, 3, 5, 3, 55, 33}},
    {8, 14, {1, 3, 1, 15, 31, 13, 49, 245}},
    {8, 21, {1, 3, 5, 15, 31, 59, 63, 97}},
    {8, 22, {1, 3, 1, 11, 11, 11, 77, 249}},
}};

} // namespace

std::array<std::uint32_t, 32> sobolDirections(std::size_t dimension)
{
    std::array<std::uint32_t, kBits> directions{};
    if (dimension == 0) {
        for (std::size_t bit = 0; bit < kBits; ++bit)
            directions[bit] = std::uint32_t{1} << (kBits - 1 - bit);
        return directions;
    }
    const auto& [degree, inner, first] = kTable[dimension - 1];
    for (std::size_t bit = 0; bit < kBits; ++bit) {
        if (bit < degree) {
            directions[bit] = first[bit] << (kBits - 1 - bit);
            continue;
        }
        directions[bit] = directions[bit - degree] ^ (directions[bit - degree] >> degree);
        for (unsigned k = 1; k < degree; ++k)
            if ((inner >> (degree - 1 - k) & 1U) != 0)
                directions[bit] ^= directions[bit - k];
    }
    return directions;
}

SobolSearch::SobolSearch(const SearchProblem& problem, std::uint64_t seed)
    : PointSearch(problem, seed)
{
    for (std::size_t i = 0; i < std::min(problem.space.size(), kDimensions); ++i)
        m_directions.push_back(sobolDirections(i));
}

/// Every attempt shifts the same point elsewhere.
void SobolSearch::place(std::uint64_t id, std::uint64_t attempt, Rng& rng, std::span<double> point) const
{
    Rng shift(seed(), ~attempt);
    for (std::size_t i = 0; i < point.size(); ++i) {
        if (i >= m_directions.size()) {
            point[i] = rng.uniform();
            continue;
        }
        auto digits = static_cast<std::uint32_t>(shift() >> kBits);
        for (std::size_t bit = 0; bit < kBits; ++bit)
            if ((id >> bit & 1U) != 0)
                digits ^= m_directions[i][bit];
        point[i] = static_cast<double>(digits) * 0x1.0p-32;
    }
}

Method sobolMethod()
{
    return {
        {"sobol",
         "Sobol sequence",
         "Covers the space evenly with a shifted Sobol sequence (Sobol 1967; Joe, Kuo 2008). Does not learn "
         "from results.",
         {}},
        [](const SearchProblem& problem, const ChosenOptions&, std::uint64_t seed) -> Method::Made {
            return std::unique_ptr<Optimizer>(std::make_unique<SobolSearch>(problem, seed));
        }};
}

} // namespace paretoscope::optimizer
