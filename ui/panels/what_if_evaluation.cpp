// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_evaluation.h"

#include "core/problem/spatial_problem.h"
#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

using Clock = std::chrono::steady_clock;

// Aims at half of what feels immediate, since the machine has other work; a search below 200 mappings a layer
// would say little beyond where it starts from. Our choice.
constexpr double kShort_s = WhatIfEvaluation::kPrompt_s / 2.0;
constexpr double kFewestEvaluations = 200.0;
constexpr double kNewestWeight = 0.3; ///< of the newest measurement in what is expected
constexpr double kKnownBelow = 0.2; ///< of what is expected: an answer that was known already teaches nothing

double seconds(Clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

WhatIfEvaluation::WhatIfEvaluation(std::shared_ptr<const problem::Problem> problem, QObject* parent)
    : QObject(parent)
    , m_problem(std::move(problem))
    , m_thread([this](const std::stop_token& stop) { work(stop); })
{ }

WhatIfEvaluation::~WhatIfEvaluation()
{
    cancel();
}

void WhatIfEvaluation::startFrom(space::Design known, double exact_s)
{
    cancel();
    const std::scoped_lock lock(m_mutex);
    m_known = std::move(known);
    m_knownChanged = true;
    m_exact_s = std::isfinite(exact_s) ? std::max(0.0, exact_s) : 0.0;
}

void WhatIfEvaluation::setProblem(std::shared_ptr<const problem::Problem> problem)
{
    m_problem = std::move(problem);
    const std::scoped_lock lock(m_mutex);
    m_knownChanged = true; // a shorter search was of the other one
}

void WhatIfEvaluation::ask(space::Design design, study::SnapshotPtr snapshot)
{
    const std::scoped_lock lock(m_mutex);
    m_next = Request{m_problem, std::move(design), std::move(snapshot), ++m_generation};
    // A prompt answer is let through even if it is a step behind, so that a hand that never rests sees
    // something move.
    if (m_refining)
        m_running.request_stop();
    m_wake.notify_one();
}

void WhatIfEvaluation::cancel()
{
    m_cancelled = m_generation;
    const std::scoped_lock lock(m_mutex);
    m_next.reset();
    m_running.request_stop();
}

void WhatIfEvaluation::work(const std::stop_token& stop)
{
    for (;;) {
        Request request;
        std::stop_token running;
        {
            std::unique_lock lock(m_mutex);
            m_refining = false;
            if (!m_wake.wait(lock, stop, [this] { return m_next.has_value(); }))
                return;
            request = std::move(*m_next);
            m_next.reset();
            m_running = std::stop_source();
            running = m_running.get_token();
        }
        const std::stop_callback forwarded(stop, [this] {
            const std::scoped_lock lock(m_mutex);
            m_running.request_stop();
        });
        answer(request, running);
    }
}

void WhatIfEvaluation::answer(const Request& request, const std::stop_token& stop)
{
    std::shared_ptr<const problem::Problem> quick;
    {
        std::unique_lock lock(m_mutex);
        if (m_exact_s > kPrompt_s) {
            lock.unlock();
            quick = shorter(*request.problem, stop);
        }
    }
    if (quick) {
        if (!tell(*quick, request, true, stop))
            return;
        const std::scoped_lock lock(m_mutex);
        if (m_next)
            return;
        m_refining = true;
    }
    (void)tell(*request.problem, request, false, stop);
}

std::shared_ptr<const problem::Problem> WhatIfEvaluation::shorter(const problem::Problem& problem,
                                                                  const std::stop_token& stop)
{
    space::Design known;
    double share = 1.0;
    {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_knownChanged, false) && m_shorter)
            return m_shorter;
        known = m_known;
        share = kShort_s / m_exact_s;
    }
    const std::optional<std::int64_t> budget = problem::searchBudget(problem);
    if (!budget)
        return nullptr;
    const double evaluations = std::max(kFewestEvaluations, share * static_cast<double>(*budget));
    auto made = problem::withShorterSearch(problem, known, std::llround(evaluations), stop);
    const std::scoped_lock lock(m_mutex);
    if (stop.stop_requested())
        m_knownChanged = true; // made from half of what is known
    else
        m_shorter = made;
    return made;
}

bool WhatIfEvaluation::tell(const problem::Problem& problem, const Request& request, bool isShort,
                            const std::stop_token& stop)
{
    const auto began = Clock::now();
    const std::optional<problem::Outcome> outcome = study::evaluateSafely(problem, request.design, stop);
    if (!outcome || stop.stop_requested())
        return false;
    auto answer = std::make_shared<WhatIfAnswer>();
    answer->design = request.design;
    answer->outcome = *outcome;
    answer->isShort = isShort;
    answer->took_s = seconds(Clock::now() - began);
    if (outcome->verdict == problem::Verdict::Feasible) {
        try {
            if (auto explained = problem.explain(request.design, stop))
                answer->explanation = std::make_shared<const problem::Explanation>(std::move(*explained));
        } catch (const std::exception&) {
            // A design that cannot be explained still has its numbers.
        }
    }
    answer->place = study::placeInFront(*outcome, *request.snapshot, problem);
    if (stop.stop_requested())
        return false;
    if (!isShort) {
        const std::scoped_lock lock(m_mutex);
        if (answer->took_s > kKnownBelow * m_exact_s)
            m_exact_s += kNewestWeight * (answer->took_s - m_exact_s);
    }
    QMetaObject::invokeMethod(
        this,
        [this, answer, generation = request.generation] {
            const bool outdated = !answer->isShort && generation != m_generation;
            if (generation > m_cancelled && !outdated)
                Q_EMIT answered(answer);
        },
        Qt::QueuedConnection);
    return true;
}

} // namespace paretoscope::ui::panels
