// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/design_hover.h"

#include "ui/plots/design_card.h"
#include "ui/plots/hover_card.h"

namespace paretoscope::ui::plots {

DesignHover::DesignHover(session::StudyDocument& document, QWidget* host)
    : m_document(document)
    , m_card(new HoverCard(host))
{ }

void DesignHover::at(QPoint place, std::optional<session::TrialId> id)
{
    m_isMine = true;
    m_document.selection().setHover(id);
    id ? m_card->showAt(place, designCard(m_document, *id)) : m_card->dismiss();
}

void DesignHover::leave()
{
    m_card->dismiss();
    if (m_isMine)
        m_document.selection().setHover(std::nullopt);
    m_isMine = false;
}

void DesignHover::hideCard()
{
    m_card->dismiss();
}

} // namespace paretoscope::ui::plots
