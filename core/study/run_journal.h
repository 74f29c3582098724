// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "core/study/run_history.h"
#include "core/study/session.h"
#include "core/study/trial.h"

#include <cstdint>
#include <vector>

namespace paretoscope::study {

/// What a session knows of its run.
struct RunJournal
{
    TrialLog log;
    Breaks breaks;
    std::vector<SteeringMark> marks;
    Pins pins;
    std::uint64_t budget = 0;
    unsigned lookahead = 0;
};

/// \param lookahead of a run that begins; kept with the session, because its trials depend on it
/// Errors: those of reading what the session keeps.
[[nodiscard]] Result<RunJournal> readJournal(Session& session, unsigned lookahead);

/// What earlier sittings left to the problem; it points into `log`, and names the folder beside the session
/// where interrupted evaluations leave what they can go on from.
[[nodiscard]] problem::Past pastOf(const Session& session, const TrialLog& log);

} // namespace paretoscope::study
