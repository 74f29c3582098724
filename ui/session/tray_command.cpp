// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/tray_command.h"

namespace paretoscope::ui::session {

TrayCommand::TrayCommand(StudyDocument& document, std::vector<TrialId> after, const QString& text)
    : QUndoCommand(text)
    , m_document(document)
    , m_before(document.selection().tray())
    , m_after(std::move(after))
{ }

void TrayCommand::undo()
{
    m_document.applyTray(m_before);
}

void TrayCommand::redo()
{
    m_document.applyTray(m_after);
}

} // namespace paretoscope::ui::session
