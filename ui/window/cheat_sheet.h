// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace paretoscope::ui::window {

/// Every key that the window knows, read from its menus when the sheet opens, so that it cannot be out of
/// date.
class CheatSheet : public QDialog
{
    Q_OBJECT

public:
    /// \param window its menu bar's actions are listed, a block a menu
    explicit CheatSheet(QWidget* window);
};

} // namespace paretoscope::ui::window
