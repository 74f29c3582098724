// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/passing_counter.h"

#include <QElapsedTimer>
#include <QTimer>

namespace paretoscope::ui::session {

namespace {

constexpr qint64 kTurn_ms = 4;     ///< our choice: a third of what one event may take
constexpr std::size_t kLook = 512; ///< trials between two looks at the clock

} // namespace

PassingCounter::PassingCounter(const problem::Problem& problem, QObject* parent)
    : QObject(parent)
    , m_problem(problem)
    , m_filter({}, problem)
{ }

void PassingCounter::setPins(const study::Pins& pins)
{
    m_filter = study::PinFilter(pins, m_problem);
    m_counted = 0;
    m_passing = 0;
    advance();
}

void PassingCounter::setTrials(const study::TrialLog& trials)
{
    m_trials = trials;
    if (!m_scheduled)
        advance();
}

void PassingCounter::advance()
{
    QElapsedTimer clock;
    clock.start();
    while (m_counted < m_trials.size() && (m_counted % kLook != 0 || clock.elapsed() < kTurn_ms)) {
        const study::Trial& trial = m_trials[m_counted++];
        m_passing += trial.outcome.verdict == problem::Verdict::Feasible && m_filter.passes(trial) ? 1 : 0;
    }
    if (m_counted < m_trials.size()) {
        if (!m_scheduled) {
            m_scheduled = true;
            QTimer::singleShot(0, this, [this] {
                m_scheduled = false;
                advance();
            });
        }
        return;
    }
    if (m_shown != m_passing) {
        m_shown = m_passing;
        Q_EMIT changed();
    }
}

} // namespace paretoscope::ui::session
