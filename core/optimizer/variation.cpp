// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/variation.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

using space::ParameterKind;

/// One of the two children of bounded simulated binary crossover (Deb, Agrawal 1995; bounds as in the
/// authors' NSGA-II code) of x and y in [low, high].
double simulatedBinary(double x, double y, double low, double high, double eta, Rng& rng)
{
    const double smaller = std::min(x, y);
    const double larger = std::max(x, y);
    const double gap = larger - smaller;
    if (!(gap > 1e-14 * (high - low)))
        return x;
    const bool lowerChild = rng.chance(0.5);
    const double room = lowerChild ? smaller - low : high - larger;
    const double beta = 1.0 + 2.0 * room / gap;
    const double alpha = 2.0 - std::pow(beta, -(eta + 1.0));
    const double u = rng.uniform();
    const double spread = u <= 1.0 / alpha ? std::pow(u * alpha, 1.0 / (eta + 1.0))
                                           : std::pow(1.0 / (2.0 - u * alpha), 1.0 / (eta + 1.0));
    const double middle = 0.5 * (smaller + larger);
    return std::clamp(lowerChild ? middle - 0.5 * spread * gap : middle + 0.5 * spread * gap, low, high);
}

void crossReal(const space::Parameter& parameter, std::span<double> child, double other, double eta, Rng& rng)
{
    const auto [low, high, logarithmic] = parameter.axisExtent();
    const double crossedValue = logarithmic
                                    ? std::exp(simulatedBinary(std::log(child[0]), std::log(other),
                                                               std::log(low), std::log(high), eta, rng))
                                    : simulatedBinary(child[0], other, low, high, eta, rng);
    child[0] = std::clamp(crossedValue, low, high);
}

void crossInteger(const space::Parameter& parameter, std::span<double> child, double other, double eta,
                  Rng& rng)
{
    double first = 0.0;
    double second = 0.0;
    parameter.at(0, {&first, 1});
    parameter.at(1, {&second, 1});
    const double step = second - first;
    const double last = static_cast<double>(*parameter.count() - 1);
    const auto rank = [&](double value) { return (value - first) / step; };
    const double crossedRank = simulatedBinary(rank(child[0]), rank(other), 0.0, last, eta, rng);
    child[0] = first + step * std::round(crossedRank);
}

/// Keeps a stretch of the child and fills the other places with what is missing, in the other parent's order.
void crossOrder(std::span<double> child, std::span<const double> other, Rng& rng)
{
    std::size_t begin = rng.below(child.size());
    std::size_t end = rng.below(child.size());
    if (begin > end)
        std::swap(begin, end);
    const std::vector<double> kept(child.begin() + static_cast<std::ptrdiff_t>(begin),
                                   child.begin() + static_cast<std::ptrdiff_t>(end + 1));
    std::size_t place = begin == 0 ? end + 1 : 0;
    for (const double item : other) {
        if (std::find(kept.begin(), kept.end(), item) != kept.end())
            continue;
        child[place] = item;
        place = place + 1 == begin ? end + 1 : place + 1;
    }
}

bool isWide(const space::Parameter& parameter)
{
    constexpr std::uint64_t kNarrow = 16; // our choice: fewer values are alternatives rather than a scale
    return parameter.kind() == ParameterKind::Integer && parameter.count() && *parameter.count() > kNarrow;
}

} // namespace

space::Design crossed(const space::Space& space, const space::Design& a, const space::Design& b,
                      double distributionIndex, Rng& rng)
{
    space::Design child = a;
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (!space.isActive(b, i) || !rng.chance(0.5))
            continue;
        const space::Parameter& parameter = space.parameter(i);
        const std::span<double> mine = space.value(child, i);
        const std::span<const double> other = space.value(b, i);
        if (!space.isActive(child, i))
            std::copy(other.begin(), other.end(), mine.begin());
        else if (parameter.kind() == ParameterKind::Real)
            crossReal(parameter, mine, other[0], distributionIndex, rng);
        else if (isWide(parameter))
            crossInteger(parameter, mine, other[0], distributionIndex, rng);
        else if (parameter.kind() == ParameterKind::Permutation)
            crossOrder(mine, other, rng);
        else
            std::copy(other.begin(), other.end(), mine.begin());
    }
    return child;
}

void mutate(const space::Space& space, space::Design& design, double rate, Rng& rng)
{
    constexpr double kSmallestReach = 0.001;
    std::size_t active = 0;
    for (std::size_t i = 0; i < space.size(); ++i)
        active += space.isActive(design, i) ? 1 : 0;
    const double probability = rate / static_cast<double>(std::max<std::size_t>(active, 1));
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (!space.isActive(design, i) || !rng.chance(probability))
            continue;
        const double reach = std::pow(kSmallestReach, rng.uniform());
        space.parameter(i).mutate(rng, reach, space.value(design, i));
    }
}

} // namespace paretoscope::optimizer
