// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/snapshot_bell.h"

#include <utility>

namespace paretoscope::ui::session {

void SnapshotBell::ring()
{
    const std::scoped_lock lock(m_mutex);
    if (m_listener)
        m_listener();
    else
        m_missed = true;
}

void SnapshotBell::listen(std::function<void()> listener)
{
    const std::scoped_lock lock(m_mutex);
    m_listener = std::move(listener);
    if (m_listener && std::exchange(m_missed, false))
        m_listener();
}

} // namespace paretoscope::ui::session
