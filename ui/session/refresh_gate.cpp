// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/refresh_gate.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::session {

namespace {

qint64 now_ms()
{
    QElapsedTimer clock;
    clock.start();
    return clock.msecsSinceReference();
}

/// Views take turns: a snapshot makes all of them want to refresh, and together they would keep the event
/// loop from a click for longer than one frame. The first refreshes at once, the others a breath apart.
constexpr qint64 kBreath_ms = 5;
qint64 lastRefreshAnywhere_ms = -1'000'000; // UI thread only

} // namespace

RefreshGate::RefreshGate(QWidget* widget, std::function<void()> refresh, double perSecond)
    : QObject(widget)
    , m_widget(widget)
    , m_refresh(std::move(refresh))
    , m_interval_ms(1000.0 / std::clamp(perSecond, 0.1, 1000.0))
{
    m_widget->installEventFilter(this);
}

void RefreshGate::request()
{
    m_dirty = true;
    if (m_scheduled || !m_widget->isVisible())
        return;
    m_scheduled = true;
    const double rest_ms = m_interval_ms - static_cast<double>(now_ms() - m_lastFired_ms);
    QTimer::singleShot(static_cast<int>(std::ceil(std::clamp(rest_ms, 0.0, m_interval_ms))), this,
                       [this] { fire(); });
}

bool RefreshGate::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_widget && event->type() == QEvent::Show && m_dirty)
        QTimer::singleShot(0, this, [this] { request(); }); // the widget counts as visible only afterwards
    return QObject::eventFilter(watched, event);
}

void RefreshGate::fire()
{
    if (now_ms() - lastRefreshAnywhere_ms < kBreath_ms) {
        QTimer::singleShot(static_cast<int>(kBreath_ms), this, [this] { fire(); });
        return;
    }
    m_scheduled = false;
    if (!m_dirty || !m_widget->isVisible())
        return;
    m_dirty = false;
    m_lastFired_ms = now_ms();
    m_refresh();
    lastRefreshAnywhere_ms = now_ms();
}

} // namespace paretoscope::ui::session
