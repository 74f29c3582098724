// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/pin_price.h"

#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::study {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStride = 1'024; ///< trials between two questions whether to go on

double minimised(const problem::Problem& problem, std::size_t metric, double value)
{
    return problem.metrics()[metric].better == problem::Direction::Minimize ? value : -value;
}

/// What some designs reach together: their front, and the best of the asked metric.
class Reach
{
public:
    Reach(const problem::Problem& problem, const PriceQuestion& question)
        : m_problem(problem)
        , m_question(question)
        , m_front(problem.objectives().size())
        , m_row(problem.objectives().size())
    { }

    void add(const Trial& trial)
    {
        const std::vector<double>& metrics = trial.outcome.metrics;
        for (std::size_t k = 0; k < m_row.size(); ++k)
            m_row[k] = at(metrics, m_problem.objectives()[k].metric);
        m_front.insert(trial.id, m_row);
        const std::optional<PriceQuestion::Held>& held = m_question.held;
        if (held && !(at(metrics, held->metric) <= minimised(m_problem, held->metric, held->value)))
            return;
        const double value = at(metrics, m_question.metric);
        if (!std::isnan(value) && !(m_best <= value)) // also the first
            m_best = value;
    }
    /// NaN where it cannot be measured.
    [[nodiscard]] double volume(const std::vector<double>& reference) const
    {
        std::vector<double> bound;
        for (std::size_t k = 0; k < std::min(reference.size(), m_row.size()); ++k)
            bound.push_back(minimised(m_problem, m_problem.objectives()[k].metric, reference[k]));
        const Result<double> volume = pareto::hypervolume(m_front.points(), bound);
        return volume ? volume.value() : kNaN;
    }
    [[nodiscard]] double best() const { return m_best; } ///< minimised; NaN when there is none
    [[nodiscard]] bool empty() const { return m_front.size() == 0; }

private:
    [[nodiscard]] double at(const std::vector<double>& metrics, std::size_t metric) const
    {
        return metric < metrics.size() ? minimised(m_problem, metric, metrics[metric]) : kNaN;
    }
    const problem::Problem& m_problem;
    const PriceQuestion& m_question;
    pareto::FrontArchive m_front;
    std::vector<double> m_row;
    double m_best = kNaN;
};

} // namespace

std::optional<PinPrice> pinPrice(const Snapshot& snapshot, const problem::Problem& problem, const Pins& pins,
                                 std::size_t which, const PriceQuestion& question,
                                 const std::function<bool()>& stale)
{
    Pins others = pins;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(which));
    const PinFilter passesOthers(others, problem);
    const PinFilter passesThis({pins[which]}, problem);
    Reach without(problem, question);
    Reach with(problem, question);
    for (std::size_t i = 0; i < snapshot.trials.size(); ++i) {
        if (i % kStride == 0 && stale())
            return std::nullopt;
        const Trial& trial = snapshot.trials[i];
        if (trial.outcome.verdict != problem::Verdict::Feasible || !passesOthers.passes(trial))
            continue;
        without.add(trial);
        if (passesThis.passes(trial))
            with.add(trial);
    }
    PinPrice price{kNaN, kNaN, with.empty()};
    if (price.nothingPasses)
        return price;
    const double volume = without.volume(snapshot.reference);
    const double left = with.volume(snapshot.reference);
    if (volume > 0.0 && !std::isnan(left))
        price.volumeLoss = std::max(0.0, 1.0 - left / volume);
    const double best = without.best();
    if (std::isnan(with.best()) && !std::isnan(best))
        price.worse = std::numeric_limits<double>::infinity();
    else if (!std::isnan(best) && best != 0.0)
        price.worse = std::max(0.0, (with.best() - best) / std::abs(best));
    return price;
}

} // namespace paretoscope::study
