// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/pins_command.h"

namespace paretoscope::ui::session {

PinsCommand::PinsCommand(StudyDocument& document, study::Pins after, const QString& axis, int drag)
    : m_document(document)
    , m_before(document.pins())
    , m_after(std::move(after))
    , m_axis(axis)
    , m_drag(drag)
{
    const int place = axisNamed(document.axes(), axis);
    const QString label = place < 0 ? axis : document.axes()[static_cast<std::size_t>(place)].label;
    setText(m_after.size() < m_before.size() ? StudyDocument::tr("remove pin on %1").arg(label)
                                             : StudyDocument::tr("pin %1").arg(label));
}

bool PinsCommand::mergeWith(const QUndoCommand* next)
{
    const auto* pins = static_cast<const PinsCommand*>(next); // Qt compares the id() first
    if (m_drag == 0 || pins->m_drag != m_drag || pins->m_axis != m_axis)
        return false;
    m_after = pins->m_after;
    setObsolete(m_after == m_before);
    return true;
}

} // namespace paretoscope::ui::session
