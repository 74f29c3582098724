// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/elites.h"

#include "core/pareto/contributions.h"
#include "core/pareto/dominance.h"
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kDeparted = 64; // our choice: a generation's worth
constexpr std::size_t kLag = 16;      // the share of elites that may change unmeasured, inverse
constexpr double kSmallestGain = 0.01;
constexpr double kLargestGain = 20.0; // our choice: one find must not decide for long

} // namespace

Elites::Elites(std::size_t objectives, std::optional<std::vector<double>> reference, std::size_t capacity)
    : m_objectives(objectives)
    , m_given(std::move(reference))
    , m_capacity(capacity)
    , m_span(objectives, 1.0)
{ }

void Elites::clear()
{
    m_elites.clear();
    m_points.clear();
    m_departed.clear();
    m_nextDeparted = 0;
    m_changes = 0;
}

void Elites::remove(std::size_t index)
{
    if (m_departed.size() < kDeparted)
        m_departed.push_back(m_elites[index].row);
    else
        m_departed[m_nextDeparted++ % kDeparted] = m_elites[index].row;
    m_elites.erase(m_elites.begin() + static_cast<std::ptrdiff_t>(index));
    const auto first = m_points.begin() + static_cast<std::ptrdiff_t>(index * m_objectives);
    m_points.erase(first, first + static_cast<std::ptrdiff_t>(m_objectives));
}

double Elites::insert(std::size_t row, std::span<const double> objectives)
{
    Elite elite{row, 0.0, {}};
    double lost = 0.0;
    for (std::size_t i = 0; i < size(); ++i) {
        const auto there = point(i);
        if (std::equal(there.begin(), there.end(), objectives.begin())
            || pareto::dominates(there, objectives))
            return 0.0;
    }
    for (std::size_t i = size(); i-- > 0;) {
        if (pareto::dominates(objectives, point(i))) {
            elite.displaced = m_elites[i].row;
            lost += m_elites[i].room;
            remove(i);
        }
    }
    std::size_t at = 0;
    while (at < size() && point(at)[0] <= objectives[0])
        ++at;
    m_elites.insert(m_elites.begin() + static_cast<std::ptrdiff_t>(at), elite);
    m_points.insert(m_points.begin() + static_cast<std::ptrdiff_t>(at * m_objectives), objectives.begin(),
                    objectives.end());
    ++m_changes;
    // With two objectives the rooms are cheap; with more, all but the newest one's may lag behind a little.
    if (m_objectives == 2 || m_changes * kLag > size())
        measure();
    else
        m_elites[at].room = roomOf(at);
    double mean = 0.0;
    for (const Elite& other : m_elites)
        mean += other.room / static_cast<double>(size());
    const double share = mean > 0.0
                             ? std::clamp((m_elites[at].room - lost) / mean, kSmallestGain, kLargestGain)
                             : 1.0;
    if (size() > m_capacity) {
        const auto least = std::min_element(m_elites.begin(), m_elites.end(),
                                            [](const Elite& a, const Elite& b) { return a.room < b.room; });
        remove(static_cast<std::size_t>(least - m_elites.begin()));
    }
    return share;
}

void Elites::measure()
{
    m_changes = 0;
    std::vector<double> low(m_objectives, INFINITY);
    std::vector<double> high(m_objectives, -INFINITY);
    for (std::size_t i = 0; i < size(); ++i) {
        for (std::size_t j = 0; j < m_objectives; ++j) {
            low[j] = std::min(low[j], point(i)[j]);
            high[j] = std::max(high[j], point(i)[j]);
        }
    }
    m_reference.resize(m_objectives);
    for (std::size_t j = 0; j < m_objectives; ++j) {
        m_span[j] = high[j] > low[j] ? high[j] - low[j] : 1.0;
        m_reference[j] = m_given ? (*m_given)[j] : high[j] + 0.1 * m_span[j];
    }
    const auto rooms = pareto::exclusiveContributions(m_points, m_reference);
    for (std::size_t i = 0; i < size(); ++i)
        m_elites[i].room = rooms ? (*rooms)[i] : 1.0; // more objectives than are measured: all alike
    m_allRoom = 0.0;
    for (const Elite& elite : m_elites)
        m_allRoom += elite.room;
}

/// The box of an elite, less what the others dominate of it.
double Elites::roomOf(std::size_t index) const
{
    const auto mine = point(index);
    double box = 1.0;
    for (std::size_t j = 0; j < m_objectives; ++j)
        box *= std::max(m_reference[j] - mine[j], 0.0);
    std::vector<double> inside; // the others, pushed into the box
    for (std::size_t i = 0; i < size(); ++i) {
        bool reaches = i != index;
        for (std::size_t j = 0; j < m_objectives && reaches; ++j)
            reaches = point(i)[j] < m_reference[j];
        for (std::size_t j = 0; j < m_objectives && reaches; ++j)
            inside.push_back(std::max(point(i)[j], mine[j]));
    }
    const auto covered = pareto::hypervolume(inside, m_reference);
    return covered ? std::max(box - *covered, 0.0) : 1.0;
}

std::size_t Elites::roomy(Rng& rng) const
{
    const double most = 0.1 * m_allRoom;
    double drawn = 0.0;
    for (const Elite& elite : m_elites)
        drawn += std::min(elite.room, most);
    drawn *= rng.uniform();
    for (std::size_t i = 0; i < size(); ++i) {
        drawn -= std::min(m_elites[i].room, most);
        if (drawn < 0.0)
            return i;
    }
    return rng.below(size());
}

double Elites::distance(std::size_t a, std::size_t b) const
{
    double sum = 0.0;
    for (std::size_t j = 0; j < m_objectives; ++j) {
        const double gap = (point(a)[j] - point(b)[j]) / m_span[j];
        sum += gap * gap;
    }
    return sum;
}

std::size_t Elites::neighbour(std::size_t index, Rng& rng) const
{
    if (size() < 2)
        return index;
    if (m_objectives == 2) { // sorted along the front
        const std::size_t step = 1 + (rng.chance(0.3) ? 1 : 0);
        const bool up = rng.chance(0.5);
        const std::size_t after = std::min(index + step, size() - 1);
        const std::size_t before = index - std::min(index, step);
        return up ? (after != index ? after : before) : (before != index ? before : after);
    }
    constexpr int kLooked = 12; // the nearest of a few is near enough, and costs little
    std::size_t nearest = index;
    for (int i = 0; i < kLooked; ++i) {
        const std::size_t other = rng.below(size());
        if (other != index && (nearest == index || distance(index, other) < distance(index, nearest)))
            nearest = other;
    }
    return nearest;
}

} // namespace paretoscope::optimizer
