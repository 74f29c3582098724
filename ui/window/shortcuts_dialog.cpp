// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shortcuts_dialog.h"

#include "ui/panels/labelled.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QVBoxLayout>

namespace paretoscope::ui::window {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    QList<const QAction*> shown;
    for (const QAction* action : actions) {
        if (!action->shortcuts().isEmpty())
            shown << action;
    }
    const int rows = static_cast<int>((shown.size() + 1) / 2);
    for (int i = 0; i < shown.size(); ++i) {
        QStringList keys;
        for (const QKeySequence& key : shown[i]->shortcuts())
            keys << key.toString(QKeySequence::NativeText);
        const int column = i / rows * 2;
        grid->addWidget(panels::labelled(keys.join(tr(" or ")), "plain", this), i % rows, column);
        QString text = shown[i]->text();
        text.remove(QLatin1Char('&'));
        grid->addWidget(panels::labelled(text, "caption", this), i % rows, column + 1);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(panels::labelled(
        tr("Keys without Ctrl act while a plot has the keyboard; click it or press Tab."), "caption", this));
    column->addLayout(grid);
    column->addWidget(buttons);
}

} // namespace paretoscope::ui::window
