// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/theme_follower.h"

#include <QEvent>

namespace paretoscope::ui::session {

ThemeFollower::ThemeFollower(QWidget* widget, std::function<void()> dress)
    : QObject(widget)
    , m_dress(std::move(dress))
{
    widget->installEventFilter(this);
}

bool ThemeFollower::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        m_dress();
    if (event->type() == QEvent::StyleChange)
        QMetaObject::invokeMethod(
            this, [this] { m_dress(); }, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

} // namespace paretoscope::ui::session
