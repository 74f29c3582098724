// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"

#include <QObject>

namespace paretoscope::ui::session {

/// Counts the feasible trials that pass the pins, without ever holding up the screen: trials that are new are
/// added to the count, and changed pins start it again in slices of a few milliseconds, one per turn of the
/// event loop. Until a recount is complete the former count stands.
class PassingCounter : public QObject
{
    Q_OBJECT

public:
    explicit PassingCounter(const problem::Problem& problem, QObject* parent = nullptr);

    [[nodiscard]] quint64 passing() const { return m_shown; }
    void setPins(const study::Pins& pins);
    void setTrials(const study::TrialLog& trials); ///< the same log, grown

Q_SIGNALS:
    void changed();

private:
    void advance();
    const problem::Problem& m_problem;
    study::PinFilter m_filter;
    study::TrialLog m_trials;
    std::size_t m_counted = 0;
    quint64 m_passing = 0;
    quint64 m_shown = 0;
    bool m_scheduled = false;
};

} // namespace paretoscope::ui::session
