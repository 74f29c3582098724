// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/theme_switch.h"

#include "ui/look/style_sheet.h"

#include <QApplication>
#include <QFont>

namespace paretoscope::ui::window {

void applyTheme(look::Theme theme)
{
    const QPalette palette = look::paletteFor(theme);
    static const bool isFusion = QApplication::setStyle(QStringLiteral("Fusion")) != nullptr;
    Q_UNUSED(isFusion) // wanted everywhere; where a plugin lacks it, the palette still holds
    QApplication::setPalette(palette);
    qApp->setStyleSheet(look::styleSheetFor(look::coloursFor(palette)));
}

void setTypeScale(double scale)
{
    static const QFont usual = QApplication::font();
    QFont wanted = usual;
    wanted.setPointSizeF(usual.pointSizeF() * scale);
    if (wanted != QApplication::font())
        QApplication::setFont(wanted);
}

} // namespace paretoscope::ui::window
