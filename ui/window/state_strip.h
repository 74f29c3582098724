// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QFrame>

class QLabel;

namespace paretoscope::ui::window {

/// One line above the views that says what state the run is in, when that deserves saying: paused, stopped,
/// failed (and what to do), finished (and what it came to), resumed from the file. Persists until the state
/// changes.
class StateStrip : public QFrame
{
    Q_OBJECT

public:
    explicit StateStrip(session::StudyDocument& document, QWidget* parent = nullptr);
    /// Says that designs of an earlier run were read back.
    void showResumed();

private:
    enum class Tone { Neutral, Attention, Good, Bad };
    void showState();
    void say(const QString& sentence, Tone tone);
    [[nodiscard]] QString summary() const;

    session::StudyDocument& m_document;
    QLabel* m_text;
};

} // namespace paretoscope::ui::window
