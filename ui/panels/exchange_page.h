// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QWidget>

namespace paretoscope::ui::panels {

/// What was the study's command asked about the design in focus, what did it answer, what did it write beside
/// that, and how long did it take? Of studies over a command only.
class ExchangePage : public QWidget
{
    Q_OBJECT

public:
    explicit ExchangePage(session::StudyDocument& document, QWidget* parent = nullptr);

private:
    QPlainTextEdit* makeBox(QLabel* title, const QString& name);
    void refresh();
    void restyle();

    session::StudyDocument& m_document;
    QLabel* m_command;
    QLabel* m_askedTitle;
    QPlainTextEdit* m_asked;
    QLabel* m_answeredTitle;
    QPlainTextEdit* m_answered;
    QLabel* m_errorsTitle;
    QPlainTextEdit* m_errors;
    session::RefreshGate m_gate;
};

} // namespace paretoscope::ui::panels
