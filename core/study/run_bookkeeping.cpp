// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_bookkeeping.h"

#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace paretoscope::study {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kReferenceMargin = 0.1; // our choice: a tenth beyond the worst
// Evaluators that print numbers in their messages must not fill the memory; the rest shares one entry.
constexpr std::size_t kMostReasons = 500;
constexpr const char* kOtherReasons = "other reasons";

} // namespace

std::vector<double> referenceBeyond(const std::vector<std::vector<double>>& points)
{
    std::vector<double> worst = points.front();
    std::vector<double> best = worst;
    for (const auto& point : points) {
        for (std::size_t i = 0; i < point.size(); ++i) {
            worst[i] = std::max(worst[i], point[i]);
            best[i] = std::min(best[i], point[i]);
        }
    }
    for (std::size_t i = 0; i < worst.size(); ++i) {
        double margin = kReferenceMargin * std::abs(worst[i]);
        if (margin == 0.0)
            margin = kReferenceMargin * (worst[i] - best[i]);
        worst[i] += margin > 0.0 ? margin : 1.0;
    }
    return worst;
}

double hypervolumeScale(const std::vector<double>& reference)
{
    const double product = std::accumulate(reference.begin(), reference.end(), 1.0,
                                           [](double sum, double value) { return sum * std::abs(value); });
    return product > 0.0 && std::isfinite(product) ? product : 1.0;
}

Bookkeeping::Bookkeeping(const Study& study)
    : m_problem(study.problem)
    , m_seed(study.seed)
    , m_front(study.problem->objectives().size())
    , m_value(kUnknown)
{
    for (const problem::Objective& objective : m_problem->objectives())
        m_signs.push_back(
            m_problem->metrics()[objective.metric].better == problem::Direction::Minimize ? 1.0 : -1.0);
    if (study.reference && study.reference->size() == m_signs.size() && hasHypervolume(m_signs.size())) {
        std::vector<double> minimised = *study.reference;
        for (std::size_t i = 0; i < m_signs.size(); ++i)
            minimised[i] *= m_signs[i];
        fixReference(std::move(minimised));
    }
}

double Bookkeeping::add(const Trial& trial)
{
    ++m_trials;
    m_newest_s = trial.at_s;
    if (trial.outcome.verdict != problem::Verdict::Feasible) {
        countReason(trial);
        return m_value;
    }
    ++m_feasible;
    const std::vector<double> point = minimisedObjectives(*m_problem, trial.outcome.metrics);
    const bool entered = m_front.insert(trial.id, point).inserted;
    const double before = m_value;
    // What the front did not take adds no volume. (Before there is a reference every point helps to choose
    // it.)
    if (hasHypervolume(m_signs.size()) && (entered || !m_volume))
        addFeasible(point);
    if (m_value != before && !std::isnan(m_value))
        m_samples.push_back({m_trials, trial.at_s, m_value});
    return m_value;
}

void Bookkeeping::addFeasible(const std::vector<double>& point)
{
    if (m_volume) {
        m_value = m_volume->add(point) / m_scale;
        return;
    }
    m_early.push_back(point);
    if (m_early.size() < kReferenceTrials)
        return;
    fixReference(referenceBeyond(m_early));
    for (const auto& early : std::exchange(m_early, {}))
        m_value = m_volume->add(early) / m_scale;
}

void Bookkeeping::fixReference(std::vector<double> minimised)
{
    m_scale = hypervolumeScale(minimised);
    m_volume.emplace(std::move(minimised));
    m_value = 0.0;
}

/// Every trial of a reason is its example with equal probability (reservoir sampling, Vitter 1985).
void Bookkeeping::countReason(const Trial& trial)
{
    std::string reason = trial.outcome.reason;
    if (m_reasons.size() >= kMostReasons && !m_reasons.contains(reason))
        reason = kOtherReasons;
    ReasonCount& count = m_reasons.try_emplace(reason, ReasonCount{reason, 0, trial.id}).first->second;
    ++count.count;
    if (Rng(m_seed, trial.id).below(count.count) == 0)
        count.example = trial.id;
}

std::vector<std::uint64_t> Bookkeeping::front() const
{
    const auto points = m_front.points();
    const auto ids = m_front.ids();
    std::vector<std::size_t> rows(m_front.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto first = [&](std::size_t row) { return m_signs.front() * points[row * m_signs.size()]; };
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(first(a), ids[a]) < std::pair(first(b), ids[b]);
    });
    std::vector<std::uint64_t> sorted;
    sorted.reserve(rows.size());
    for (const std::size_t row : rows)
        sorted.push_back(ids[row]);
    return sorted;
}

std::optional<std::uint64_t> Bookkeeping::knee() const
{
    const std::ptrdiff_t row = pareto::kneeIndex(m_front.points(), m_signs.size());
    if (row < 0)
        return std::nullopt;
    return m_front.ids()[static_cast<std::size_t>(row)];
}

std::vector<double> Bookkeeping::reference() const
{
    if (!m_volume)
        return {};
    std::vector<double> own = m_volume->reference();
    for (std::size_t i = 0; i < own.size(); ++i)
        own[i] *= m_signs[i];
    return own;
}

std::vector<HypervolumeSample> Bookkeeping::hypervolumeHistory() const
{
    std::vector<HypervolumeSample> samples = m_samples;
    if (!samples.empty() && samples.back().trials != m_trials)
        samples.push_back({m_trials, m_newest_s, m_value});
    return samples;
}

std::vector<ReasonCount> Bookkeeping::reasons() const
{
    std::vector<ReasonCount> sorted;
    for (const auto& [text, count] : m_reasons)
        sorted.push_back(count);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const ReasonCount& a, const ReasonCount& b) { return a.count > b.count; });
    return sorted;
}

void Pace::note(double running_s, std::uint64_t trials)
{
    constexpr double kWindow_s = 5.0;
    m_notes.emplace_back(running_s, trials);
    while (m_notes.size() > 2 && m_notes[1].first <= running_s - kWindow_s)
        m_notes.pop_front();
}

void Pace::restart(double running_s)
{
    m_notes.clear();
    m_start_s = running_s;
}

double Pace::perSecond() const
{
    if (m_notes.size() < 2 || m_notes.back().first <= m_notes.front().first)
        return 0.0;
    return static_cast<double>(m_notes.back().second - m_notes.front().second)
           / (m_notes.back().first - m_notes.front().first);
}

std::optional<double> Pace::remaining_s(std::uint64_t trialsLeft) const
{
    constexpr double kFirst_s = 3.0;
    const double rate = perSecond();
    if (m_notes.empty() || m_notes.back().first - m_start_s < kFirst_s || rate <= 0.0)
        return std::nullopt;
    return static_cast<double>(trialsLeft) / rate;
}

} // namespace paretoscope::study
