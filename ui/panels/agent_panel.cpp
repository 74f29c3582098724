// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/agent_panel.h"

#include "core/lesson/own_units.h"
#include "ui/panels/labelled.h"
#include "ui/session/refresh_gate.h"

#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

bool isLiteral(const optimizer::MethodChoice& method)
{
    const std::pair<std::string, std::string> mode{"mode", "agent"};
    return method.name == "pabo_literal"
           || std::find(method.choices.begin(), method.choices.end(), mode) != method.choices.end();
}

} // namespace

AgentPanel::AgentPanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_states(new QStackedWidget(this))
    , m_message(labelled({}, "caption", this))
    , m_ledger(new AgentLedger(document.problem(), document.study().method, this))
{
    setAccessibleName(tr("Agent"));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setMargin(12);
    m_states->addWidget(m_message);
    m_states->addWidget(m_ledger);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 0);
    if (isLiteral(document.study().method)) {
        auto* warning = labelled(tr("Literal PABO is our reading of the paper. Alternating single-objective "
                                    "improvement is a weak front builder here: it crowds the ends of the "
                                    "front."),
                                 "caption", this);
        warning->setWordWrap(true);
        column->addWidget(warning);
    }
    column->addWidget(m_states, 1);
    session::Selection& selection = document.selection();
    connect(m_ledger, &AgentLedger::trialChosen, this, [&selection](quint64 id) { selection.setFocus(id); });
    connect(m_ledger, &AgentLedger::trialHovered, this, [&selection](quint64 id) { selection.setHover(id); });
    connect(m_ledger, &AgentLedger::hoverLeft, this, [&selection] { selection.setHover({}); });
    auto* gate = new session::RefreshGate(
        this, [this] { refresh(); }, 5.0);
    connect(&document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    refresh();
}

QString AgentPanel::whyEmpty(const study::Snapshot& now) const
{
    if (m_document.study().method.name.find("pabo") == std::string::npos)
        return tr(
            "This study's search has no agent. PABO has one: see \"Change the method…\" in the Study panel.");
    if (now.state == study::RunState::Running)
        return tr("The first designs only spread; the agent takes its first turn once there are models.");
    return now.trials.size() > 0
               ? tr("The agent's ledger starts with the search; this one was made before the program was "
                    "opened. Let it go on, and new turns are told here.")
               : tr("Start the search: every turn of the agent is told here.");
}

void AgentPanel::refresh()
{
    const study::SnapshotPtr now = m_document.snapshot();
    const bool any = now->ledger && !now->ledger->turns.empty();
    m_states->setCurrentIndex(any ? 1 : 0);
    if (!any) {
        m_message->setText(whyEmpty(*now));
        m_shown.reset();
        return;
    }
    if (m_shown == now->ledger)
        return;
    m_shown = now->ledger;
    AgentLedger::Said said{m_shown->turns, m_shown->counters, now->effort, now->trials.size(), true};
    for (optimizer::PaboTurn& turn : said.turns)
        lesson::toOwnUnits(turn, m_document.problem());
    m_ledger->say(std::move(said));
}

} // namespace paretoscope::ui::panels
