// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QWidget>

#include <functional>

namespace paretoscope::ui::session {

/// Lets a widget do its expensive refresh at most `perSecond` times a second and only while it is visible:
/// requests made while it is hidden are remembered and answered by one refresh when it is shown. The first
/// request after a quiet time is answered in the same turn of the event loop's end, so a click feels
/// immediate.
class RefreshGate : public QObject
{
    Q_OBJECT

public:
    RefreshGate(QWidget* widget, std::function<void()> refresh, double perSecond = 15.0);
    void request();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fire();
    QWidget* m_widget;
    std::function<void()> m_refresh;
    double m_interval_ms;
    qint64 m_lastFired_ms = -1'000'000;
    bool m_dirty = false;
    bool m_scheduled = false;
};

} // namespace paretoscope::ui::session
