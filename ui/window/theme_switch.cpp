// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/theme_switch.h"

#include "ui/look/style_sheet.h"

#include <QApplication>
#include <QStyleFactory>

namespace paretoscope::ui::window {

void applyTheme(look::Theme theme)
{
    const QPalette palette = look::paletteFor(theme);
    if (QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0
        && qApp->styleSheet().isEmpty())
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(palette);
    qApp->setStyleSheet(look::styleSheetFor(look::coloursFor(palette)));
}

} // namespace paretoscope::ui::window
