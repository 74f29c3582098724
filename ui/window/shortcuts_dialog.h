// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDialog>
#include <QList>
#include <QPair>

namespace paretoscope::ui::window {

/// What a key does, as text: "Ctrl+P" and "Go to a design".
using KeyLine = QPair<QString, QString>;
struct KeyGroup
{
    QString title;
    QList<KeyLine> lines;
};

/// The actions that have keys.
[[nodiscard]] QList<KeyLine> keysOf(const QList<QAction*>& actions);
/// What mouse and keys do on every plot; the plots' own, which are no actions of the window.
[[nodiscard]] QList<KeyLine> plotGestures();
/// The keys of the mapping editor, once it has the keyboard.
[[nodiscard]] QList<KeyLine> mappingKeys();

/// Every key there is, by where it acts.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    ShortcutsDialog(const QList<KeyGroup>& groups, QWidget* parent);
};

} // namespace paretoscope::ui::window
