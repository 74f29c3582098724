// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QUndoCommand>

namespace paretoscope::ui::session {

/// Designs put into the compare tray or taken out.
class TrayCommand : public QUndoCommand
{
public:
    TrayCommand(StudyDocument& document, std::vector<TrialId> after, const QString& text);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return 2; }

private:
    StudyDocument& m_document;
    std::vector<TrialId> m_before;
    std::vector<TrialId> m_after;
};

} // namespace paretoscope::ui::session
