// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>

namespace paretoscope::ui::session {

/// Carries "there is a newer snapshot" from the run's thread to whoever listens just now. The run exists
/// before its document does and may ring while the document goes away; a ring with nobody there is
/// remembered.
class SnapshotBell
{
public:
    /// From any thread.
    void ring();
    /// \param listener called from the ringing thread, at once if it rang before; empty = nobody. After this
    ///        returns, the former listener is not called any more.
    void listen(std::function<void()> listener);

private:
    std::mutex m_mutex;
    std::function<void()> m_listener;
    bool m_missed = false;
};

} // namespace paretoscope::ui::session
