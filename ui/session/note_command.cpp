// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/note_command.h"

#include "ui/session/design_name.h"

namespace paretoscope::ui::session {

NoteCommand::NoteCommand(StudyDocument& document, TrialId trial, const QString& after)
    : QUndoCommand(StudyDocument::tr("note on %1").arg(designName(document, trial)))
    , m_document(document)
    , m_trial(trial)
    , m_before(document.note(trial))
    , m_after(after)
{ }

void NoteCommand::undo()
{
    m_document.applyNote(m_trial, m_before);
}

void NoteCommand::redo()
{
    m_document.applyNote(m_trial, m_after);
}

} // namespace paretoscope::ui::session
