// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/candidates.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// First rank in [0, count) at which `reached` is true; `reached` never turns false again. count if nowhere.
template <class Reached> std::uint64_t firstRank(std::uint64_t count, Reached reached)
{
    std::uint64_t low = 0;
    for (std::uint64_t high = count; low < high;) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (reached(middle))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

} // namespace

void Candidates::asked(std::uint64_t id, const space::Design& design)
{
    ++m_known[design];
    m_pending.insert_or_assign(id, design);
}

void Candidates::told(const Observation& observation)
{
    ++m_known[observation.design];
    withdrawn(observation.id);
}

void Candidates::withdrawn(std::uint64_t id)
{
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return;
    release(found->second);
    m_pending.erase(found);
}

void Candidates::release(const space::Design& design)
{
    const auto known = m_known.find(design);
    if (--known->second == 0) {
        m_known.erase(known);
        m_whyNone.clear(); // this one is free again
    }
}

void Candidates::constrain(const Steering& steering)
{
    m_steering = steering;
    m_whyNone.clear();
    m_windows.clear();
    m_holes.clear();
    std::vector<Steering::Bound> bounds = steering.parameters;
    for (const Steering::Bound& bound : bounds)
        if (bound.excluded && bound.index < m_space.size())
            m_holes.push_back(windowOf(bound));
    std::erase_if(bounds, [](const Steering::Bound& bound) { return bound.excluded; });
    std::stable_sort(bounds.begin(), bounds.end(),
                     [](const auto& a, const auto& b) { return a.index < b.index; });
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        Steering::Bound bound = bounds[i];
        for (; i + 1 < bounds.size() && bounds[i + 1].index == bound.index;
             ++i) { // two pins on one axis meet
            bound.minimum = std::max(bound.minimum, bounds[i + 1].minimum);
            bound.maximum = std::min(bound.maximum, bounds[i + 1].maximum);
        }
        if (bound.index < m_space.size())
            m_windows.push_back(windowOf(bound));
    }
}

Candidates::Window Candidates::windowOf(const Steering::Bound& bound) const
{
    const space::Parameter& parameter = m_space.parameter(bound.index);
    Window window{bound.index, bound, false, 0, 0};
    const auto extent = parameter.axisExtent();
    if (parameter.kind() == space::ParameterKind::Real) {
        window.bound.minimum = std::max(bound.minimum, extent.low);
        window.bound.maximum = std::min(bound.maximum, extent.high);
        window.empty = !(window.bound.minimum <= window.bound.maximum);
        return window;
    }
    // The position on the axis rises with the rank for every discrete kind.
    std::vector<double> value(parameter.width());
    const auto position = [&](std::uint64_t rank) {
        parameter.at(rank, value);
        return parameter.axisPosition(value);
    };
    const std::uint64_t count = parameter.count().value_or(0);
    window.firstRank = firstRank(count, [&](std::uint64_t rank) { return position(rank) >= bound.minimum; });
    const std::uint64_t end = firstRank(count,
                                        [&](std::uint64_t rank) { return position(rank) > bound.maximum; });
    window.empty = window.firstRank >= end; // also where there are too many to rank
    window.lastRank = window.empty ? 0 : end - 1;
    return window;
}

bool Candidates::isLegal(const space::Design& design) const
{
    if (!m_steering.allows(m_space, design) || !m_space.satisfiesConstraints(design))
        return false;
    if (!m_knownConstraints)
        return true;
    const std::vector<double> values = m_knownConstraints(design); // last, because it may cost a conversation
    return std::all_of(values.begin(), values.end(), [](double value) { return value <= 0.0; });
}

void Candidates::settle(space::Design& design, Rng& rng) const
{
    for (const Window& window : m_windows) {
        if (window.empty || !m_space.isActive(design, window.parameter))
            continue;
        const std::span<double> value = m_space.value(design, window.parameter);
        const double position = m_space.parameter(window.parameter).axisPosition(value);
        if (position >= window.bound.minimum && position <= window.bound.maximum)
            continue;
        drawInside(window, rng, value);
        m_space.activate(design, &rng); // its children, which stand behind it, may come and go
    }
    for (const Window& hole : m_holes) {
        if (hole.empty || !m_space.isActive(design, hole.parameter))
            continue;
        const std::span<double> value = m_space.value(design, hole.parameter);
        if (hole.bound.holds(m_space.parameter(hole.parameter).axisPosition(value)))
            continue;
        drawOutside(hole, rng, value);
        m_space.activate(design, &rng);
    }
}

void Candidates::drawInside(const Window& window, Rng& rng, std::span<double> value) const
{
    const space::Parameter& parameter = m_space.parameter(window.parameter);
    const double low = window.bound.minimum;
    const double high = window.bound.maximum;
    if (parameter.kind() != space::ParameterKind::Real) {
        parameter.at(window.firstRank + rng.below(window.lastRank - window.firstRank + 1), value);
        return;
    }
    const double drawn = parameter.axisExtent().logarithmic ? low * std::pow(high / low, rng.uniform())
                                                            : rng.uniform(low, high);
    value[0] = std::clamp(drawn, low, high);
}

/// Only those that nothing else rules out: the others will not be asked about.
void Candidates::announce(std::span<const space::Design> designs) const
{
    if (!m_announce)
        return;
    std::vector<space::Design> wanted;
    for (const space::Design& design : designs)
        if (isNew(design) && m_steering.allows(m_space, design) && m_space.satisfiesConstraints(design))
            wanted.push_back(design);
    if (!wanted.empty())
        m_announce(wanted);
}

space::Design Candidates::drawn(Rng& rng) const
{
    space::Design design(std::vector<double>(m_space.slotCount(), space::kInactive));
    m_space.activate(design, &rng);
    settle(design, rng);
    return design;
}

/// Draws with a copy, so that announcing changes nothing.
void Candidates::announceDraws(Rng rng, std::size_t count) const
{
    if (!m_announce)
        return;
    std::vector<space::Design> next;
    for (std::size_t i = 0; i < count; ++i)
        next.push_back(drawn(rng));
    announce(next);
}

/// Where nothing is left outside, the value stays, and isLegal() refuses the design.
void Candidates::drawOutside(const Window& hole, Rng& rng, std::span<double> value) const
{
    const space::Parameter& parameter = m_space.parameter(hole.parameter);
    if (parameter.kind() != space::ParameterKind::Real) {
        const std::uint64_t removed = hole.lastRank - hole.firstRank + 1;
        const std::uint64_t left = parameter.count().value_or(removed) - removed;
        if (left == 0)
            return;
        const std::uint64_t rank = rng.below(left);
        parameter.at(rank < hole.firstRank ? rank : rank + removed, value);
        return;
    }
    const auto extent = parameter.axisExtent();
    const auto span = [&](double from, double to) {
        return from >= to ? 0.0 : extent.logarithmic ? std::log(to / from) : to - from;
    };
    const double below = span(extent.low, hole.bound.minimum);
    const double above = span(hole.bound.maximum, extent.high);
    if (!(below + above > 0.0))
        return;
    const double way = rng.uniform() * (below + above);
    const double from = way < below ? extent.low : hole.bound.maximum;
    const double rest = way < below ? way : way - below;
    value[0] = std::clamp(extent.logarithmic ? from * std::exp(rest) : from + rest, extent.low, extent.high);
}

std::optional<space::Design> Candidates::byDrawing(Rng& rng, std::size_t attempts)
{
    std::size_t ahead = 4; // designs announced at a time: few, and more the longer none is found
    std::size_t announced = 0;
    for (std::size_t attempt = 0; attempt < attempts; ++attempt) {
        if (m_announce && attempt == announced) {
            announceDraws(rng, ahead);
            announced += ahead;
            ahead = std::min<std::size_t>(2 * ahead, 256);
        }
        space::Design design = drawn(rng);
        if (isNew(design) && isLegal(design))
            return design;
    }
    return {};
}

std::optional<space::Design> Candidates::byTryingAll(Rng& rng, std::uint64_t count)
{
    bool anyLegal = false;
    const std::uint64_t start = rng.below(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        space::Design design = m_space.at((start + i) % count);
        if (!isLegal(design))
            continue;
        if (isNew(design))
            return design;
        anyLegal = true;
    }
    exhausted(anyLegal);
    return {};
}

std::optional<space::Design> Candidates::fresh(Rng& rng)
{
    if (!m_whyNone.empty()) // nothing has become free since
        return {};
    constexpr std::size_t kQuick = 1'000;
    constexpr std::size_t kPatient = 20'000;
    if (auto design = byDrawing(rng, kQuick))
        return design;
    const auto count = m_space.count();
    if (count && *count > 0 && *count <= kMostEnumerated)
        return byTryingAll(rng, *count);
    auto design = byDrawing(rng, kPatient);
    if (!design)
        m_whyNone =
            "Among " + std::to_string(kQuick + kPatient)
            + " designs drawn at random none is new and satisfies the known constraints and the pins.";
    return design;
}

void Candidates::exhausted(bool anyLegal)
{
    m_whyNone = anyLegal ? "Every design that satisfies the known constraints and the pins has been proposed."
                         : "No design satisfies the known constraints and the pins.";
}

} // namespace paretoscope::optimizer
