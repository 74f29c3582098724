// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/command_process.h"
#include "ui/session/study_document.h"
#include "ui/window/settings.h"

#include <QMessageBox>
#include <QObject>
#include <QPointer>
#include <QString>

namespace paretoscope::ui::window {

/// Asks, before a study's command runs for the first time, whether it may; an allowed command is remembered
/// with its folder. Belongs to the document; does nothing for studies without a command.
class CommandQuestion : public QObject
{
    Q_OBJECT

public:
    CommandQuestion(Settings& settings, session::StudyDocument& document, QWidget* window);
    ~CommandQuestion() override;

    /// By which a command is remembered: every word of it and its folder.
    [[nodiscard]] static QString keyOf(const problem::Command& command);

Q_SIGNALS:
    void refused();

private:
    void ask();
    void answer(bool yes);

    Settings& m_settings;
    session::StudyDocument& m_document;
    QWidget* m_window;
    QPointer<QMessageBox> m_box; ///< while it is asked
};

} // namespace paretoscope::ui::window
