// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QUndoCommand>

namespace paretoscope::ui::session {

/// From one set of pins to another. The steps of one drag are one step to undo.
class PinsCommand : public QUndoCommand
{
public:
    PinsCommand(StudyDocument& document, study::Pins after, const QString& axis, int drag);

    void undo() override { m_document.applyPins(m_before); }
    void redo() override { m_document.applyPins(m_after); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* next) override;

private:
    StudyDocument& m_document;
    study::Pins m_before;
    study::Pins m_after;
    QString m_axis;
    int m_drag; ///< 0 = no drag
};

} // namespace paretoscope::ui::session
