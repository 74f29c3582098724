// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shortcuts_dialog.h"

#include "ui/panels/labelled.h"
#include "ui/window/menu_commands.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

QWidget* column(const QList<KeyGroup>& groups, QWidget* parent)
{
    auto* widget = new QWidget(parent);
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const KeyGroup& group : groups) {
        if (row > 0)
            grid->setRowMinimumHeight(row++, 10);
        grid->addWidget(panels::sectionTitle(group.title, widget), row++, 0, 1, 2);
        for (const auto& [key, text] : group.lines) {
            auto* name = panels::labelled(key, "plain", widget);
            name->setWordWrap(false);
            grid->addWidget(name, row, 0, Qt::AlignTop);
            grid->addWidget(panels::labelled(text, "caption", widget), row++, 1, Qt::AlignTop);
        }
    }
    grid->setRowStretch(row, 1);
    return widget;
}

} // namespace

QList<KeyLine> keysOf(const QList<QAction*>& actions)
{
    QList<KeyLine> lines;
    for (const QAction* action : actions) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            keys << key.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            lines.append({keys.join(ShortcutsDialog::tr(" or ")), plainText(*action)});
    }
    return lines;
}

QList<KeyLine> plotGestures()
{
    const auto say = [](const char* text) { return ShortcutsDialog::tr(text); };
    return {{say("Click"), say("Bring a design into focus")},
            {say("Ctrl+click"), say("Put a design into the comparison")},
            {say("Drag"), say("Brush designs")},
            {say("Drag from an axis"), say("Pin a limit")},
            {say("Shift+drag"), say("Zoom into a box")},
            {say("Wheel, + and -"), say("Zoom")},
            {say("Middle drag, Alt+arrows"), say("Move the view")},
            {say("Double-click"), say("Fit the view; on a pin, type its bound")},
            {say("Left, Right"), say("Parallel axes: choose an axis; with Ctrl, move it")},
            {say("F, Delete"), say("Parallel axes: flip the axis, remove its pin")},
            {say("B or Enter"), say("Table: put the row into the comparison")},
            {say("Ctrl+C"), say("Table: copy the row")}};
}

QList<KeyLine> mappingKeys()
{
    const auto say = [](const char* text) { return ShortcutsDialog::tr(text); };
    return {{say("Arrows"), say("Choose a loop, a memory or a tensor")},
            {say("Alt+Up, Alt+Down"), say("Move the loop")},
            {say("+ and -"), say("Change its factor")},
            {say("T, C, R"), say("In time, along the columns, along the rows")},
            {say("Enter"), say("Type the factor; keep or pass a tensor")}};
}

ShortcutsDialog::ShortcutsDialog(const QList<KeyGroup>& groups, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    // Two columns of about the same length.
    qsizetype all = 0;
    for (const KeyGroup& group : groups)
        all += group.lines.size() + 2;
    QList<KeyGroup> halves[2];
    qsizetype placed = 0;
    for (const KeyGroup& group : groups) {
        halves[placed * 2 < all ? 0 : 1].append(group);
        placed += group.lines.size() + 2;
    }
    auto* inside = new QWidget;
    auto* columns = new QHBoxLayout(inside);
    columns->setContentsMargins(0, 0, 12, 0);
    columns->setSpacing(40);
    for (const QList<KeyGroup>& half : halves)
        columns->addWidget(column(half, inside), 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Keys"));
    scroll->setWidget(inside);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(panels::labelled(
        tr("Keys of the plots act while a plot has the keyboard; click it or press Tab. Ctrl+Shift+P finds "
           "every command by name."),
        "caption", this));
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    resize(std::min(860, parent->width() - 40),
           std::min(inside->sizeHint().height() + 170, parent->height() - 40));
}

} // namespace paretoscope::ui::window
