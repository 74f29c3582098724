// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/agent_ledger.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QStackedWidget>

namespace paretoscope::ui::panels {

/// The agent of the running search, turn by turn, as it decides. Choosing a turn puts its design in focus; of
/// a vetoed one the design that is better.
class AgentPanel : public QWidget
{
    Q_OBJECT

public:
    AgentPanel(session::StudyDocument& document, QWidget* parent);

    [[nodiscard]] AgentLedger& ledger() { return *m_ledger; }
    [[nodiscard]] QString message() const { return m_message->text(); }

private:
    void refresh();
    [[nodiscard]] QString whyEmpty(const study::Snapshot& now) const;

    session::StudyDocument& m_document;
    QStackedWidget* m_states;
    QLabel* m_message;
    AgentLedger* m_ledger;
    std::shared_ptr<const optimizer::PaboLedger> m_shown;
};

} // namespace paretoscope::ui::panels
