// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace paretoscope::ui::window {

/// One sentence about the state of things, above the views, for as long as it is true. The tool bar around it
/// is what is shown and hidden.
class StatusStrip : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Paused, Failed, Note, Done };

    explicit StatusStrip(QWidget* parent);

    /// \param action text of a button beside the sentence; empty = none
    void say(Kind kind, const QString& sentence, const QString& action = {});
    void clear();
    [[nodiscard]] QString sentence() const { return m_text->text(); }

Q_SIGNALS:
    void actionRequested();
    void dismissed();

private:
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_dismiss;
};

} // namespace paretoscope::ui::window
