// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/labelled.h"

namespace paretoscope::ui::panels {

QLabel* labelled(const QString& text, const char* role, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* sectionTitle(const QString& text, QWidget* parent)
{
    return labelled(text.toUpper(), "section", parent);
}

} // namespace paretoscope::ui::panels
