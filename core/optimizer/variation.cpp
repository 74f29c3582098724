// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/variation.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

using space::ParameterKind;

constexpr double kSmallestReach = 0.001;

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

/// A number of mean 0 and variance 1, near enough to normal for a search step: the sum of three uniforms.
double bell(Rng& rng)
{
    return 2.0 * (rng.uniform() + rng.uniform() + rng.uniform()) - 3.0;
}

} // namespace

Variation::Variation(const space::Space& space)
    : m_space(space)
    , m_scales(space)
{ }

void Variation::inherit(std::size_t parameter, space::Design& child, const space::Design& from,
                        Rng& rng) const
{
    const std::span<double> mine = m_space.value(child, parameter);
    const std::span<const double> other = m_space.value(from, parameter);
    if (m_space.parameter(parameter).kind() == ParameterKind::Permutation && mine[0] != space::kInactive)
        crossOrder(mine, other, rng);
    else
        std::copy(other.begin(), other.end(), mine.begin());
}

space::Design Variation::crossed(const space::Design& a, const space::Design& b, double distributionIndex,
                                 Rng& rng) const
{
    space::Design child = a;
    for (std::size_t i = 0; i < m_scales.size(); ++i) {
        if (!active(b, i) || !rng.chance(0.5))
            continue;
        if (!m_scales.isScale(i) || !active(child, i)) {
            inherit(i, child, b, rng);
            continue;
        }
        double& mine = child.row()[m_scales.slot(i)];
        const double other = b.row()[m_scales.slot(i)];
        if (mine != other)
            mine = m_scales.valueAt(i, simulatedBinary(m_scales.place(i, mine), m_scales.place(i, other), 0.0,
                                                       1.0, distributionIndex, rng));
    }
    return child;
}

void Variation::mutate(space::Design& design, double rate, Rng& rng) const
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < m_scales.size(); ++i)
        count += active(design, i) ? 1 : 0;
    const double probability = rate / static_cast<double>(std::max<std::size_t>(count, 1));
    for (std::size_t i = 0; i < m_scales.size(); ++i) {
        if (!active(design, i) || !rng.chance(probability))
            continue;
        const double reach = std::pow(kSmallestReach, rng.uniform());
        m_space.parameter(i).mutate(rng, reach, m_space.value(design, i));
    }
}

void Variation::mutateSome(space::Design& design, double rate, Rng& rng) const
{
    const space::Design before = design;
    constexpr int kAttempts = 20;
    for (int attempt = 0; attempt < kAttempts && design == before; ++attempt)
        mutate(design, rate, rng);
}

void Variation::pushToEnd(space::Design& design, Rng& rng) const
{
    const std::size_t i = rng.below(m_scales.size());
    if (!active(design, i))
        return;
    if (m_scales.isScale(i))
        design.row()[m_scales.slot(i)] = m_scales.valueAt(i, rng.chance(0.5) ? 1.0 : 0.0);
    else
        m_space.parameter(i).mutate(rng, 1.0, m_space.value(design, i));
}

space::Design Variation::differing(const space::Design& a, const space::Design& b, const space::Design& c,
                                   double factor, double rate, Rng& rng) const
{
    space::Design child = a;
    const std::size_t always = rng.below(m_scales.size());
    for (std::size_t i = 0; i < m_scales.size(); ++i) {
        if (i != always && !rng.chance(rate))
            continue;
        if (!m_scales.isScale(i)) {
            if (active(b, i))
                inherit(i, child, b, rng);
            continue;
        }
        if (!active(a, i) || !active(b, i) || !active(c, i))
            continue;
        const std::size_t slot = m_scales.slot(i);
        const double step = m_scales.place(i, b.row()[slot]) - m_scales.place(i, c.row()[slot]);
        if (step != 0.0)
            child.row()[slot] = m_scales.valueAt(i, m_scales.place(i, a.row()[slot]) + factor * step);
    }
    return child;
}

space::Design Variation::onLine(const space::Design& a, const space::Design& b, double t, Rng& rng) const
{
    space::Design child = a;
    for (std::size_t i = 0; i < m_scales.size(); ++i) {
        if (!active(b, i))
            continue;
        if (!m_scales.isScale(i) || !active(a, i)) {
            if (rng.chance(std::abs(t)))
                inherit(i, child, b, rng);
            continue;
        }
        const std::size_t slot = m_scales.slot(i);
        const double from = m_scales.place(i, a.row()[slot]);
        const double step = m_scales.place(i, b.row()[slot]) - from;
        if (step != 0.0)
            child.row()[slot] = m_scales.valueAt(i, from + t * step);
    }
    return child;
}

space::Design Variation::scattered(const space::Design& centre, std::span<const space::Design* const> parents,
                                   double width, Rng& rng) const
{
    space::Design child = centre;
    const double share = 1.0 / static_cast<double>(parents.size());
    std::vector<double> weights(parents.size());
    for (double& weight : weights)
        weight = width * std::sqrt(share) * bell(rng);
    for (std::size_t i = 0; i < m_scales.size(); ++i) {
        const std::size_t slot = m_scales.slot(i);
        const space::Design& any = *parents[rng.below(parents.size())];
        if (!m_scales.isScale(i) || !active(centre, i)) {
            if (active(any, i))
                inherit(i, child, any, rng);
            continue;
        }
        const double from = m_scales.place(i, centre.row()[slot]);
        double mean = 0.0;
        double sum = 0.0;
        double all = 0.0;
        for (std::size_t p = 0; p < parents.size(); ++p) {
            const double there = active(*parents[p], i) ? m_scales.place(i, parents[p]->row()[slot]) : from;
            mean += share * there;
            sum += weights[p] * there;
            all += weights[p];
        }
        const double step = sum - all * mean; // the weighted deviations from the mean
        if (step != 0.0)
            child.row()[slot] = m_scales.valueAt(i, from + step);
    }
    return child;
}

} // namespace paretoscope::optimizer
