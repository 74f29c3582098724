// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/cheat_sheet.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace paretoscope::ui::window {

namespace {

QString keysOf(const QAction& action)
{
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts())
        keys.append(key.toString(QKeySequence::NativeText));
    return keys.join(QStringLiteral(", "));
}

/// The rows of one menu and of the menus inside it.
void addRows(const QMenu& menu, QGridLayout& grid)
{
    for (const QAction* action : menu.actions()) {
        if (action->menu() != nullptr) {
            addRows(*action->menu(), grid);
        } else if (const QString keys = keysOf(*action); !keys.isEmpty()) {
            const int row = grid.rowCount();
            auto* key = new QLabel(keys);
            QFont bold = key->font();
            bold.setBold(true);
            key->setFont(bold);
            grid.addWidget(key, row, 0, Qt::AlignRight | Qt::AlignTop);
            grid.addWidget(new QLabel(action->text().remove(QLatin1Char('&'))), row, 1);
        }
    }
}

} // namespace

CheatSheet::CheatSheet(QWidget* window)
    : QDialog(window)
{
    setWindowTitle(tr("Keys"));
    auto* content = new QWidget;
    auto* blocks = new QGridLayout(content);
    blocks->setHorizontalSpacing(40);
    blocks->setVerticalSpacing(16);
    int place = 0;
    for (const QMenuBar* bar : window->findChildren<QMenuBar*>()) {
        for (const QAction* top : bar->actions()) {
            if (top->menu() == nullptr)
                continue;
            auto* grid = new QGridLayout;
            grid->setHorizontalSpacing(12);
            addRows(*top->menu(), *grid);
            if (grid->count() == 0) {
                delete grid;
                continue;
            }
            auto* title = new QLabel(top->text().remove(QLatin1Char('&')));
            title->setForegroundRole(QPalette::PlaceholderText);
            auto* block = new QVBoxLayout;
            block->addWidget(title);
            block->addLayout(grid);
            block->addStretch(1);
            blocks->addLayout(block, place / 2, place % 2);
            ++place;
        }
    }
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Keys"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(scroll);
    layout->addWidget(buttons);
    resize(680, 560);
}

} // namespace paretoscope::ui::window
