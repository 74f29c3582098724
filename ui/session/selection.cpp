// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include <QMetaObject>

#include <algorithm>
#include <iterator>
#include <utility>

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
    m_drawn = std::move(ids);
    combine();
}

void Selection::setFilter(std::vector<TrialId> ids)
{
    m_filter = std::move(ids);
    combine();
}

/// A drawn brush that the filter leaves nothing of would light every design, so the filter stands alone then.
void Selection::combine()
{
    std::vector<TrialId> both;
    if (!m_filter.empty() && !m_drawn.empty())
        std::set_intersection(m_drawn.begin(), m_drawn.end(), m_filter.begin(), m_filter.end(),
                              std::back_inserter(both));
    if (both.empty())
        both = m_filter.empty() ? m_drawn : m_filter;
    if (m_brush == both)
        return;
    m_brush = std::move(both);
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

bool Selection::stepBack()
{
    if (m_focus)
        setFocus(std::nullopt);
    else if (isDrawn())
        setBrush({});
    else
        return false;
    return true;
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
