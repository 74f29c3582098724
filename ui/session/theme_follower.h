// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QWidget>

#include <functional>

namespace paretoscope::ui::session {

/// Dresses a widget again whenever colours or fonts change: for those that colour labels of theirs. A new
/// style sheet gives labels their former colours back, each after the widget has heard of it, so then it is
/// dressed once more when all have been told. Lives as long as the widget.
class ThemeFollower : public QObject
{
    Q_OBJECT

public:
    ThemeFollower(QWidget* widget, std::function<void()> dress);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    std::function<void()> m_dress;
};

} // namespace paretoscope::ui::session
