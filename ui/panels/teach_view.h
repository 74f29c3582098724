// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"
#include "ui/session/lesson_player.h"
#include "ui/session/study_document.h"

#include <QWidget>

#include <functional>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QStackedWidget;
class QToolButton;

namespace paretoscope::ui::panels {

class LessonLedger;

/// Watch a search method think: a scene's pictures on one clock, what is said at each beat, and the clock's
/// controls. For a class: it can guess each result before it is shown.
///
/// Keys: Space plays and pauses, Left and Right go one beat, Page Up and Page Down ten steps, Home and End to
/// the ends.
class TeachView : public QWidget
{
    Q_OBJECT

public:
    explicit TeachView(session::StudyDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] session::LessonPlayer& player() { return *m_player; }
    [[nodiscard]] const std::vector<plots::LessonPicture*>& pictures() const { return m_pictures; }
    [[nodiscard]] QString narration() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeWaiting();
    [[nodiscard]] QWidget* makeClock();
    [[nodiscard]] QToolButton* button(const QString& text, const QString& help, std::function<void()> act);
    void choose(int scene);
    void prepared();
    void clearStage();
    void addLane(std::size_t lane);
    void failed(const QString& sentence);
    void showBeat();
    void judgeGuess();
    [[nodiscard]] QString wordsOf(std::size_t lane) const;

    session::StudyDocument& m_document;
    session::LessonPlayer* m_player;
    QComboBox* m_scene = nullptr;
    QCheckBox* m_truth = nullptr;
    QCheckBox* m_guessing = nullptr;
    QLabel* m_text;
    QStackedWidget* m_states;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    QLabel* m_waiting = nullptr;
    QWidget* m_stage;
    QHBoxLayout* m_row;
    std::vector<plots::LessonPicture*> m_pictures;
    std::vector<QLabel*> m_titles;
    std::vector<LessonLedger*> m_ledgers; ///< one per lane where an agent is at work, or none
    QLabel* m_words;
    QToolButton* m_play = nullptr;
    QSlider* m_slider = nullptr;
    QLabel* m_place = nullptr;
    int m_judged = 0; ///< the beat whose guess was last judged
};

} // namespace paretoscope::ui::panels
