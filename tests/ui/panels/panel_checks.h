// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QStringList>
#include <QWidget>

namespace paretoscope::test {

/// Classes of the widgets in `panel` that take the keyboard but that a screen reader could not name;
/// empty when all is well.
inline QString namelessWidgets(const QWidget& panel)
{
    QStringList nameless;
    for (const QWidget* widget : panel.findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool isNamed = !widget->accessibleName().isEmpty()
                             || (button != nullptr && !button->text().isEmpty());
        const bool isPopup = widget->window() != panel.window(); // a combo box's list, Qt's own
        if (!isPopup && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr
            && !isNamed)
            nameless << QString::fromLatin1(widget->metaObject()->className());
    }
    return nameless.join(QLatin1Char(' '));
}

/// The visible widget in `panel` whose accessible name starts so; null when there is none.
template <class Widget> Widget* named(const QWidget& panel, const QString& start)
{
    QCoreApplication::processEvents(); // new widgets are shown at the end of a turn
    for (Widget* widget : panel.findChildren<Widget*>())
        if (widget->accessibleName().startsWith(start) && widget->isVisible())
            return widget;
    return nullptr;
}

/// Gives a widget the palette of the other theme, as the program does when a person switches.
inline void switchTheme(QWidget& widget)
{
    const bool dark = ui::look::coloursFor(widget.palette()).dark;
    widget.setPalette(ui::look::paletteFor(dark ? ui::look::Theme::Light : ui::look::Theme::Dark));
    QCoreApplication::processEvents();
}

} // namespace paretoscope::test
