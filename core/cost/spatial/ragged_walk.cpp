// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/ragged_walk.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

void DimensionWalk::start(std::int64_t size, std::int64_t padded)
{
    m_size = size;
    m_padded = padded;
    m_count = 0;
    m_loops = 0;
}

void DimensionWalk::add(std::int64_t factor, std::size_t level, bool temporal, std::size_t time)
{
    const std::int64_t extent = rest(m_count);
    Step step;
    step.factor = factor;
    step.tile = tile(m_count) / factor;
    step.last = (extent - 1) / step.tile + 1;
    step.rest = extent - (step.last - 1) * step.tile;
    step.level = static_cast<std::uint8_t>(level);
    step.time = static_cast<std::uint8_t>(time);
    step.temporal = temporal;
    if (temporal)
        m_loop[m_loops++] = static_cast<std::uint8_t>(m_count);
    m_steps[m_count++] = step;
}

/// Elements of an array that its last tile does not reach. Where that tile is all a loop has, the loop does
/// not run for them at all, nor do loops outside it that run but once for it.
void DimensionWalk::addIdle(double instances, std::size_t loops, WalkViews& views) const
{
    while (loops > 0 && m_steps[m_loop[loops - 1]].last == 1)
        --loops;
    if (loops > 0)
        views.view[views.count++] = {instances, loops, m_steps[m_loop[loops - 1]].last - 1, false};
}

void DimensionWalk::views(std::size_t steps, LevelRange summed, WalkViews& views) const
{
    views.count = 0;
    views.first = 0;
    bool firstKnown = false;
    double inside = 1.0; // elements of the arrays still to come
    for (std::size_t s = 0; s < steps; ++s)
        if (!m_steps[s].temporal && summed.contains(m_steps[s].level))
            inside *= static_cast<double>(m_steps[s].factor);
    std::size_t loops = 0;
    std::int64_t iterations = 0; // of the innermost of these
    bool partial = rest(0) != tile(0);
    for (std::size_t s = 0; s < steps && partial; ++s) {
        const Step& step = m_steps[s];
        partial = step.rest != step.tile;
        if (step.temporal) {
            ++loops;
            iterations = step.last;
            continue;
        }
        const bool all = summed.contains(step.level);
        std::int64_t whole = partial ? step.last - 1 : step.last;
        if (all)
            inside /= static_cast<double>(step.factor);
        else
            whole = std::min<std::int64_t>(whole, 1);
        if (whole > 0) {
            if (!firstKnown)
                views.first = views.count;
            firstKnown = true;
            views.view[views.count++] = {static_cast<double>(whole) * inside, loops, iterations, false};
        }
        if (all && step.factor > step.last)
            addIdle(static_cast<double>(step.factor - step.last) * inside, loops, views);
        if (!partial || (!all && whole > 0))
            return;
    }
    if (!firstKnown)
        views.first = views.count;
    views.view[views.count++] = {inside, loops, iterations, partial};
}

void DimensionWalk::tally(std::size_t steps, LevelRange summed, double whole, double partial,
                          WalkTally& tally) const
{
    std::size_t loops = 0;
    while (loops < m_loops && m_loop[loops] < steps)
        ++loops;
    tally.innermost = loops == 0 ? -1 : m_steps[m_loop[loops - 1]].time;
    tally.lones = 0;
    if (!ragged()) {
        double starts = 1.0;
        for (std::size_t s = 0; s < steps; ++s)
            if (!m_steps[s].temporal && summed.contains(m_steps[s].level))
                starts *= static_cast<double>(m_steps[s].factor);
        for (std::size_t k = 0; k < loops; ++k) {
            tally.entered[k] = starts;
            starts *= static_cast<double>(m_steps[m_loop[k]].factor);
        }
        tally.entered[loops] = tally.visits = starts;
        tally.partials = 0.0;
        tally.words = starts * whole;
        return;
    }
    std::fill_n(tally.entered.begin(), loops + 1, 0.0);
    tally.visits = tally.partials = tally.words = 0.0;
    WalkViews seen;
    views(steps, summed, seen);
    for (std::size_t v = 0; v < seen.count; ++v)
        this->tally(seen.view[v], loops, whole, partial, tally);
}

void DimensionWalk::tally(const WalkView& view, std::size_t loops, double whole, double partial,
                          WalkTally& tally) const
{
    // How often a loop starts on a whole tile, and on the last one.
    double starts = view.lastLoops > 0 || view.partial ? 0.0 : view.instances;
    double last = view.instances - starts;
    for (std::size_t k = 0; k < loops; ++k) {
        const Step& step = m_steps[m_loop[k]];
        tally.entered[k] += starts + last;
        if (k >= view.lastLoops) {
            starts *= static_cast<double>(step.factor);
            continue;
        }
        const bool goesOn = view.partial || k + 1 < view.lastLoops;
        const std::int64_t wholes = goesOn ? step.last - 1 : view.wholes;
        starts = starts * static_cast<double>(step.factor) + last * static_cast<double>(wholes);
        if (k + 1 == loops && wholes + (goesOn ? 1 : 0) == 1) {
            std::size_t moving = k;
            while (moving > 0 && m_steps[m_loop[moving - 1]].last == 1)
                --moving;
            tally.lone[tally.lones++] = {moving == 0 ? -1 : m_steps[m_loop[moving - 1]].time,
                                         last * (goesOn ? partial : whole)};
        }
        if (!goesOn)
            last = 0.0;
    }
    tally.entered[loops] += starts + last;
    tally.visits += starts + last;
    tally.partials += last;
    tally.words += starts * whole + last * partial;
}

} // namespace paretoscope::cost::spatial
