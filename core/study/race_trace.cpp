// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_trace.h"

#include "core/study/run_bookkeeping.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::study {

std::size_t RaceTrace::enteredBy(std::uint64_t evaluations) const
{
    return static_cast<std::size_t>(std::lower_bound(trials.begin(), trials.end(), evaluations)
                                    - trials.begin());
}

std::size_t RaceTrace::enteredBySecond(double at) const
{
    return static_cast<std::size_t>(std::upper_bound(at_s.begin(), at_s.end(), at) - at_s.begin());
}

std::vector<std::size_t> RaceTrace::frontAt(std::uint64_t evaluations) const
{
    std::vector<std::size_t> rows;
    const std::size_t entered = enteredBy(evaluations);
    for (std::size_t i = 0; i < entered; ++i)
        if (until[i] >= evaluations)
            rows.push_back(i);
    std::sort(rows.begin(), rows.end(), [this](std::size_t a, std::size_t b) {
        return std::pair(row(a).front(), a) < std::pair(row(b).front(), b);
    });
    return rows;
}

RaceTracer::RaceTracer(std::vector<double> signs, const std::vector<double>& reference)
    : m_signs(std::move(signs))
    , m_front(m_signs.size())
{
    m_trace.objectives = m_signs.size();
    if (!hasHypervolume(m_signs.size()) || reference.size() != m_signs.size())
        return;
    std::vector<double> minimised = reference;
    for (std::size_t i = 0; i < m_signs.size(); ++i)
        minimised[i] *= m_signs[i];
    m_scale = hypervolumeScale(minimised);
    m_volume.emplace(std::move(minimised));
}

void RaceTracer::add(std::uint64_t trial, double at_s, std::span<const double> minimised)
{
    const pareto::FrontArchive::Change change = m_front.insert(m_trace.size(), minimised);
    if (!change.inserted)
        return;
    for (const std::uint64_t row : change.removed)
        m_trace.until[row] = trial;
    m_trace.trials.push_back(trial);
    m_trace.at_s.push_back(at_s);
    m_trace.until.push_back(RaceTrace::kStays);
    for (std::size_t i = 0; i < m_signs.size(); ++i)
        m_trace.values.push_back(m_signs[i] * minimised[i]);
    m_trace.hypervolume.push_back(m_volume ? m_volume->add(minimised) / m_scale : std::nan(""));
}

} // namespace paretoscope::study
