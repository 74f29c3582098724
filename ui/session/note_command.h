// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QUndoCommand>

namespace paretoscope::ui::session {

/// A note on one design, written or changed.
class NoteCommand : public QUndoCommand
{
public:
    NoteCommand(StudyDocument& document, TrialId trial, const QString& after);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return 3; }

private:
    StudyDocument& m_document;
    TrialId m_trial;
    QString m_before;
    QString m_after;
};

} // namespace paretoscope::ui::session
