// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/command_list.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;

namespace paretoscope::ui::window {

/// A line to type in and what fits it: Up and Down choose, Enter runs, Esc or a click beside it closes. The
/// command runs after the palette is gone, so that it meets the window as it was.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    /// \param prompt what can be typed
    CommandPalette(const QString& title, const QString& prompt, QList<Command> commands,
                   CommandList::Extra extra, QWidget* parent);

    void done(int result) override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void typed(const QString& text);
    void step(int rows);
    void runCurrent();

    CommandList* m_model;
    QLineEdit* m_line;
    QListView* m_list;
    QLabel* m_nothing;
};

} // namespace paretoscope::ui::window
