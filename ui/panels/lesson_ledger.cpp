// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/lesson_ledger.h"

namespace paretoscope::ui::panels {

LessonLedger::LessonLedger(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : AgentLedger(*player.lanes()[lane]->setup.problem, player.lanes()[lane]->setup.method, parent)
    , m_player(player)
    , m_lane(lane)
{
    connect(&player, &session::LessonPlayer::beatChanged, this, &LessonLedger::refresh);
    refresh();
}

void LessonLedger::refresh()
{
    if (m_lane >= m_player.lanes().size()) // the next scene is being prepared
        return;
    const lesson::Lesson& given = *m_player.lanes()[m_lane];
    const std::size_t results = m_player.results(m_lane);
    Said said;
    said.byAgent = given.byAgent;
    said.evaluations = results;
    if (results > 0) {
        said.counters = given.steps[results - 1].counters;
        said.effort = given.steps[results - 1].effort;
    }
    for (std::size_t i = 0; i < results; ++i)
        said.turns.insert(said.turns.end(), given.steps[i].turns.begin(), given.steps[i].turns.end());
    const lesson::LessonStep* open = m_player.isOpen() ? m_player.current(m_lane) : nullptr;
    if (open != nullptr)
        for (optimizer::PaboTurn turn : open->turns) {
            if (turn.decision == optimizer::PaboTurn::Decision::Proposed)
                turn.dominating.reset();
            turn.told = false;
            turn.shared = false;
            said.turns.push_back(std::move(turn));
        }
    say(std::move(said));
}

} // namespace paretoscope::ui::panels
