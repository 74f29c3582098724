// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/english_plurals.h"

namespace paretoscope::ui::look {

QString EnglishPlurals::translate(const char*, const char* sourceText, const char*, int n) const
{
    QString text = QString::fromUtf8(sourceText);
    const QLatin1String ending("(s)");
    if (n < 0 || !text.contains(ending))
        return {};
    return text.replace(ending, n == 1 ? QLatin1String() : QLatin1String("s"));
}

} // namespace paretoscope::ui::look
