// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QLineEdit>
#include <QTimer>

namespace paretoscope::ui::panels {

/// Where people type which designs they look for. What is understood is in force as soon as the hand rests;
/// what is not is told, and what was in force stays. Enter hands the keyboard on, Esc clears.
class SearchBox : public QLineEdit
{
    Q_OBJECT

public:
    SearchBox(session::StudyDocument& document, QWidget* parent);

Q_SIGNALS:
    void complained(const QString& sentence); ///< empty = all is well
    void left();                              ///< Enter, or Esc on an empty line

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void apply();
    void follow();

    session::StudyDocument& m_document;
    QTimer m_rest;
};

/// What can be typed, with examples of this study's own axes.
[[nodiscard]] QString searchHelp(const std::vector<session::Axis>& axes);

} // namespace paretoscope::ui::panels
