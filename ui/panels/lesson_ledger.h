// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/agent_ledger.h"
#include "ui/session/lesson_player.h"

namespace paretoscope::ui::panels {

/// The ledger of one lane of a scene, as its clock stands: the open turn's result is not told yet.
class LessonLedger : public AgentLedger
{
    Q_OBJECT

public:
    LessonLedger(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

private:
    void refresh();

    session::LessonPlayer& m_player;
    std::size_t m_lane;
};

} // namespace paretoscope::ui::panels
