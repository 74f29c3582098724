// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QPoint>

#include <optional>

namespace paretoscope::ui::plots {

class HoverCard;

/// The design under a view's pointer: every view echoes it, and this view's card tells of it, until the
/// pointer leaves. A hover that another view began is left alone.
class DesignHover
{
public:
    DesignHover(session::StudyDocument& document, QWidget* host);

    /// The pointer is at `place` (host coordinates), over a design or none.
    void at(QPoint place, std::optional<session::TrialId> id);
    void leave();
    void hideCard();

private:
    session::StudyDocument& m_document;
    HoverCard* m_card;
    bool m_isMine = false;
};

} // namespace paretoscope::ui::plots
