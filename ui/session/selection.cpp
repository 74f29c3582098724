// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include <QMetaObject>

#include <algorithm>

namespace paretoscope::ui::session {

namespace {

enum Change : int { kFocus = 1, kHover = 2, kBrush = 4, kTray = 8 };

} // namespace

Selection::Selection(QObject* parent)
    : QObject(parent)
{ }

int Selection::trayPlace(TrialId id) const
{
    const auto found = std::find(m_tray.begin(), m_tray.end(), id);
    return found == m_tray.end() ? -1 : static_cast<int>(found - m_tray.begin());
}

void Selection::setFocus(std::optional<TrialId> id)
{
    if (m_focus == id)
        return;
    m_focus = id;
    schedule(kFocus);
}

void Selection::setHover(std::optional<TrialId> id)
{
    if (m_hover == id)
        return;
    m_hover = id;
    schedule(kHover);
}

void Selection::setBrush(std::vector<TrialId> ids)
{
    if (!std::is_sorted(ids.begin(), ids.end())) // as a view that looks at all designs in turn has them
        std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (m_brush == ids)
        return;
    m_brush = std::move(ids);
    schedule(kBrush);
}

void Selection::setTray(std::vector<TrialId> ids)
{
    if (ids.size() > kTrayPlaces)
        ids.resize(kTrayPlaces);
    if (m_tray == ids)
        return;
    m_tray = std::move(ids);
    schedule(kTray);
}

void Selection::schedule(int what)
{
    if (m_pending == 0) {
        const auto tell = [this] {
            const int changed = std::exchange(m_pending, 0);
            if ((changed & kFocus) != 0)
                Q_EMIT focusChanged();
            if ((changed & kHover) != 0)
                Q_EMIT hoverChanged();
            if ((changed & kBrush) != 0)
                Q_EMIT brushChanged();
            if ((changed & kTray) != 0)
                Q_EMIT trayChanged();
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }
    m_pending |= what;
}

} // namespace paretoscope::ui::session
