// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/wording.h"

#include <QStringList>

namespace paretoscope::ui::look {

QString wordsOf(const std::string& identifier)
{
    QStringList words = QString::fromStdString(identifier).split(QLatin1Char('_'));
    for (QString& word : words) {
        if (word == QLatin1String("spad"))
            word = QStringLiteral("scratchpad");
        else if (word == QLatin1String("psum"))
            word = QStringLiteral("partial-sum");
        else if (word == QLatin1String("compute"))
            word = QStringLiteral("arithmetic");
    }
    return words.join(QLatin1Char(' '));
}

} // namespace paretoscope::ui::look
