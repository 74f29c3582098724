// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"
#include "ui/window/actions.h"

#include <QFrame>
#include <QList>

#include <functional>

class QLabel;
class QPushButton;

namespace paretoscope::ui::window {

/// The tour: a card over the views that asks for one thing after the other. A step is done when the person
/// has done it, whichever way; nothing else is held up, and the card can be sent away at any time.
class Tour : public QFrame
{
    Q_OBJECT

public:
    Tour(session::StudyDocument& document, const Actions& actions, QWidget* over);

    [[nodiscard]] int step() const { return m_step; } ///< from 0
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void ended(); ///< gone through, or sent away

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Step
    {
        QString text;
        std::function<bool()> done;
    };
    void check();
    void showStep();
    void place();

    session::StudyDocument& m_document;
    QList<Step> m_steps;
    int m_step = 0;
    bool m_compared = false;
    bool m_searched = false;
    bool m_found = false;
    QLabel* m_count;
    QLabel* m_text;
    QPushButton* m_close;
};

} // namespace paretoscope::ui::window
