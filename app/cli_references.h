// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/reference.h"
#include "core/study/session.h"
#include "core/study/snapshot.h"

#include <string>
#include <thread>

namespace paretoscope::cli {

/// Measures the reference designs that a session does not know yet, beside the run and untold to it, and
/// keeps them in the session.
class ReferenceMeasuring
{
public:
    explicit ReferenceMeasuring(study::Session& session);

    /// Waits for the end, or gives up what is under way. Call before the session goes.
    void finish(bool giveUp);
    /// ", best 0.38 x Eyeriss (energy_delay_product)" after finish(); empty without a feasible reference.
    [[nodiscard]] std::string comparedWith(const study::Snapshot& now) const;

private:
    study::Session& m_session;
    study::References m_all;
    std::jthread m_thread; ///< last: joined before what it uses goes
};

} // namespace paretoscope::cli
